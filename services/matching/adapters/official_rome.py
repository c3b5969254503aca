"""Read the official ROME 4.0 tables of a folder: codes, appellations, mobilities, skills and what links them.

Takes the publisher's file names (``unix_referentiel_code_rome_v460_utf8.csv``…) and the compact ones
(``rome_v4_codes.csv``…). Refuses the whole folder at the first rows that do not read: each is told with its file,
its line and a reason.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.kernel.problems import Invalid
from services.matching.domain.studies import WayIn, way_in

CODE = re.compile(r"[A-N]\d{4}", re.ASCII)
OGR = re.compile(r"\d{1,8}", re.ASCII)
LONGEST_LABEL = 400
MOST_TOLD = 20
CORE = "principale"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the file names that it may bear, and the column names that each of ours may bear."""

    said: str
    files: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    needed: bool = False
    optional: frozenset[str] = frozenset()


_ROME, _OGR = ("code", "code_rome"), ("ogr", "code_ogr")
CODES = Sheet(
    "codes",
    ("rome_v4_codes.csv", "unix_referentiel_code_rome_v4*_utf8.csv"),
    {
        "code": _ROME,
        "label": ("label", "libelle", "libelle_rome"),
        "parent": ("parent_v3", "code_rome_parent"),
        "regulated": ("regulated", "emploi_reglemente"),
    },
    needed=True,
    optional=frozenset({"parent", "regulated"}),
)
APPELLATIONS = Sheet(
    "appellations",
    ("rome_v4_appellations.csv", "unix_referentiel_appellation_v4*_utf8.csv"),
    {
        "ogr": (*_OGR, "code_ogr_appellation"),
        "label": ("label_long", "libelle", "libelle_appellation_long"),
        "code": _ROME,
    },
    needed=True,
)
MOBILITY = Sheet(
    "mobilités",
    ("rome_v4_mobility.csv", "unix_rubrique_mobilite_v4*_utf8.csv"),
    {
        "source": ("code_from", "code_rome"),
        "target": ("code_to", "code_rome_cible"),
        "order": ("order", "numero_ordre"),
    },
    optional=frozenset({"order"}),
)
SKILLS = Sheet(
    "compétences",
    ("rome_v4_skills.csv", "unix_referentiel_competence_v4*_utf8.csv", "unix_referentiel_savoir_v4*_utf8.csv"),
    {"ogr": _OGR, "label": ("label", "libelle", "libelle_competence", "libelle_savoir")},
)
CODE_SKILLS = Sheet(
    "compétences des métiers",
    ("rome_v4_code_skill.csv", "unix_coherence_item_v4*_utf8.csv"),
    {"code": _ROME, "ogr": ("skill_ogr", "code_ogr"), "core": ("core", "coeur_metier")},
    optional=frozenset({"core"}),
)

TEXTS = Sheet(
    "textes des métiers",
    ("rome_v4_texts.csv", "unix_texte_v4*_utf8.csv"),
    {"code": _ROME, "text": ("text", "libelle_texte"), "kind": ("kind", "type_texte", "libelle_type_texte")},
    optional=frozenset({"kind"}),
)
TELLS_THE_WAY_IN = "acc"
"""How the kind of the texts that say how a trade is entered begins: « acces_metier »."""


@dataclass(slots=True)
class OfficialRome:
    """The tables, checked. ``mobility`` keeps the publisher's order, 0 when it gives none.

    ``skills`` keeps those of the heart of each trade: (code, ogr, label).
    ``texts`` are the descriptions of trades, as they come: only their words are used, but for the one that says how a
    trade is entered, read into ``ways_in``.
    """

    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    appellations: dict[str, tuple[str, str]] = field(default_factory=dict)
    mobility: dict[tuple[str, str], int] = field(default_factory=dict)
    skills: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ways_in: dict[str, WayIn] = field(default_factory=dict)
    regulated: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Reading:
    folder: Path
    wrong: list[str] = field(default_factory=list)

    def refuse(self, file: Path, line: int, why: str) -> None:
        """Note a row that does not read."""
        self.wrong.append(f"{file.name}, ligne {line} : {why}")

    def rows(self, sheet: Sheet) -> Iterator[tuple[Path, int, dict[str, str]]]:
        """The rows of a table under our names, from each file that bears one of its names."""
        files = [found for name in sheet.files for found in sorted(self.folder.glob(name))]
        if not files and sheet.needed:
            self.wrong.append(f"la table des {sheet.said} manque : un fichier nommé {' ou '.join(sheet.files)}.")
        for file in files:
            try:
                yield from self._of_file(file, sheet)
            except (UnicodeDecodeError, csv.Error):
                self.wrong.append(f"{file.name} : ce fichier n'est pas un CSV en UTF-8.")

    def _of_file(self, file: Path, sheet: Sheet) -> Iterator[tuple[Path, int, dict[str, str]]]:
        with file.open(encoding="utf-8-sig", newline="") as written:
            head = written.readline()
            written.seek(0)
            rows = csv.DictReader(written, delimiter=";" if head.count(";") > head.count(",") else ",")
            places = _places(sheet, rows.fieldnames or ())
            missing = [ours for ours in sheet.columns if ours not in places and ours not in sheet.optional]
            if missing:
                said = ", ".join(" ou ".join(sheet.columns[ours]) for ours in missing)
                self.wrong.append(f"{file.name}, ligne 1 : il manque la colonne {said}.")
                return
            for row in rows:
                yield file, rows.line_num, {ours: _clean(row[name]) for ours, name in places.items()}

    def label(self, file: Path, line: int, text: str) -> bool:
        """Whether a label reads; tell why not."""
        if 0 < len(text) <= LONGEST_LABEL:
            return True
        self.refuse(file, line, f"le libellé est vide ou dépasse {LONGEST_LABEL} caractères.")
        return False


