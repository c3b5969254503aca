"""A firm joins the club by itself, with its SIRET and a contact.

Announces CompanyChanged. Refuses a malformed SIRET, a contact that cannot be reached, an establishment known closed,
and a flood. Joining a firm already known changes nothing of it: a referent will say who speaks for it.
"""

from dataclasses import dataclass
from datetime import timedelta

from services.employers.domain.codes import contact_faults, digits_of_phone, is_naf, normal_naf
from services.employers.domain.company import Company, Existence, Service, Site, check_name
from services.employers.domain.refusals import Conflict, Fault, Invalid
from services.employers.domain.siret import parse_siret
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company
from services.kernel.problems import TooMany

LONGEST_CONTACT = 120


@dataclass(frozen=True, slots=True)
class Presented:
    """A firm as somebody presents it, at the door or on the form."""

    siret: str
    name: str
    contact_name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    service: str = ""
    naf: str = ""
    site: Site = Site()  # noqa: RUF009  frozen


@dataclass(frozen=True, slots=True)
class Joined:
    """The firm, and whether it was known before."""

    company: Company
    known: bool


def join_club(command: Presented, *, uow: UnitOfWork, joins_per_hour: int) -> Joined:
    """Keep the firm, to verify and to confirm. Raises Invalid, Conflict, TooMany."""
    siret, service = checked(command, uow=uow)
    known = uow.companies.by_siret(siret)
    if known is not None:
        must_not_be_closed(known)
        return Joined(known, known=True)
    if uow.companies.joined_since(uow.now - timedelta(hours=1)) >= joins_per_hour:
        raise TooMany("Beaucoup d'entreprises s'inscrivent en ce moment. Réessayez dans une heure, ou appelez-nous.")
    company = Company(
        id=uow.new_id(),
        territory=uow.territory,
        version=1,
        name=check_name(command.name),
        siret=siret,
        naf=normal_naf(command.naf),
        site=uow.placed(command.site),
        services=(service,),
        joined_on=uow.today,
        created_at=uow.now,
    )
    keep_company(uow, company, None)
    uow.audit("company.joined", f"company:{company.id}")
    return Joined(company, known=False)


def checked(command: Presented, *, uow: UnitOfWork) -> tuple[str, Service]:
    """The SIRET and the contact, judged together so that every fault is told at once. Raises Invalid."""
    faults: list[Fault] = []
    siret = ""
    try:
        siret = parse_siret(command.siret)
    except Invalid as refused:
        faults.extend(refused.faults)
    try:
        check_name(command.name)
    except Invalid as refused:
        faults.extend(refused.faults)
    contact_name = " ".join(command.contact_name.split())
    if not contact_name:
        faults.append(Fault("contact_name", "Indiquez qui nous pouvons joindre."))
    for field, text in (("contact_name", contact_name), ("role", command.role), ("service", command.service)):
        if len(text) > LONGEST_CONTACT:
            faults.append(Fault(field, f"Ce texte dépasse {LONGEST_CONTACT} caractères."))
    if command.naf and not is_naf(normal_naf(command.naf)):
        faults.append(Fault("naf", "Le code d'activité s'écrit comme 56.10A."))
    faults.extend(contact_faults(email=command.email.strip(), phone=command.phone))
    if faults:
        raise Invalid.because(*faults)
    return siret, Service(
        id=uow.new_id(),
        name=" ".join(command.service.split()) or "Accueil",
        contact_name=contact_name,
        email=command.email.strip(),
        phone=digits_of_phone(command.phone),
        role=" ".join(command.role.split()),
    )


def must_not_be_closed(company: Company) -> None:
    """Raise Conflict for an establishment that the register says closed."""
    if company.existence is Existence.CLOSED:
        said = "Cet établissement est fermé d'après le registre public. Vérifiez le numéro SIRET."
        raise Conflict(said, fields={"siret": said})
