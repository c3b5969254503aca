"""Who the person is: the only place of the product that holds a name, a phone number or an address.

Entries are cleaned (spaces, Unicode NFC, French phone numbers in one form) and refused at their field when they
cannot be what they claim to be. Sex and district are optional and serve statistics alone.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.candidates.domain.age import plausible_birth_date
from services.candidates.domain.refusals import Invalid

NAME_LENGTH = 200
ADDRESS_LENGTH = 500
EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
FRENCH_PHONE = re.compile(r"(?:\+33|0033|0)([1-9]\d{8})")
FOREIGN_PHONE = re.compile(r"\+[1-9]\d{6,14}")


class Sex(StrEnum):
    """For the figures of the bilan only; « not said » is None."""

    WOMAN = "woman"
    MAN = "man"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's identity and ways to reach them. Empty strings mean « not said »."""

    first_name: str
    last_name: str
    born: date
    phone: str = ""
    email: str = ""
    address: str = ""
    sex: Sex | None = None
    in_district: bool | None = None
    """Lives in the priority district (QPV): statistics only."""
    emergency_contact: str = ""

    @property
    def full_name(self) -> str:
        """First name then last name."""
        return f"{self.first_name} {self.last_name}"


def clean(text: str) -> str:
    """Return the text in NFC, on one line, without control characters or doubled spaces."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in composed)
    return " ".join(visible.split())


def name(text: str, *, field: str, label: str) -> str:
    """Return a cleaned name. Raises Invalid when it is empty, has no letter or exceeds ``NAME_LENGTH``."""
    cleaned = clean(text)
    if not any(char.isalpha() for char in cleaned):
        raise Invalid(f"Indiquez {label}.", field=field)
    if len(cleaned) > NAME_LENGTH:
        raise Invalid(f"{label.capitalize()} dépasse {NAME_LENGTH} caractères.", field=field)
    return cleaned


def phone_number(text: str) -> str:
    """Return « 06 12 34 56 78 » for a French number, ``+…`` for a foreign one, empty for nothing."""
    digits = re.sub(r"[\s.\-()/]", "", clean(text).replace("(0)", ""))
    if not digits:
        return ""
    french = FRENCH_PHONE.fullmatch(digits)
    if french:
        number = "0" + french.group(1)
        return " ".join(number[i : i + 2] for i in range(0, 10, 2))
    if FOREIGN_PHONE.fullmatch(digits):
        return digits
    raise Invalid("Ce numéro de téléphone n'a pas dix chiffres : vérifiez-le.", field="phone")


def email_address(text: str) -> str:
    """Return the address with its domain in lower case, empty for nothing. Raises Invalid when malformed."""
    cleaned = clean(text)
    if not cleaned:
        return ""
    if len(cleaned) > 254 or not EMAIL.fullmatch(cleaned):
        raise Invalid("Cette adresse électronique n'est pas complète : vérifiez-la.", field="email")
    local, _, domain = cleaned.rpartition("@")
    return f"{local}@{domain.lower()}"


def identity(
    *,
    first_name: str,
    last_name: str,
    born: date,
    today: date,
    phone: str = "",
    email: str = "",
    address: str = "",
    sex: Sex | None = None,
    in_district: bool | None = None,
    emergency_contact: str = "",
) -> Identity:
    """Build a checked identity. Raises Invalid with the field to mend."""
    where = clean(address)
    if len(where) > ADDRESS_LENGTH:
        raise Invalid(f"L'adresse dépasse {ADDRESS_LENGTH} caractères.", field="address")
    urgent = clean(emergency_contact)
    if len(urgent) > NAME_LENGTH:
        raise Invalid(f"Le contact d'urgence dépasse {NAME_LENGTH} caractères.", field="emergency_contact")
    return Identity(
        first_name=name(first_name, field="first_name", label="le prénom"),
        last_name=name(last_name, field="last_name", label="le nom"),
        born=plausible_birth_date(born, today),
        phone=phone_number(phone),
        email=email_address(email),
        address=where,
        sex=sex,
        in_district=in_district,
        emergency_contact=urgent,
    )
