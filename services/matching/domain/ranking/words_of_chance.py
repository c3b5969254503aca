"""What each feature of the employer's side is told as, known or not: what the offer asks, and what the firm did."""

from collections.abc import Callable, Mapping

from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.skill_words import held_skills
from services.matching.domain.ranking.wording import Sentence, number, plural

Words = Callable[[Evidence, float], Sentence]
same = Sentence.same


def _experience(_seen: Evidence, months: float) -> Sentence:
    if months < 1:
        return same("Aucune expérience n'est demandée.")
    if round(months) == 12:
        return same("Un an d'expérience est demandé.")
    if months < 24:
        return same(f"{round(months)} mois d'expérience sont demandés.")
    return same(f"{number(round(months / 12))} ans d'expérience sont demandés.")


def _diploma(seen: Evidence, asked: float) -> Sentence:
    if asked:
        return same(f"Un diplôme est demandé : {seen.offer.diploma}.")
    if seen.offer.company_id is None:
        return same("L'annonce ne parle pas de diplôme.")
    return same("Aucun diplôme n'est demandé.")


def _known_firm(_seen: Evidence, known: float) -> Sentence:
    if known:
        return same("L'entreprise est du club : elle attend qu'on lui présente des personnes.")
    return Sentence(
        "L'annonce vient d'ailleurs : c'est à vous de candidater, sans être présenté.",
        "L'annonce vient d'ailleurs : c'est à la personne de candidater, sans être présentée.",
    )


def _answers(seen: Evidence, _rate: float) -> Sentence:
    if seen.record is None:
        raise ValueError("answers without a record")
    if seen.record.answered == 0:
        return same("L'employeur n'a pas encore répondu aux présentations reçues.")
    asked, answered = seen.record.asked, seen.record.answered
    if answered < asked:
        return same(f"L'employeur a répondu à {answered} des {asked} présentations reçues.")
    return same(
        "L'employeur a répondu à la présentation reçue."
        if asked == 1
        else f"L'employeur a répondu aux {asked} présentations reçues."
    )


def _welcomes(seen: Evidence, _rate: float) -> Sentence:
    if seen.record is None:
        raise ValueError("welcomes without a record")
    if seen.record.accepted == 0:
        return same("Ses réponses n'ont pas encore mené à une rencontre.")
    met = plural(seen.record.accepted, "rencontre", "rencontres")
    return same(f"Ses réponses ont mené à {met}.")


def _places(_seen: Evidence, left: float) -> Sentence:
    return same(f"Il reste {plural(int(left), 'place', 'places')}.")


def _room(seen: Evidence, _room_left: float) -> Sentence:
    received = seen.record.introduced_this_month if seen.record else 0
    if received == 0:
        return same("L'employeur n'a reçu aucune présentation ce mois-ci.")
    return same(f"L'employeur a déjà reçu {plural(received, 'présentation', 'présentations')} ce mois-ci.")


def _hosted(seen: Evidence, similar: float) -> Sentence:
    if similar >= 2:
        return same("L'employeur a déjà accueilli quelqu'un de la Cité dans ce métier.")
    hosted = seen.record.hosted if seen.record else 0
    return same(f"L'employeur a déjà accueilli {plural(hosted, 'personne', 'personnes')} de la Cité.")


def _commitments(seen: Evidence, _part: float) -> Sentence:
    honoured = (seen.employer.honoured or 0) if seen.employer else 0
    promised = (seen.employer.promised or 0) if seen.employer else 0
    due = "l'engagement attendu" if promised == 1 else f"{honoured} des {promised} engagements attendus"
    if honoured == 0:
        none = "l'engagement attendu" if promised == 1 else f"les {promised} engagements attendus"
        return same(f"L'employeur n'a pas encore tenu {none}.")
    if honoured >= promised > 1:
        due = f"les {promised} engagements attendus"
    return same(f"L'employeur a tenu {due} à ce jour.")


def _skills_held(seen: Evidence, _part: float) -> Sentence:
    held, asked = len(held_skills(seen.wants, seen.offer)), len(seen.offer.skills)
    of = f"{held} des {plural(asked, 'compétence demandée', 'compétences demandées')}"
    if held == 0:
        return Sentence(
            "Votre profil ne cite aucune des compétences demandées.",
            "Le profil ne cite aucune des compétences demandées.",
        )
    return Sentence(f"Vous avez {of}.", f"La personne a {of}.")


TOLD: Mapping[str, Words] = {
    "experience": _experience,
    "diploma": _diploma,
    "skills_held": _skills_held,
    "known_firm": _known_firm,
    "answers": _answers,
    "welcomes": _welcomes,
    "places": _places,
    "room": _room,
    "hosted": _hosted,
    "commitments": _commitments,
}


def _skills_unknown(seen: Evidence) -> Sentence:
    if not seen.offer.skills:
        return same("Les compétences demandées ne sont pas indiquées.")
    return Sentence(
        "Votre profil ne dit pas encore ce que vous savez faire.",
        "Le profil ne dit pas encore ce que la personne sait faire.",
    )


NOT_KNOWN: Mapping[str, str] = {
    "experience": "L'expérience demandée n'est pas indiquée.",
    "answers": "L'employeur n'a pas encore reçu de présentation.",
    "welcomes": "On ne sait pas encore comment l'employeur répond.",
    "hosted": "L'employeur n'a pas encore accueilli de personne de la Cité.",
}
UNKNOWN: Mapping[str, Callable[[Evidence], Sentence]] = {"skills_held": _skills_unknown}
"""Those of which the silence has a cause to tell."""
