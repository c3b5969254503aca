"""The demonstration's accounts, firms and offers."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from services.accounts.adapters.sql import SqlUnitOfWork as AccountsWork
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.enrol_holder import EnrolHolder, Enrolment, enrol_holder
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.contracts.vocabulary import Licence, Objective, OfferKind
from services.demo.companies import FIRMS, PLACES, Firm, invented_siret
from services.demo.director import Director, holder, staff
from services.demo.placing import Posted
from services.demo.territory import CODE, EMPLOYER_EMAIL, NADIA, PASSWORD, STAFF, TERRITORY, known_id
from services.demo.trades import TRADES
from services.employers.adapters.sql import SqlUnitOfWork as ClubWork
from services.employers.domain.commitment import Pledge
from services.employers.domain.company import Existence, Finding, Site
from services.employers.domain.hours import Preset, hours_of
from services.employers.domain.offer_terms import Terms, Tutor
from services.employers.use_cases.commit_for_the_year import commit_for_the_year, record_act
from services.employers.use_cases.confirm_at_the_door import confirm_at_the_door
from services.employers.use_cases.enrol_holder import EnrolHolder as EnrolInClub
from services.employers.use_cases.enrol_holder import enrol_holder as enrol_in_club
from services.employers.use_cases.join_club import Presented
from services.employers.use_cases.keeping import keep_company
from services.employers.use_cases.post_offer import PostOffer, post_offer
from services.employers.use_cases.register_at_the_door import register_at_the_door
from services.employers.use_cases.tend_company import Qualities, set_qualities

TO_VERIFY = 3
"""Firms of the end of the list that nobody has confirmed yet, so that the page has something to confirm."""
LONG_KINDS = {OfferKind.CDI, OfferKind.APPRENTICESHIP, OfferKind.PROFESSIONALISATION, OfferKind.PART_TIME_BREAK}


def open_accounts(director: Director) -> None:
    """The territory and its staff."""
    director.days_ago(420)
    with director.writing("accounts") as connection:
        uow = AccountsWork(connection, now=director.now)
        open_territory(TERRITORY, by="demonstration", uow=uow)
        for member in STAFF:
            register_staff(
                RegisterStaff(
                    CODE, member.email, member.name, PASSWORD, member.structure_id, member.roles, member.phone
                ),
                account_id=member.id,
                by="demonstration",
                uow=uow,
                hasher=director.counter().hasher,
            )
    director.pump()


def open_club(director: Director) -> dict[str, UUID]:
    """Every firm, met at its door, confirmed by its link but the last ones; firm key → company id."""
    known: dict[str, UUID] = {}
    director.days_ago(300)
    with director.writing("employers") as connection:
        uow = ClubWork(connection, territory=CODE, now=director.now, actor=staff(NADIA).reference)
        for rank, firm in enumerate(FIRMS, start=1):
            met = register_at_the_door(_presented(firm, rank), by=staff(NADIA), uow=uow)
            known[firm.key] = met.company.id
            if rank <= len(FIRMS) - TO_VERIFY:
                confirm_at_the_door(met.token, uow=uow)
            _mark(met.company.id, firm, uow)
            if rank <= len(FIRMS) - TO_VERIFY:
                _seen_open(met.company.id, uow)
            commit_for_the_year(met.company.id, uow.today.year, _promises(rank), by=staff(NADIA), uow=uow)
    director.pump()
    return known


def _presented(firm: Firm, rank: int) -> Presented:
    return Presented(
        siret=invented_siret(rank),
        name=firm.name,
        contact_name=firm.contact,
        email=f"{firm.key}@demo.example",
        phone=f"05 46 00 {rank:02d} 10",
        role="Responsable",
        naf=firm.naf,
        site=_site(firm),
    )


def _site(firm: Firm) -> Site:
    postcode, commune, latitude, longitude = PLACES[firm.place]
    return Site(firm.street, postcode, commune, latitude, longitude)


def _mark(company_id: UUID, firm: Firm, uow: ClubWork) -> None:
    """Note the accreditations that some kinds of offers ask for."""
    if firm.flags:
        qualities = Qualities("civic" in firm.flags, "agency" in firm.flags, "siae" in firm.flags)
        set_qualities(company_id, qualities, by=staff(NADIA), uow=uow)


def _seen_open(company_id: UUID, uow: ClubWork) -> None:
    """The public register knows no invented firm: the demonstration says in its place that this one is open."""
    before = uow.companies.get(company_id)
    if before is not None:
        keep_company(uow, before.checked(Finding(Existence.OPEN), at=uow.now), before)


def _promises(rank: int) -> dict[Pledge, int]:
    return {Pledge.IMMERSION: 1 + rank % 2, Pledge.VISIT: rank % 3, Pledge.JOB: rank % 2, Pledge.TUTOR: rank % 2}


def play_acts(director: Director, known: dict[str, UUID]) -> None:
    """What most firms did this year that nothing else counts: visits, mock interviews, a tutor trained."""
    director.days_ago(45)
    first = date(director.today.year, 1, 1)
    with director.writing("employers") as connection:
        uow = ClubWork(connection, territory=CODE, now=director.now, actor=staff(NADIA).reference)
        for rank, firm in enumerate(FIRMS[: len(FIRMS) - TO_VERIFY], start=1):
            if rank % 4 == 0:
                continue
            on = max(first, director.today - timedelta(days=(rank * 7) % 200))
            for pledge, count in (
                (Pledge.VISIT, 1 + rank % 2),
                (Pledge.TUTOR, rank % 2),
                (Pledge.MOCK_INTERVIEW, rank % 3),
            ):
                if count:
                    record_act(known[firm.key], pledge, on, count, by=staff(NADIA), uow=uow)
    director.pump()


def open_employer_account(director: Director, known: dict[str, UUID]) -> UUID:
    """The account that visitors of the demonstration use for an employer: the first firm's."""
    firm = FIRMS[0]
    account_id = known_id("account", firm.key)
    enrolment = Enrolment(CODE, known[firm.key], firm.name, NADIA.id)
    with director.writing("accounts") as connection:
        enrol_holder(
            EnrolHolder(EMPLOYER_EMAIL, PASSWORD, firm.contact),
            enrolment,
            account_id=account_id,
            uow=AccountsWork(connection, now=director.now),
            hasher=director.counter().hasher,
            allowed_failures=8,
            now=director.now,
        )
    director.pump()
    return account_id


