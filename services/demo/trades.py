"""The trades that the demonstration's firms offer, with what each asks and teaches."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade of the demonstration. ``hours`` is a preset of offers; ``efforts`` of the closed list."""

    label: str
    skills: tuple[str, ...]
    hours: str = "day"
    efforts: tuple[str, ...] = ()
    adults_only: bool = False
    dangerous: bool = False
    with_children: bool = False
    licences: tuple[str, ...] = ()


# fmt: off
TRADES: dict[str, Trade] = {
    "D1102": Trade("Boulanger / Boulangère", ("Préparer une pâte", "Cuire le pain", "Tenir un poste propre"), "morning", ("standing", "heavy_loads")),
    "D1106": Trade("Vendeur / Vendeuse en alimentation", ("Accueillir un client", "Rendre la monnaie", "Présenter la vitrine"), "day", ("standing",)),
    "D1505": Trade("Hôte / Hôtesse de caisse", ("Encaisser", "Accueillir un client", "Vérifier une caisse"), "afternoon", ("crowds",)),
    "D1507": Trade("Employé / Employée de libre-service", ("Mettre en rayon", "Contrôler les dates", "Renseigner un client"), "morning", ("heavy_loads", "standing")),
    "D1214": Trade("Vendeur / Vendeuse en habillement", ("Conseiller un client", "Plier et ranger", "Encaisser"), "day", ("standing",)),
    "D1202": Trade("Coiffeur / Coiffeuse", ("Faire un shampoing", "Accueillir un client", "Coiffer"), "day", ("standing",)),
    "G1602": Trade("Cuisinier / Cuisinière", ("Éplucher et tailler", "Cuire", "Respecter l’hygiène"), "day", ("standing",)),
    "G1603": Trade("Employé polyvalent / Employée polyvalente de restauration", ("Préparer des plats simples", "Servir", "Nettoyer la cuisine"), "day", ("standing",)),
    "G1605": Trade("Plongeur / Plongeuse en restauration", ("Laver la vaisselle", "Ranger", "Respecter l’hygiène"), "afternoon", ("standing",)),
    "G1803": Trade("Serveur / Serveuse en restauration", ("Prendre une commande", "Porter un plateau", "Encaisser"), "day", ("standing", "crowds")),
    "G1501": Trade("Employé / Employée d’étage en hôtellerie", ("Faire un lit", "Nettoyer une chambre", "Gérer le linge"), "morning", ("standing",)),
    "G1703": Trade("Réceptionniste en hôtellerie", ("Accueillir un client", "Tenir un planning", "Répondre au téléphone"), "afternoon", ("reading",)),
    "G1203": Trade("Animateur / Animatrice d’enfants", ("Proposer un jeu", "Veiller sur un groupe", "Parler avec les parents"), "afternoon", (), with_children=True),
    "K1303": Trade("Assistant maternel / Assistante maternelle, garde d’enfants", ("Veiller sur un enfant", "Préparer un goûter", "Accompagner à l’école"), "afternoon", (), with_children=True),
    "K1302": Trade("Aide à domicile", ("Aider au repas", "Entretenir un logement", "Rassurer une personne"), "day", ("heavy_loads",), adults_only=True, licences=("B",)),
    "J1501": Trade("Aide-soignant / Aide-soignante", ("Aider à la toilette", "Écouter", "Transmettre à l’équipe"), "morning", ("heavy_loads", "standing"), adults_only=True),
    "K2204": Trade("Agent / Agente de propreté de locaux", ("Nettoyer des bureaux", "Doser un produit", "S’organiser seul"), "morning", ("standing",)),
    "K2303": Trade("Agent / Agente de propreté urbaine", ("Balayer", "Trier les déchets", "Porter des protections"), "morning", ("outdoors",)),
    "K2304": Trade("Agent / Agente de tri et de réemploi", ("Trier", "Démonter", "Remettre en vente"), "day", ("heavy_loads",)),
    "A1203": Trade("Jardinier / Jardinière d’espaces verts", ("Planter", "Tondre", "Tailler une haie"), "day", ("outdoors", "heavy_loads")),
    "A1414": Trade("Maraîcher / Maraîchère", ("Semer", "Récolter", "Préparer des paniers"), "morning", ("outdoors",)),
    "A1404": Trade("Ouvrier / Ouvrière ostréicole", ("Trier les huîtres", "Mettre en bourriche", "Suivre la marée"), "morning", ("outdoors", "heavy_loads"), dangerous=True),
    "F1606": Trade("Peintre en bâtiment", ("Poncer", "Peindre", "Protéger un chantier"), "day", ("standing",)),
    "F1703": Trade("Maçon / Maçonne", ("Gâcher un mortier", "Monter un mur", "Lire un plan simple"), "day", ("outdoors", "heavy_loads"), dangerous=True),
    "F1602": Trade("Électricien / Électricienne du bâtiment", ("Tirer un câble", "Poser un appareillage", "Vérifier"), "day", (), dangerous=True),
    "I1604": Trade("Mécanicien / Mécanicienne automobile", ("Vidanger", "Changer une roue", "Chercher une panne"), "day", ("standing",)),
    "I1605": Trade("Mécanicien / Mécanicienne nautique", ("Hiverner un moteur", "Changer une hélice", "Chercher une panne"), "day", ("outdoors",)),
    "N1103": Trade("Préparateur / Préparatrice de commandes", ("Préparer une commande", "Utiliser un lecteur", "Filmer une palette"), "afternoon", ("heavy_loads",)),
    "N1101": Trade("Cariste", ("Conduire un chariot", "Ranger une palette", "Vérifier la sécurité"), "day", (), adults_only=True, licences=("CACES",)),
    "N4105": Trade("Livreur / Livreuse", ("Conduire", "Organiser une tournée", "Faire signer"), "day", ("heavy_loads",), adults_only=True, licences=("B",)),
    "M1601": Trade("Agent / Agente d’accueil", ("Accueillir le public", "Tenir un standard", "Orienter"), "day", ("reading",)),
    "M1607": Trade("Secrétaire", ("Rédiger un courrier", "Classer", "Tenir un agenda"), "day", ("reading",)),
    "K2503": Trade("Agent / Agente de sécurité", ("Surveiller", "Faire une ronde", "Rendre compte"), "afternoon", ("standing", "night"), adults_only=True),
    "H2102": Trade("Opérateur / Opératrice en agroalimentaire", ("Conditionner", "Surveiller une ligne", "Respecter l’hygiène"), "morning", ("standing",)),
    "B1803": Trade("Couturier / Couturière", ("Coudre à la machine", "Faire un ourlet", "Prendre des mesures"), "day", ("reading",)),
}
