"""The daily look at files without activity for 24 months: warn by e-mail where there is one, erase once warned.

Announces ProfileErased. Somebody without an e-mail is warned by their referent, who is asked to (see ``next_acts``) and
says when it was done; nobody is erased before 30 days after a warning.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.experience import plus_months
from services.candidates.domain.retention import INACTIVE_MONTHS, WARNING_DAYS, Keeping, anonymise_on, keeping
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.erase_person import erase_case
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import today

Write = Callable[[str, str, str], None]
"""Writes an e-mail: recipient, subject, body."""


@dataclass(frozen=True, slots=True)
class Retired:
    """What the job did."""

    warned: int = 0
    erased: int = 0


def retire_inactive(*, uow: UnitOfWork, now: datetime, write: Write) -> Retired:
    """Warn and erase what is due today."""
    day = today(uow, now)
    done = Retired()
    threshold = plus_months(day + timedelta(days=WARNING_DAYS), -INACTIVE_MONTHS)
    for case in uow.people.inactive_since(threshold):
        due = keeping(case.last_activity(), day, case.warned_on)
        if due is Keeping.ANONYMISE:
            erase_case(case, actor="job:retire_inactive", uow=uow, now=now)
            done = replace(done, erased=done.erased + 1)
        elif due is Keeping.WARN and case.identity.email:
            write(case.identity.email, *_warning(case, uow))
            uow.audit("retention.warned", f"person:{case.id}", actor="job:retire_inactive")
            keep_case(replace(case, warned_on=day), uow=uow, now=now, actor="job:retire_inactive")
            done = replace(done, warned=done.warned + 1)
    return done


def _warning(case: CaseFile, uow: UnitOfWork) -> tuple[str, str]:
    referent = uow.surroundings.staff(case.referent_id)
    call = f" au {referent.phone}" if referent and referent.phone else ""
    due = anonymise_on(case.last_activity())
    return (
        "Votre dossier va être effacé",
        f"Bonjour {case.identity.first_name},\n\n"
        f"Nous n'avons plus de nouvelles depuis longtemps. Votre dossier sera effacé le {due:%d/%m/%Y}, "
        f"ou dans 30 jours si cette date est plus proche. "
        f"Si vous voulez le garder, appelez-nous{call} avant cette date.\n\n"
        "Vous n'avez rien à faire si vous ne souhaitez pas le garder.\n",
    )