def read_official_rome(folder: Path) -> OfficialRome:
    """Read and check every table of the folder. Raises Invalid, which tells the rows to mend."""
    if not folder.is_dir():
        raise Invalid(f"{folder} n'est pas un dossier : donnez celui qui contient les fichiers du ROME.")
    reading, rome = _Reading(folder), OfficialRome()
    _codes(reading, rome)
    _appellations(reading, rome)
    _mobility(reading, rome)
    _skills(reading, rome)
    _texts(reading, rome)
    if reading.wrong:
        raise Invalid(_told(reading.wrong))
    return rome


def _told(wrong: list[str]) -> str:
    more = [f"… et {len(wrong) - MOST_TOLD} autre(s)."] if len(wrong) > MOST_TOLD else []
    return "\n".join(["Rien n'a été importé. À corriger :", *wrong[:MOST_TOLD], *more])


def _places(sheet: Sheet, header: Sequence[str]) -> dict[str, str]:
    bare = {name.strip().strip('"').casefold(): name for name in header}
    return {ours: bare[name] for ours, names in sheet.columns.items() for name in reversed(names) if name in bare}


def _clean(text: str | None) -> str:
    """The text with single spaces and without the control characters that the publisher's export lets through."""
    return "".join(c for c in " ".join((text or "").split()) if c.isprintable())


def _codes(reading: _Reading, rome: OfficialRome) -> None:
    for file, line, row in reading.rows(CODES):
        code = row["code"]
        if CODE.fullmatch(code) is None:
            reading.refuse(file, line, f"« {code[:20]} » n'est pas un code ROME (une lettre, quatre chiffres).")
        elif code in rome.codes:
            reading.refuse(file, line, f"le code {code} est déjà donné plus haut.")
        elif reading.label(file, line, row["label"]):
            rome.codes[code] = (row["label"], row.get("parent", ""))
            if row.get("regulated", "").upper().startswith("O"):
                rome.regulated.add(code)


def _appellations(reading: _Reading, rome: OfficialRome) -> None:
    for file, line, row in reading.rows(APPELLATIONS):
        ogr, code = row["ogr"], row["code"]
        if OGR.fullmatch(ogr) is None:
            reading.refuse(file, line, f"« {ogr[:20]} » n'est pas un code OGR (des chiffres).")
        elif ogr in rome.appellations:
            reading.refuse(file, line, f"l'appellation {ogr} est déjà donnée plus haut.")
        elif code not in rome.codes:
            reading.refuse(file, line, f"le code {code[:20] or 'vide'} n'est pas dans la table des codes.")
        elif reading.label(file, line, row["label"]):
            rome.appellations[ogr] = (code, row["label"])


def _mobility(reading: _Reading, rome: OfficialRome) -> None:
    for file, line, row in reading.rows(MOBILITY):
        unknown = [code for code in (row["source"], row["target"]) if code not in rome.codes]
        if unknown:
            reading.refuse(file, line, f"le code {unknown[0][:20] or 'vide'} n'est pas dans la table des codes.")
        elif row["source"] != row["target"]:
            order = row.get("order", "")
            rome.mobility[row["source"], row["target"]] = int(order) if order.isdecimal() and len(order) < 6 else 0


def _texts(reading: _Reading, rome: OfficialRome) -> None:
    for _, _, row in reading.rows(TEXTS):
        if row["text"]:
            rome.texts.append(row["text"])
            if row.get("kind", "").casefold().startswith(TELLS_THE_WAY_IN):
                rome.ways_in[row["code"]] = way_in(row["text"], regulated=row["code"] in rome.regulated)


def _skills(reading: _Reading, rome: OfficialRome) -> None:
    labels = {
        row["ogr"]: row["label"] for file, line, row in reading.rows(SKILLS) if _has_ogr(reading, file, line, row)
    }
    if not labels:
        return
    kept: set[tuple[str, str]] = set()
    for file, line, row in reading.rows(CODE_SKILLS):
        code, ogr = row["code"], row["ogr"]
        if code not in rome.codes:
            reading.refuse(file, line, f"le code {code[:20] or 'vide'} n'est pas dans la table des codes.")
        elif row.get("core", CORE).casefold() == CORE and ogr in labels and (code, ogr) not in kept:
            kept.add((code, ogr))
            rome.skills.append((code, ogr, labels[ogr]))


def _has_ogr(reading: _Reading, file: Path, line: int, row: Mapping[str, str]) -> bool:
    if OGR.fullmatch(row["ogr"]) is None:
        reading.refuse(file, line, f"« {row['ogr'][:20]} » n'est pas un code OGR (des chiffres).")
        return False
    return reading.label(file, line, row["label"])
