"""What depends on the employer, on the places left, and on what already happened with this person.

Nothing here can be lifted by the person. An imported offer has no company: only its dates, its places and its
whereabouts count (the whole country publishes: one that does not say where is for the free search).
"""

import re
from datetime import date, timedelta

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.case import Case, Caution, Rule, says
from services.matching.domain.ranking.dealings import Hosting
from services.matching.domain.ranking.wording import Sentence, day, plural

CONVENTIONS_PER_HOST = 2
DAYS_PER_HOST = 60
"""Same host, same person, twelve rolling months, renewals included (code du travail, art. D5135-3)."""
OWN_RULE = "règle de la Cité"


def _hosting(case: Case) -> Hosting:
    company = case.offer.company_id
    return case.dealings.hosting.get(company, Hosting()) if company is not None else Hosting()


def _host_limit(case: Case) -> bool:
    if case.offer.kind is not OfferKind.IMMERSION:
        return False
    past = _hosting(case)
    return past.conventions >= CONVENTIONS_PER_HOST or past.days >= DAYS_PER_HOST


def _tell_host_limit(case: Case) -> Sentence:
    past = _hosting(case)
    done = f"{plural(past.conventions, 'immersion', 'immersions')}, {plural(past.days, 'jour', 'jours')}"
    rule = f"au plus {CONVENTIONS_PER_HOST} immersions et {DAYS_PER_HOST} jours en 12 mois chez le même employeur"
    return Sentence(f"Vous avez déjà fait ici {done} : {rule}.", f"La personne a déjà fait ici {done} : {rule}.")


def _over_cap(case: Case) -> bool:
    return case.employer is not None and case.record.introduced_this_month >= case.employer.introductions_per_month


def _not_before(case: Case) -> date | None:
    known = case.dealings.not_before
    if not known:
        return None
    days = [known[key] for key in (case.offer.company_id, case.offer.id) if key is not None and key in known]
    return max(days, default=None)


RULES = (
    Rule(
        "not_followed",
        OWN_RULE,
        lambda case: not case.active,
        says(
            "Votre accompagnement n'est pas ouvert en ce moment.",
            "La personne n'est pas suivie en ce moment, ou suit un dispositif qui ne se cumule pas avec la Cité.",
        ),
    ),
    Rule(
        "expired",
        "date de l'offre",
        lambda case: case.offer.expires_on is not None and case.offer.expires_on < case.today,
        lambda case: Sentence.same(f"L'offre n'est plus valable depuis le {day(case.offer.expires_on or case.today)}."),
    ),
    Rule(
        "over",
        "date de l'offre",
        lambda case: case.offer.ends_on is not None and case.offer.ends_on < case.today,
        lambda case: Sentence.same(f"Cela s'est terminé le {day(case.offer.ends_on or case.today)}."),
    ),
    Rule(
        "place_unknown",
        OWN_RULE,
        lambda case: case.offer.company_id is None and case.offer.place is None and not case.offer.remote,
        says("L'annonce ne dit pas où se fait le travail : elle peut être loin d'ici."),
    ),
    Rule(
        "company_unknown",
        OWN_RULE,
        lambda case: case.offer.company_id is not None and case.employer is None,
        says("L'entreprise n'est pas encore enregistrée ici."),
    ),
    Rule(
        "company_closed",
        "registre des entreprises",
        lambda case: case.employer is not None and case.employer.open is False,
        says("Cet établissement est fermé d'après le registre des entreprises."),
    ),
    Rule(
        "company_not_confirmed",
        OWN_RULE,
        lambda case: case.employer is not None and not case.employer.confirmed,
        says("Un référent n'a pas encore confirmé qui parle pour cette entreprise."),
    ),
    Rule(
        "company_paused",
        OWN_RULE,
        lambda case: case.employer is not None and case.employer.paused,
        says("L'entreprise est en pause : elle n'a pas répondu aux dernières présentations."),
    ),
    Rule(
        "no_place_left",
        "places de l'offre",
        lambda case: case.taken >= case.offer.places,
        says("Il ne reste plus de place sur cette offre."),
    ),
    Rule(
        "introductions_cap",
        OWN_RULE,
        _over_cap,
        lambda case: Sentence.same(
            f"L'entreprise a déjà reçu {plural(case.record.introduced_this_month, 'présentation', 'présentations')} "
            "ce mois-ci : c'est son maximum."
        ),
    ),
    Rule(
        "already_open",
        OWN_RULE,
        lambda case: case.offer.id in case.dealings.open_offers,
        says("Une mise en relation est déjà en cours pour cette offre."),
    ),
    Rule(
        "set_aside",
        OWN_RULE,
        lambda case: case.offer.id in case.dealings.set_aside,
        lambda case: Sentence.same(f"Cette offre a été mise de côté le {day(case.dealings.set_aside[case.offer.id])}."),
    ),
    Rule(
        "declined",
        OWN_RULE,
        lambda case: case.offer.id in case.dealings.declined,
        says("Vous n'avez pas souhaité cette offre.", "La personne n'a pas souhaité cette offre."),
    ),
    Rule(
        "refused_before",
        OWN_RULE,
        lambda case: case.offer.id in case.dealings.refused,
        lambda case: Sentence.same(f"L'employeur a répondu non le {day(case.dealings.refused[case.offer.id])}."),
    ),
    Rule(
        "too_soon_again",
        OWN_RULE,
        lambda case: (_not_before(case) or case.today) > case.today,
        lambda case: Sentence.same(
            "Une présentation à cette entreprise a déjà eu lieu : "
            f"la suivante est possible à partir du {day(_not_before(case) or case.today)}."
        ),
    ),
    Rule("host_limit", "code du travail, art. D5135-3", _host_limit, _tell_host_limit),
)


def _same_objectives(case: Case) -> bool:
    past, asked = _hosting(case), frozenset(case.offer.objectives)
    return case.offer.kind is OfferKind.IMMERSION and past.conventions > 0 and asked <= past.objectives


AWAY = re.compile(r"\bd[ée]placements?\b|\bitin[ée]rante?s?\b", re.IGNORECASE)


def _few_days_left(case: Case) -> bool:
    ends = case.offer.expires_on
    return ends is not None and ends - case.today <= timedelta(days=3)


CAUTIONS = (
    Caution(
        "work_away",
        "intitulé de l'offre",
        lambda case: AWAY.search(case.offer.title) is not None,
        says("L'intitulé parle de déplacements : le lieu de travail change, le trajet est à vérifier."),
    ),
    Caution(
        "company_to_verify",
        "registre des entreprises",
        lambda case: case.employer is not None and case.employer.open is None,
        says("L'existence de l'établissement reste à vérifier."),
    ),
    Caution(
        "another_objective_needed",
        "code du travail, art. D5135-3",
        _same_objectives,
        says("Deuxième immersion chez le même employeur : il faut un autre objet ou un autre objectif."),
    ),
    Caution(
        "ends_soon",
        "date de l'offre",
        _few_days_left,
        lambda case: Sentence.same(f"L'offre se termine le {day(case.offer.expires_on or case.today)}."),
    ),
)