def post_offers(director: Director, known: dict[str, UUID]) -> list[Posted]:
    """The offers of every confirmed firm, spread over the last weeks; a day's offers travel together."""
    by_day: dict[int, list[tuple[int, Firm]]] = defaultdict(list)
    for rank, firm in enumerate(FIRMS[: len(FIRMS) - TO_VERIFY], start=1):
        by_day[3 + rank % 7 if rank % 6 == 0 else 70 + rank % 9].append((rank, firm))
    posted: list[Posted] = []
    for days in sorted(by_day, reverse=True):
        director.days_ago(days)
        for rank, firm in by_day[days]:
            posted += _post_all(director, known, firm, rank)
        director.pump()
    return posted


def _post_all(director: Director, known: dict[str, UUID], firm: Firm, rank: int) -> list[Posted]:
    """The offers of one firm, once somebody speaks for it."""
    posted = []
    with director.writing("employers") as connection:
        speaker = holder(known_id("account", firm.key), known[firm.key], firm.contact)
        uow = ClubWork(connection, territory=CODE, now=director.now, actor=speaker.reference)
        speaks = EnrolInClub(known[firm.key], speaker.id, NADIA.id, firm.contact, f"{firm.key}@demo.example")
        enrol_in_club(speaks, uow=uow)
        for index, (kind, rome) in enumerate(firm.offers):
            terms = _terms(OfferKind(kind), rome, firm, director.present_day, rank + index)
            kept = post_offer(PostOffer(known[firm.key], terms), by=speaker, uow=uow).offer
            posted.append(Posted(kept.id, known[firm.key], firm, terms.kind, rome))
    return posted


def _terms(kind: OfferKind, rome: str, firm: Firm, today: date, rank: int) -> Terms:
    trade = TRADES[rome]
    starts = today + timedelta(days=7 + rank % 21)
    return Terms(
        kind=kind,
        title=trade.label,
        description=f"{firm.name} vous accueille. Offre inventée pour la démonstration.",
        rome=rome,
        trade_label=trade.label,
        objectives=_objectives(kind, rank),
        skills=trade.skills,
        starts_on=starts,
        ends_on=_end(kind, starts),
        hours=hours_of(Preset(_hours(kind, trade.hours))),
        site=_site(firm),
        places=1 + rank % 3,
        licences=tuple(Licence(code) for code in trade.licences),
        adults_only=trade.adults_only,
        dangerous_for_minors=trade.dangerous,
        with_children=trade.with_children,
        efforts=trade.efforts,
        tutor=Tutor(firm.contact, "Responsable", "05 46 00 00 10"),
    )


def _hours(kind: OfferKind, usual: str) -> str:
    return "morning" if kind is OfferKind.PART_TIME_BREAK and usual == "day" else usual


def _objectives(kind: OfferKind, rank: int) -> tuple[Objective, ...]:
    if kind is not OfferKind.IMMERSION:
        return ()
    return ((Objective.DISCOVER, Objective.CONFIRM, Objective.RECRUIT)[rank % 3], Objective.CONFIRM)[: 1 + rank % 2]


def _end(kind: OfferKind, starts: date) -> date | None:
    lasting = {
        OfferKind.IMMERSION: 12,
        OfferKind.INTERNSHIP: 25,
        OfferKind.CIVIC_SERVICE: 240,
        OfferKind.CDD: 180,
        OfferKind.CDDI: 180,
        OfferKind.TEMPORARY: 60,
        OfferKind.TRAINING: 90,
        OfferKind.VISIT: 0,
        OfferKind.MOCK_INTERVIEW: 0,
    }
    return starts + timedelta(days=lasting[kind]) if kind in lasting else None
