"""The e-mails that firms receive, in plain words. None names an accompanied person: the link leads to who it is."""

from services.employers.domain.company import Company
from services.employers.domain.introduction import Introduction
from services.employers.domain.offer import Offer
from services.employers.domain.surroundings import Colleague, KnownTerritory
from services.employers.ports import UnitOfWork

NO_ANSWER_HERE = "Ce message est envoyé automatiquement : n'y répondez pas, utilisez le lien ou le téléphone."


def address_for(uow: UnitOfWork, company: Company, offer: Offer | None = None) -> str:
    """Where to write to a firm: the contact of the offer's service, else the first one, else a confirmed holder."""
    service_id = offer.terms.service_id if offer else None
    services = sorted(company.services, key=lambda service: service.id != service_id)
    for service in services:
        if service.email:
            return service.email
    return next(
        (holder.email for holder in uow.holders.of_company(company.id) if holder.confirmed and holder.email), ""
    )


def introduction_letter(
    introduction: Introduction, *, link: str, known: KnownTerritory | None, referent: Colleague | None
) -> tuple[str, str]:
    """(subject, body) of « we introduce somebody to you »."""
    body = f"""Bonjour,

Une personne que nous accompagnons souhaite vous rencontrer.
Offre : {introduction.offer_title}, {introduction.kind.label}
Elle a donné son accord pour que nous vous la présentions.

Voir qui elle est et répondre en un clic, sans compte :
{link}

Trois réponses possibles : « Je la reçois », « Pas maintenant », « Non ».
Ce lien est personnel et reste valable 60 jours.
{_signature(known, referent)}"""
    return f"Une personne à recevoir : {introduction.offer_title}", body


def confirmation_letter(
    company: Company, *, link: str, known: KnownTerritory | None, referent: Colleague | None
) -> tuple[str, str]:
    """(subject, body) of « confirm what was written with you »."""
    body = f"""Bonjour,

Suite à notre rencontre, voici ce que nous avons noté pour {company.name}.
Vérifiez et confirmez en un clic, sans compte :
{link}

Rien n'est publié avant votre confirmation. Ce lien reste valable 30 jours.
{_signature(known, referent)}"""
    return f"À confirmer : {company.name} et le club d'entreprises", body


def welcome_letter(company: Company, *, page: str, known: KnownTerritory | None) -> tuple[str, str]:
    """(subject, body) of « you are confirmed »."""
    body = f"""Bonjour,

Un référent a confirmé que vous parlez pour {company.name}.
Vos offres sont publiées, et vous pourrez recevoir des personnes :
{page}
{_signature(known, None)}"""
    return f"{company.name} : votre compte est confirmé", body


def pause_letter(company: Company, *, waiting: int, page: str, known: KnownTerritory | None) -> tuple[str, str]:
    """(subject, body) of « we no longer introduce people to you for now »."""
    body = f"""Bonjour,

{waiting} personnes présentées à {company.name} attendent une réponse. Pour ne pas les faire attendre davantage,
nous ne vous en présentons plus pour le moment.

Répondez à l'une d'elles, même « Pas maintenant » : les présentations reprennent aussitôt.
{page}
{_signature(known, None)}"""
    return f"{company.name} : des personnes attendent votre réponse", body


def _signature(known: KnownTerritory | None, referent: Colleague | None) -> str:
    lines = [""]
    if referent is not None:
        phone = f", {referent.phone}" if referent.phone else ""
        lines.append(f"Votre interlocuteur : {referent.name}{phone}")
    lines.append(known.public_name if known else "")
    return "\n".join([*lines, "", NO_ANSWER_HERE])
