"""What an advertisement demands of licences in its sentences: real ones, as boards publish them."""

import pytest

from services.contracts.vocabulary import Licence
from services.employers.domain.licences_asked import licences_asked

B, C, D, CACES = Licence.B, Licence.C, Licence.D, Licence.CACES


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Permis B exigé, déplacements sur le département de rattachement", (B,)),
        ("Il (elle) doit être titulaire du permis B.", (B,)),
        ("- Permis B", (B,)),
        ("Permis de conduire exigé.", (B,)),
        ("* Titulaire du Permis B, C et FIMO", (B,)),
        ("Titulaire du permis de conduire B et D.", (B, D)),
        ("Vous êtes titulaire du permis CE et de la FIMO ?", (C,)),
        ("Permis VL obligatoire", (B,)),
        ("Vous êtes titulaire du permis B (indispensable), et éventuellement du permis C.", (B,)),
        ("Titulaire du CACES 1-3-5-6", (CACES,)),
        ("- CACES 1-3-5", (CACES,)),
        ("permis B (souhaité)", ()),
        ("Permis B et véhicule est un plus", ()),
        ("- Le permis de conduire est un plus.", ()),
        ("Permis de travail en règle, obligatoire", ()),
        ("Votre expérience réussie vous a permis de développer votre sens du service.", ()),
        ("CACES 3 ou expérience équivalente souhaitée.", ()),
        ("en vous formant sur la conduite de chariot élévateur et en vous faisant passer le CACES obligatoire", ()),
        ("Permis B non obligatoire", ()),
        ("Réaliser les essais routiers (si détention du Permis D).", ()),
        ("", ()),
    ],
)
def test_what_is_demanded_is_read_and_what_is_only_wished_is_not(sentence: str, asked: tuple[Licence, ...]) -> None:
    assert licences_asked("Un poste", sentence) == asked


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Chauffeur SPL F/H (H/F)", (C,)),
        ("Conducteur / Conductrice de poids lourd", (C,)),
        ("Conducteur / Conductrice de car (H/F)", (D,)),
        ("Mécanicien PL (H/F)", ()),
        ("Conducteur de ligne (H/F)", ()),
        ("Chauffeur livreur (H/F)", ()),
    ],
)
def test_who_drives_a_lorry_or_a_coach_needs_its_licence(title: str, asked: tuple[Licence, ...]) -> None:
    assert licences_asked(title, "") == asked
