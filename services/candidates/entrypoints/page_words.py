"""The words that templates choose among: closed lists as options of a form, and icons of what is told."""

from collections.abc import Iterable

from services.candidates.domain.contacts import ContactPlace, Reached
from services.candidates.domain.emergency_fund import Purpose
from services.candidates.domain.experience import BY_HAND
from services.candidates.domain.freins import FreinKind
from services.candidates.domain.next_acts import ActKind
from services.candidates.domain.prescriptions import Motive, PrescriptionState
from services.candidates.domain.profile import Avoid
from services.candidates.domain.sharing import Item
from services.candidates.domain.timeline import Chapter
from services.contracts.vocabulary import Channel, HalfDay, Labelled, Language, Licence, OfferKind, TravelMode

Options = list[tuple[str, str]]


def capital(text: str) -> str:
    """First letter up, the rest untouched."""
    return text[:1].upper() + text[1:]


def options(words: Iterable[Labelled]) -> Options:
    """(value, label) of a closed list."""
    return [(word.value, capital(word.label)) for word in words]


ACT_ICONS = {
    ActKind.CALL: "phone",
    ActKind.ASK: "question",
    ActKind.INTRODUCE: "people",
    ActKind.MEET: "calendar",
    ActKind.VISIT: "building",
    ActKind.EVALUATE: "document",
    ActKind.CHASE: "clock",
    ActKind.DESCRIBE: "edit",
    ActKind.MOVED: "bell",
    ActKind.KEEP: "lock",
}
CHAPTER_ICONS = {
    Chapter.CONTACT: "phone",
    Chapter.PATH: "right",
    Chapter.FREIN: "heart",
    Chapter.AGREEMENT: "hand",
    Chapter.INTRODUCTION: "people",
    Chapter.PLACEMENT: "bag",
    Chapter.BADGE: "badge",
    Chapter.RELAY: "again",
    Chapter.PRESCRIPTION: "mail",
}
AGREEMENT_CHANNELS = (Channel.IN_PERSON, Channel.PHONE, Channel.PAPER, Channel.LETTER)
LEVELS = [("1", "Je débute"), ("2", "Je suis à l'aise"), ("3", "Je peux montrer aux autres")]
HALF_DAY_PARTS = [("am", "matin"), ("pm", "après-midi"), ("ev", "soir")]
SHORT_WEEK = [
    ("mon", "lun."),
    ("tue", "mar."),
    ("wed", "mer."),
    ("thu", "jeu."),
    ("fri", "ven."),
    ("sat", "sam."),
    ("sun", "dim."),
]
SCHOOL_DAYS = [f"{day}-{part}" for day in ("mon", "tue", "thu", "fri") for part in ("am", "pm")]
EVERY_WEEKDAY = [f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri") for part in ("am", "pm")]


def half_day_answers(half_days: Iterable[HalfDay]) -> list[str]:
    """« mon_am » as the grid of the house writes it: « mon-am »."""
    return [half.value.replace("_", "-") for half in half_days]


def half_days_of(answers: Iterable[str]) -> tuple[HalfDay, ...]:
    """The half-days ticked in a grid; an answer that is none is left out."""
    known = {half.value: half for half in HalfDay}
    return tuple(known[key] for answer in answers if (key := answer.replace("-", "_")) in known)


WORDS: dict[str, object] = {
    "ACT_ICONS": ACT_ICONS,
    "CHAPTER_ICONS": CHAPTER_ICONS,
    "KINDS": options(OfferKind),
    "MODES": options(TravelMode),
    "LICENCES": options(Licence),
    "AVOIDS": options(Avoid),
    "LANGUAGES": [(language.value, capital(language.bare)) for language in Language],
    "CONTACT_PLACES": options(ContactPlace),
    "CONTACT_CHANNELS": options(one for one in Channel if one is not Channel.LINK),
    "REACHED": options(Reached),
    "FREIN_KINDS": options(FreinKind),
    "AGREEMENT_CHANNELS": options(AGREEMENT_CHANNELS),
    "WITHDRAWAL_CHANNELS": options(one for one in Channel if one is not Channel.LINK),
    "MOTIVES": options(Motive),
    "PRESCRIPTION_STATES": options(PrescriptionState),
    "PURPOSES": options(Purpose),
    "SHARED_ITEMS": options(Item),
    "CONTRACT_KINDS": options(kind for kind in OfferKind if kind in BY_HAND),
    "half_day_answers": half_day_answers,
    "LEVELS": LEVELS,
    "SHORT_WEEK": SHORT_WEEK,
    "HALF_DAY_PARTS": HALF_DAY_PARTS,
    "HALF_DAY_PRESETS": [
        ("Du lundi au vendredi", EVERY_WEEKDAY),
        ("Heures d'école, sans mercredi", SCHOOL_DAYS),
        ("Rien", []),
    ],
}
