"""The words that several services share on the wire: closed lists with their French labels.

They are the published language: the domain of any service may use them. A value is never removed or renamed;
new ones may be added, and readers treat a value they do not know as « autre ».
"""

from enum import StrEnum


class Labelled(StrEnum):
    """An ASCII wire value with the French label that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class OfferKind(Labelled):
    IMMERSION = "immersion", "Immersion (PMSMP)"
    INTERNSHIP = "internship", "Stage"
    CDI = "cdi", "CDI"
    CDD = "cdd", "CDD"
    CDDI = "cddi", "CDD d'insertion (CDDI)"
    TEMPORARY = "temporary", "Intérim"
    APPRENTICESHIP = "apprenticeship", "Contrat d'apprentissage"
    PROFESSIONALISATION = "professionalisation", "Contrat de professionnalisation"
    PART_TIME_BREAK = "part_time_break", "Temps partiel (midi, périscolaire)"
    CIVIC_SERVICE = "civic_service", "Service civique"
    TRAINING = "training", "Formation"
    VISIT = "visit", "Visite d'entreprise"
    MOCK_INTERVIEW = "mock_interview", "Simulation d'entretien"


class HalfDay(Labelled):
    """A half-day of the week: morning before 13 h, afternoon until 18 h, evening after."""

    MON_AM = "mon_am", "lundi matin"
    MON_PM = "mon_pm", "lundi après-midi"
    MON_EV = "mon_ev", "lundi soir"
    TUE_AM = "tue_am", "mardi matin"
    TUE_PM = "tue_pm", "mardi après-midi"
    TUE_EV = "tue_ev", "mardi soir"
    WED_AM = "wed_am", "mercredi matin"
    WED_PM = "wed_pm", "mercredi après-midi"
    WED_EV = "wed_ev", "mercredi soir"
    THU_AM = "thu_am", "jeudi matin"
    THU_PM = "thu_pm", "jeudi après-midi"
    THU_EV = "thu_ev", "jeudi soir"
    FRI_AM = "fri_am", "vendredi matin"
    FRI_PM = "fri_pm", "vendredi après-midi"
    FRI_EV = "fri_ev", "vendredi soir"
    SAT_AM = "sat_am", "samedi matin"
    SAT_PM = "sat_pm", "samedi après-midi"
    SAT_EV = "sat_ev", "samedi soir"
    SUN_AM = "sun_am", "dimanche matin"
    SUN_PM = "sun_pm", "dimanche après-midi"
    SUN_EV = "sun_ev", "dimanche soir"


class TravelMode(Labelled):
    WALK = "walk", "à pied"
    BIKE = "bike", "à vélo"
    BUS = "bus", "en bus"
    CAR = "car", "en voiture"
    SCOOTER = "scooter", "en scooter"


class Language(Labelled):
    """A language that the work asks for, or in which a person says that she can work; the label follows « demande »."""

    FRENCH = "french", "le français"
    ENGLISH = "english", "l'anglais"
    GERMAN = "german", "l'allemand"
    SPANISH = "spanish", "l'espagnol"
    ITALIAN = "italian", "l'italien"
    PORTUGUESE = "portuguese", "le portugais"
    DUTCH = "dutch", "le néerlandais"
    RUSSIAN = "russian", "le russe"
    ARABIC = "arabic", "l'arabe"
    CHINESE = "chinese", "le chinois"
    SIGNS = "signs", "la langue des signes"

    @property
    def bare(self) -> str:
        """The name without its article, as a form asks it: « anglais »."""
        return self.label.removeprefix("le ").removeprefix("la ").removeprefix("l'")


class Licence(Labelled):
    B = "B", "permis B"
    AM = "AM", "permis AM (scooter)"
    C = "C", "permis C (poids lourd)"
    D = "D", "permis D (transport de personnes)"
    CACES = "CACES", "CACES"


class LegalCondition(Labelled):
    """What the law makes depend on age or status, already judged by `candidates`: no age, no cause travels."""

    AT_LEAST_16 = "at_least_16", "a au moins 16 ans"
    ADULT = "adult", "est majeure"
    MAY_BE_APPRENTICE = "may_be_apprentice", "peut signer un contrat d'apprentissage"
    MAY_PROFESSIONALISE = "may_professionalise", "peut signer un contrat de professionnalisation"
    MAY_SERVE_CIVIC = "may_serve_civic", "peut faire un service civique"
    IAE_ELIGIBLE = "iae_eligible", "a une éligibilité à l'insertion par l'activité économique"
    IN_TRAINING_COURSE = "in_training_course", "suit une formation qui permet un stage"
    RECORD_CHECKED = "record_checked", "peut travailler auprès d'enfants (contrôle fait)"


class Objective(Labelled):
    """The object of an immersion (code du travail, art. L5135-1): one per convention."""

    DISCOVER = "discover", "Découvrir un métier ou un secteur d'activité"
    CONFIRM = "confirm", "Confirmer un projet professionnel"
    RECRUIT = "recruit", "Initier une démarche de recrutement"


class Channel(Labelled):
    IN_PERSON = "in_person", "en personne"
    LINK = "link", "par le lien personnel"
    PAPER = "paper", "sur papier signé"
    PHONE = "phone", "par téléphone"
    EMAIL = "email", "par courriel"
    LETTER = "letter", "par courrier"
    SMS = "sms", "par SMS"


class IntroductionState(Labelled):
    PROPOSED = "proposed", "proposée par le moteur"
    KEPT = "kept", "retenue par le référent"
    SET_ASIDE = "set_aside", "mise de côté"
    AGREED = "agreed", "accord de la personne"
    DECLINED = "declined", "la personne ne souhaite pas"
    INTRODUCED = "introduced", "présentée à l'entreprise"
    SEEN = "seen", "vue par l'entreprise"
    MEETING = "meeting", "rendez-vous accepté"
    NOT_NOW = "not_now", "pas maintenant"
    REFUSED = "refused", "refusée par l'entreprise"
    MET = "met", "rencontre faite"
    PLACED = "placed", "immersion ou contrat convenu"
    CLOSED = "closed", "close"


class RefusalReason(Labelled):
    NO_PLACE = "no_place", "plus de place"
    NO_TIME = "no_time", "pas le temps d'accueillir"
    SKILLS = "skills", "les compétences ne correspondent pas"
    OTHER = "other", "autre raison"


class SetAsideReason(Labelled):
    NOT_THE_WISH = "not_the_wish", "ce n'est pas le souhait de la personne"
    TOO_FAR = "too_far", "trop loin"
    HOURS = "hours", "les horaires ne conviennent pas"
    NOT_READY = "not_ready", "trop tôt"
    ALREADY_KNOWN = "already_known", "déjà contactée"
    OTHER = "other", "autre raison"


class PlacementStatus(Labelled):
    DRAFT = "draft", "brouillon"
    READY_TO_SIGN = "ready_to_sign", "à signer"
    PARTLY_SIGNED = "partly_signed", "signée en partie"
    IN_REVIEW = "in_review", "à valider"
    VALIDATED = "validated", "validée"
    REFUSED = "refused", "refusée"
    DEPRECATED = "deprecated", "abandonnée"
    CANCELLED = "cancelled", "annulée"
    ENDED = "ended", "terminée"


class PlacementOutcome(Labelled):
    """How the placement ended (bilan of the tutor and the person)."""

    COMPLETED = "completed", "menée à son terme"
    PARTLY = "partly", "faite en partie"
    NO_SHOW_PERSON = "no_show_person", "la personne n'est pas venue"
    NO_SHOW_EMPLOYER = "no_show_employer", "l'entreprise n'a pas pu accueillir"


class HiredAs(Labelled):
    NONE = "none", "pas d'emploi à la suite"
    CDI = "cdi", "CDI"
    CDD_6 = "cdd_6", "CDD de 6 mois ou plus"
    CDD_SHORT = "cdd_short", "CDD de moins de 6 mois"
    ALTERNANCE = "alternance", "alternance"
    AIDED = "aided", "contrat aidé"
    CDDI = "cddi", "contrat d'insertion (CDDI)"
    TEMPORARY = "temporary", "intérim"
    OTHER = "other", "autre"


class AwardStatus(Labelled):
    PROPOSED = "proposed", "proposé"
    ISSUED = "issued", "délivré"
    DECLINED = "declined", "refusé par la personne"
    REVOKED = "revoked", "retiré"


class ActAsked(Labelled):
    """What an offer invites to do."""

    INTRODUCE = "introduce", "présenter la personne"
    APPLY = "apply", "candidater"
    CALL = "call", "appeler"
