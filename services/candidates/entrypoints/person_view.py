"""The page of a person, put together from the file: next step, story, profile, and the forms of each section."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from services.candidates.domain import cohorts, exclusive_schemes, paths
from services.candidates.domain.age import age_on
from services.candidates.domain.agreements import Agreement, text_in_force
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.followed_moves import FollowedIntroduction
from services.candidates.domain.legal_conditions import conditions_on
from services.candidates.domain.next_acts import acts
from services.candidates.domain.profile import missing_parts
from services.candidates.domain.timeline import story
from services.candidates.entrypoints.caseload import stands
from services.candidates.entrypoints.showing import Asked
from services.contracts.vocabulary import ActAsked
from services.kernel.web.forms import Form, blank_form

BLANK = ("contact", "agreement", "frein", "work", "answer", "judgement", "scheme", "scheme_end", "contract",
         "delegation", "handover", "step")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToAgree:
    """A proposition kept by the referent, and the text to read to the person before she answers."""

    introduction: FollowedIntroduction
    text: str
    agreement: Agreement | None


def to_agree(case: CaseFile, day: date) -> list[ToAgree]:
    """The propositions that wait for the person's answer."""
    by_introduction = {one.introduction_id: one for one in case.agreements}
    return [
        ToAgree(one, agreement_text(one, day), by_introduction.get(one.id))
        for one in case.introductions
        if one.awaits_agreement and one.act is ActAsked.INTRODUCE
    ]


def agreement_text(one: FollowedIntroduction, day: date) -> str:
    """The text in force, with the employer and the offer of this proposition."""
    offer = f"{one.kind.label} : {one.offer_title}"
    return text_in_force(day).text.format(company=one.company_name or "l'employeur", offer=offer)


def person_page(
    asked: Asked, case: CaseFile, *, status: int = 200, forms: Mapping[str, Form[Any]] | None = None, opened: str = ""
) -> Response:
    """The page; ``forms`` are those sent back with something to mend, ``opened`` the section they are in."""
    today, territory = asked.today, asked.territory
    colleagues = [one for one in asked.uow.surroundings.staff_of(case.structure_id) if one.id != case.referent_id]
    names = {one.id: one.name for one in asked.uow.surroundings.everybody()}
    defaults: dict[str, Form[Any]] = {name: blank_form() for name in BLANK}
    defaults["status"] = status_form(case)
    defaults["cohort"] = blank_form(cohort=case.cohort)
    due = acts(case, today)
    return asked.page(
        "personne.html",
        status=status,
        density="dense",
        case=case,
        age=age_on(case.identity.born, today),
        cohort=territory.cohort(case.cohort),
        structure=territory.structure(case.structure_id),
        referent=asked.uow.surroundings.staff(case.referent_id),
        situation=stands(case, today),
        due=due,
        to_agree=to_agree(case, today),
        idle=not any(one.under_way for one in case.introductions)
        and not any(one.lies_ahead(today) for one in case.placements),
        lines=story(case),
        names=names,
        titles={one.id: f"{one.offer_title}, {one.company_name}" for one in case.introductions},
        missing=missing_parts(case.profile.description),
        legal=conditions_on(case.identity.born, case.status, today),
        experience=case.experience(today, territory.experience_months),
        months_asked=territory.experience_months,
        suggested=cohorts.suggest(territory.cohorts, case.identity, today),
        barred=exclusive_schemes.barring(case.enrolments, territory.exclusive_schemes, today),
        step=paths.current(case.steps, today),
        paths=list(paths.PATHS.values()),
        advice=paths.advice(case.steps, at_mission_locale=case.at_mission_locale, day=today),
        structures=[(str(one.id), one.name) for one in territory.structures],
        colleagues=[(str(one.id), one.name) for one in colleagues],
        everybody=[(str(one.id), one.name) for one in asked.uow.surroundings.everybody() if one.id != case.referent_id],
        cohorts=[(one.code, f"{one.label} ({one.ages()})") for one in territory.cohorts],
        schemes=territory.exclusive_schemes,
        links=[one for one in asked.uow.links.of_person(case.id) if one.cut_at is None],
        forms={**defaults, **(forms or {})},
        opened=opened,
    )


def status_form(case: CaseFile) -> Form[Any]:
    """The form of the legal status as it stands."""
    known = case.status
    return blank_form(
        at_mission_locale=case.at_mission_locale,
        registered_jobseeker=known.registered_jobseeker,
        minimum_income=known.minimum_income,
        rqth=known.rqth,
        left_lower_secondary=known.left_lower_secondary,
        iae_from=known.iae_from,
        iae_until=known.iae_until,
        training_from=known.training_from,
        training_until=known.training_until,
        record_checked_on=known.record_checked_on,
        record_valid_until=known.record_valid_until,
    )
