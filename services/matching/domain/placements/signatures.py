"""Who signs a convention, and what makes a signature good.

Immersion (L5135-4, D5135-1, D5135-2): the person, her legal representative when she is a minor, the employer's
representative, the prescriber's adviser; also the structure that accompanies her when it is another, and her present
employer. The tutor is named but does not sign. A stage is signed too by its school and its tutor (code de l'éducation,
art. L124-1 and D124-4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.contracts.vocabulary import Channel, Labelled, OfferKind
from services.kernel.problems import Conflict, Forbidden, Invalid
from services.matching.domain.placements.terms import Terms


class Signer(Labelled):
    PERSON = "person", "la personne"
    LEGAL_REPRESENTATIVE = "legal_representative", "le représentant légal"
    EMPLOYER = "employer", "l'entreprise"
    PRESCRIBER = "prescriber", "le conseiller de la structure qui prescrit"
    COMPANION = "companion", "la structure qui accompagne"
    CURRENT_EMPLOYER = "current_employer", "l'employeur actuel de la personne"
    SCHOOL = "school", "l'établissement de formation"
    TEACHER = "teacher", "l'enseignant référent"
    TUTOR = "tutor", "le tuteur"


PERSON_SIDE = frozenset({Signer.PERSON, Signer.LEGAL_REPRESENTATIVE})


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, on which day, how, and who noted it here (a reference without name)."""

    signer: Signer
    channel: Channel
    signed_on: date
    recorded_at: datetime
    recorded_by: str


def required_signers(terms: Terms, *, adult: bool) -> tuple[Signer, ...]:
    """Who must sign these terms; nobody for a kind without convention."""
    if not terms.needs_convention:
        return ()
    signers = [Signer.PERSON]
    if not adult:
        signers.append(Signer.LEGAL_REPRESENTATIVE)
    signers.append(Signer.EMPLOYER)
    if terms.kind is OfferKind.INTERNSHIP:
        return (*signers, Signer.TUTOR, Signer.SCHOOL, Signer.TEACHER)
    signers.append(Signer.PRESCRIBER)
    if terms.companion_id is not None and terms.companion_id != terms.prescriber_id:
        signers.append(Signer.COMPANION)
    if terms.has_employer:
        signers.append(Signer.CURRENT_EMPLOYER)
    return tuple(signers)


def must_be_sound(
    signature: Signature, *, signers: Sequence[Signer], given: Iterable[Signature], written_on: date, starts_on: date
) -> None:
    """Refuse a signature that is not asked for, given twice, older than the text, or too late.

    ``written_on`` is the day of the last edit. Raises Forbidden, Conflict or Invalid.
    """
    if signature.signer not in signers:
        raise Forbidden(f"Cette convention n'attend pas la signature de {signature.signer.label}.", code="not-a-signer")
    if signature.signer in {other.signer for other in given}:
        raise Conflict("Cette signature est déjà enregistrée.", code="signed-already")
    if signature.signed_on < written_on:
        told = f"La convention a été modifiée le {written_on:%d/%m/%Y} : il faut signer ce texte-là."
        raise Invalid(told, fields={"signed_on": told}, code="signed-older-text")
    if signature.signed_on > starts_on:
        told = f"Une convention se signe avant le début ({starts_on:%d/%m/%Y}). Changez les dates, puis faites signer."
        raise Invalid(told, fields={"signed_on": told}, code="signed-late")


def contacts_must_differ(contacts: Mapping[Signer, Iterable[str]]) -> None:
    """Refuse two parties that sign with one e-mail or phone, and a tutor who shares one with the person's side.

    ``contacts`` holds fingerprints or plain values, already normalised: only their equality is read. The employer's
    representative may be the tutor.
    """
    held = {signer: frozenset(values) for signer, values in contacts.items()}
    for first, theirs in held.items():
        for second, others in held.items():
            if first is second or theirs.isdisjoint(others):
                continue
            if Signer.TUTOR in {first, second} and not PERSON_SIDE & {first, second}:
                continue
            told = f"{first.label.capitalize()} et {second.label} ont le même courriel ou le même téléphone."
            raise Invalid(told, fields={first.value: told, second.value: told}, code="contacts-shared")
