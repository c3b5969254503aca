"""What the forms of a person's file ask, each beside the section it serves."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from services.candidates.domain.contacts import ContactPlace, Reached
from services.candidates.domain.freins import FreinKind
from services.candidates.domain.legal_conditions import LegalStatus
from services.candidates.domain.paths import Step
from services.candidates.domain.prescriptions import PrescriptionState
from services.candidates.use_cases.record_agreement import RecordAgreement
from services.candidates.use_cases.record_contact import RecordContact
from services.contracts.vocabulary import Channel, OfferKind
from services.kernel.web.french import local

Note = Annotated[str, Field(max_length=4000)]
Words = Annotated[str, Field(max_length=300)]


class Entry(BaseModel):
    """A form: names it does not know are for the page."""

    model_config = ConfigDict(extra="ignore")


class ContactForm(Entry):
    """An exchange. Without a date: now."""

    place: ContactPlace
    channel: Channel
    reached: Reached = Reached.REACHED
    on: date | None = None
    at: time | None = None
    note: Note = ""
    next_on: date | None = None

    def command(self, *, now: datetime, zone: str) -> RecordContact:
        """The same, in an instant of the territory's zone."""
        here = local(now, zone)
        day, hour = self.on or here.date(), self.at
        if self.on is None and hour is None:
            moment = now
        else:
            hour = hour or (here.time() if day == here.date() else time(12))
            moment = datetime.combine(day, hour, ZoneInfo(zone))
        return RecordContact(moment, self.place, self.channel, self.reached, self.note, self.next_on)


class AgreementForm(Entry):
    """What the person said of one proposition."""

    introduction_id: UUID
    agrees: Annotated[str, Field(pattern="^(oui|non)$")]
    channel: Channel
    on: date | None = None

    def command(self, *, now: datetime, zone: str) -> RecordAgreement:
        """The same; a day that is not today is taken at noon."""
        at = None
        if self.on is not None and self.on != local(now, zone).date():
            at = datetime.combine(self.on, time(12), ZoneInfo(zone))
        return RecordAgreement(None, self.introduction_id, self.agrees == "oui", self.channel, at)


class WithdrawalForm(Entry):
    """How the person took an agreement back."""

    channel: Channel = Channel.IN_PERSON


class FreinForm(Entry):
    """An obstacle identified with the person."""

    kind: FreinKind
    note: Note = ""
    priority: bool = False


class WorkForm(Entry):
    """A partner asked for help: one of the territory, or one named in words."""

    structure_id: UUID | None = None
    partner: Words = ""


class AnswerForm(Entry):
    """What the partner answered."""

    index: Annotated[int, Field(ge=0, le=1000)]
    answer: Note


class StepForm(Entry):
    """A step of a path, as « path:step »."""

    step: Annotated[str, Field(pattern="^[a-z_]+:[a-z_]+$")]

    def chosen(self) -> tuple[str, Step]:
        """The path's code and the step. Raises ValueError for a step that does not exist."""
        path, _, step = self.step.partition(":")
        return path, Step(step)


class JudgementForm(Entry):
    """« Prêt à l'emploi », or not yet."""

    ready: Annotated[str, Field(pattern="^(oui|non)$")]
    reason: Note = ""


class SchemeForm(Entry):
    """A scheme the person takes."""

    scheme: Annotated[str, Field(max_length=80)]
    since: date
    until: date | None = None


class SchemeEndForm(Entry):
    """The end of a scheme."""

    scheme: Annotated[str, Field(max_length=80)]
    until: date


class StatusForm(Entry):
    """What the person can show."""

    at_mission_locale: bool = False
    registered_jobseeker: bool = False
    minimum_income: bool = False
    rqth: bool = False
    left_lower_secondary: bool = False
    iae_from: date | None = None
    iae_until: date | None = None
    training_from: date | None = None
    training_until: date | None = None
    record_checked_on: date | None = None
    record_valid_until: date | None = None

    def status(self) -> LegalStatus:
        """The same, for the domain."""
        return LegalStatus(**self.model_dump(exclude={"at_mission_locale"}))


class CohortForm(Entry):
    """The cohort, empty for none."""

    cohort: Annotated[str, Field(max_length=60)] = ""


class ContractForm(Entry):
    """A contract seen on paper."""

    kind: OfferKind
    starts: date
    ends: date | None = None


class DelegationForm(Entry):
    """A colleague who stands in."""

    to: UUID
    since: date
    until: date


class HandOverForm(Entry):
    """The next referent."""

    to: UUID


class PrescriptionForm(Entry):
    """What became of a prescription."""

    state: PrescriptionState
