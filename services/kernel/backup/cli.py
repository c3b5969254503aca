"""`cite backup FILE` and `cite restore FILE`: the operator's words around keeping and putting back an installation."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from services.kernel.backup.installation import Installation
from services.kernel.backup.keep import free_bytes, keep_backup, on_disk
from services.kernel.backup.restore import restore_backup
from services.kernel.clock import utc_now

Say = Callable[[str], None]


def add_backup_commands(
    app: typer.Typer, installed: Callable[[], Installation], *, after_restore: Callable[[], list[str]], say: Say
) -> None:
    """Add both commands. ``after_restore`` brings what was put back to the present: migrations, erasures."""

    @app.command()
    def backup(
        file: Annotated[Path, typer.Argument(help="Fichier à écrire, par exemple cite-2026-03-02.tar.gz")],
    ) -> None:
        """Sauvegarder toute l'installation dans un fichier, sans l'arrêter."""
        found = installed()
        kept = keep_backup(found, file.absolute(), now=utc_now())
        before, after = kept.bytes_before / 1e6, kept.bytes_written / 1e6
        say(f"Sauvegardé dans {file} : {kept.files} fichiers, {before:.1f} Mo, {after:.1f} Mo une fois compressés.")
        say(f"Les clés n'y sont pas. Gardez-en une copie ailleurs, à part : {found.keys}")

    @app.command()
    def disk() -> None:
        """Dire la place que prennent les données, celle d'une sauvegarde, celle qui reste."""
        found = installed()
        weights = {piece.name: on_disk(piece) for piece in found.pieces()}
        for name, weight in weights.items():
            say(f"{name:24} {weight / 1e6:9.1f} Mo")
        total, free = sum(weights.values()), free_bytes(found.data)
        say(f"{'en tout':24} {total / 1e6:9.1f} Mo")
        say(f"Une sauvegarde demande au plus {2 * total / 1e6:.1f} Mo pendant qu'elle se fait.")
        say(f"Il reste {free / 1e6:.0f} Mo.")
        if free < 4 * total:
            say("Attention : il reste moins de quatre fois la place des données. Agrandissez le disque.")

    @app.command()
    def restore(
        file: Annotated[Path, typer.Argument(help="Sauvegarde à remettre en place")],
        *,
        yes: Annotated[bool, typer.Option("--yes", help="Mettre de côté les données présentes")] = False,
    ) -> None:
        """Remettre l'installation comme elle était dans une sauvegarde (service arrêté)."""
        done = restore_backup(installed(), file.absolute(), over=yes, now=utc_now())
        say(f"Sauvegarde du {done.manifest.made_at} vérifiée et remise en place.")
        if done.aside is not None:
            say(f"Ce qu'il y avait avant est dans {done.aside} : effacez ce dossier quand tout va bien.")
        for line in after_restore():
            say(line)
        say("Vous pouvez démarrer le service.")
