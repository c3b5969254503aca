"""Sectors in which minors may work on Sundays and public holidays: code du travail, art. R3164-1 and R3164-2.

The decree names trades; the table gives their activity codes (NAF rév. 2).
"""

SUNDAY_NAF: dict[str, str] = {
    "55.1": "hôtellerie",
    "56.10": "restauration",
    "56.21": "traiteurs et organisateurs de réception",
    "56.30": "cafés, tabacs et débits de boisson",
    "47.26": "cafés, tabacs et débits de boisson",
    "10.71C": "boulangerie",
    "10.71D": "pâtisserie",
    "10.71B": "boulangerie (cuisson)",
    "47.24": "boulangerie et pâtisserie",
    "47.22": "boucherie",
    "10.13B": "charcuterie",
    "10.51C": "fromagerie-crèmerie",
    "47.23": "poissonnerie",
    "47.76": "fleurs naturelles, jardineries et graineteries",
    "47.21": "vente de denrées alimentaires au détail",
    "47.25": "vente de denrées alimentaires au détail",
    "47.29": "vente de denrées alimentaires au détail",
    "47.81": "vente de denrées alimentaires au détail (marchés)",
    "56.29": "fabrication de produits alimentaires à consommer sur place",
}
"""What an activity code begins with → the sector of the decree."""


def works_on_sundays(naf: str) -> bool:
    """True when the decree lists this activity; False when it does not or the code is unknown."""
    return any(naf.startswith(begins) for begins in SUNDAY_NAF)
