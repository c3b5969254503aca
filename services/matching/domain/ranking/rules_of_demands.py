"""What an offer demands that a person may say she has: told when she does, to be checked when she does not say so.

A language neither bars nor weighs, whatever she says: the law keeps it out of any choice among people (code du travail,
art. L1132-1), but for what the work itself requires (art. L1133-1), which a referent checks with her. A driving licence
does bar (`rules_of_wishes`); here it is told as held.
"""

from services.contracts.vocabulary import Language, Licence
from services.matching.domain.ranking import working_time
from services.matching.domain.ranking.case import Assurance, Case, Caution
from services.matching.domain.ranking.wording import Sentence

DEMAND = "demande de l'employeur"
LANGUAGE_LAW = "demande de l'employeur (code du travail, art. L1132-1 et L1133-1)"


def _asked(case: Case, *, said: bool) -> list[Language]:
    """Languages demanded that she says, or does not say, in the order of the offer."""
    return [one for one in case.offer.languages if (one in case.languages) is said]


def _tell_to_check(case: Case) -> Sentence:
    asked = f"L'offre demande {working_time.join([one.label for one in _asked(case, said=False)])}"
    if not case.languages:
        return Sentence(f"{asked} : à voir avec votre référent.", f"{asked} : à vérifier avec la personne.")
    return Sentence(
        f"{asked}, que votre profil n'indique pas : à voir avec votre référent.",
        f"{asked}, que le profil n'indique pas : à vérifier avec la personne.",
    )


def _tell_spoken(case: Case) -> Sentence:
    spoken = _asked(case, said=True)
    which = "cette langue" if len(spoken) == 1 else "ces langues"
    asked = f"L'offre demande {working_time.join([one.label for one in spoken])}"
    return Sentence(
        f"{asked} : vous pouvez travailler dans {which}.", f"{asked} : la personne peut travailler dans {which}."
    )


def _held(case: Case) -> list[Licence]:
    return sorted(case.offer.licences & case.wants.licences)


def _tell_held(case: Case) -> Sentence:
    held = _held(case)
    asked = f"L'offre demande {working_time.join([f'le {one.label}' for one in held])}"
    it = "l'" if len(held) == 1 else "les "
    return Sentence(f"{asked} : vous {it}avez.", f"{asked} : la personne {it}a.")


CAUTIONS = (Caution("languages", LANGUAGE_LAW, lambda case: bool(_asked(case, said=False)), _tell_to_check),)

ASSURANCES = (
    Assurance("licences_held", DEMAND, lambda case: bool(_held(case)), _tell_held),
    Assurance("languages_said", LANGUAGE_LAW, lambda case: bool(_asked(case, said=True)), _tell_spoken),
)
