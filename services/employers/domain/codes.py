"""Codes of public registers: NAF (activity), ROME (trade), OGR (job title), postcode, e-mail and phone shapes.

Only the shape is judged here; whether a code exists is the business of who holds the register.
"""

import re

from services.employers.domain.refusals import Fault

NAF = re.compile(r"\d\d\.\d\d[A-Z]", re.ASCII)
ROME = re.compile(r"[A-N]\d{4}", re.ASCII)
OGR = re.compile(r"\d{5,6}", re.ASCII)
POSTCODE = re.compile(r"\d{5}", re.ASCII)
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_EMAIL = 254


def normal_naf(text: str) -> str:
    """``5610a`` and ``56.10A`` both give ``56.10A``; anything else is returned as it came, without spaces."""
    bare = text.strip().upper().replace(" ", "")
    if re.fullmatch(r"\d{4}[A-Z]", bare, re.ASCII):
        return f"{bare[:2]}.{bare[2:]}"
    return bare


def is_naf(code: str) -> bool:
    return NAF.fullmatch(code) is not None


def is_rome(code: str) -> bool:
    return ROME.fullmatch(code) is not None


def is_ogr(code: str) -> bool:
    return OGR.fullmatch(code) is not None


def is_postcode(code: str) -> bool:
    return POSTCODE.fullmatch(code) is not None


def is_email(address: str) -> bool:
    return len(address) <= LONGEST_EMAIL and EMAIL.fullmatch(address) is not None


def digits_of_phone(text: str) -> str:
    """A French phone number as ten digits, or ``+`` and the country's digits; empty when it is neither."""
    bare = re.sub(r"[\s.\-()]", "", text)
    if re.fullmatch(r"0[1-9]\d{8}", bare, re.ASCII):
        return bare
    if re.fullmatch(r"(\+|00)33[1-9]\d{8}", bare, re.ASCII):
        return "0" + bare[-9:]
    if re.fullmatch(r"\+\d{8,15}", bare, re.ASCII):
        return bare
    return ""


def contact_faults(*, email: str, phone: str) -> tuple[Fault, ...]:
    """What is wrong with a contact: at least one way to reach it, each well formed."""
    faults = []
    if not email and not phone:
        faults.append(Fault("email", "Indiquez un courriel ou un téléphone : il en faut un pour vous joindre."))
    if email and not is_email(email):
        faults.append(Fault("email", "Ce courriel n'est pas complet : il en manque une partie."))
    if phone and not digits_of_phone(phone):
        faults.append(Fault("phone", "Ce numéro de téléphone n'a pas dix chiffres."))
    return tuple(faults)
