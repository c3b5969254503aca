"""The SIRET: the establishment's number, 14 digits, the last one a Luhn key.

La Poste (SIREN 356 000 000) has more establishments than Luhn keys: there the sum of the digits may be a
multiple of 5 instead. Refuses anything else, saying what to look at on the firm's papers.
"""

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number
from stdnum.util import isdigits

from services.employers.domain.refusals import Fault, Invalid

LA_POSTE = "356000000"
LENGTH = 14


def parse_siret(text: str) -> str:
    """Return the 14 digits of a SIRET typed with or without spaces, dots or hyphens.

    Raises Invalid on the field ``siret``.
    """
    number = siret_number.compact(text).replace("-", "")
    if not number:
        raise Invalid.because(Fault("siret", "Indiquez le numéro SIRET : 14 chiffres."))
    if not isdigits(number):
        raise Invalid.because(Fault("siret", "Le numéro SIRET ne contient que des chiffres."))
    if len(number) != LENGTH:
        told = f"Le numéro SIRET a 14 chiffres ; vous en avez écrit {len(number)}."
        if len(number) == len(LA_POSTE):
            told += " C'est peut-être le SIREN : le SIRET a cinq chiffres de plus."
        raise Invalid.because(Fault("siret", told))
    if not _keys_hold(number):
        told = "Ce numéro SIRET contient une erreur de frappe : vérifiez chaque chiffre."
        raise Invalid.because(Fault("siret", told))
    return number


def siren_of(siret: str) -> str:
    """The nine digits of the legal unit."""
    return siret[:9]


def spaced(siret: str) -> str:
    """The SIRET as people read it: ``732 829 320 00074``."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


def _keys_hold(number: str) -> bool:
    if int(number[:9]) == 0:
        return False  # fourteen zeros satisfy Luhn, and are nobody
    try:
        siren_number.validate(number[:9])
    except ValidationError:
        return False
    if luhn.is_valid(number):
        return True
    return number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0
