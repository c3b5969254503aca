"""Bring the feminine of a job title to its masculine, so that both find the same trades.

Pure rules on French suffixes, with the words that only look feminine kept as they are. The masculine is
chosen only because it is the form that registers print first; nothing is shown to anybody in this form.
Announces nothing, refuses nothing.
"""

from services.matching.domain.text.folding import listed, without_accents

# (folded suffix of the feminine, what replaces it), tried in this order.
_SUFFIXES = (
    ("trices", "teurs"),
    ("trice", "teur"),
    ("euses", "eurs"),
    ("euse", "eur"),
    ("eures", "eurs"),
    ("eure", "eur"),
    ("ieres", "iers"),
    ("iere", "ier"),
    ("yeres", "yers"),
    ("yere", "yer"),
    ("cheres", "chers"),
    ("chere", "cher"),
    ("geres", "gers"),
    ("gere", "ger"),
    ("illeres", "illers"),
    ("illere", "iller"),
    ("iennes", "iens"),
    ("ienne", "ien"),
    ("eenne", "een"),
    ("onnes", "ons"),
    ("onne", "on"),
    ("elles", "els"),
    ("elle", "el"),
    ("ees", "és"),
    ("ee", "é"),
    ("ives", "ifs"),
    ("ive", "if"),
    ("iales", "iaux"),
    ("iale", "ial"),
    ("cales", "caux"),
    ("cale", "cal"),
    ("rales", "raux"),
    ("rale", "ral"),
    ("nales", "naux"),
    ("nale", "nal"),
    ("tales", "taux"),
    ("tale", "tal"),
    ("antes", "ants"),
    ("ante", "ant"),
    ("entes", "ents"),
    ("ente", "ent"),
    ("aines", "ains"),
    ("aine", "ain"),
    ("oises", "ois"),
    ("oise", "ois"),
    ("males", "maux"),
    ("male", "mal"),
    ("vales", "vaux"),
    ("vale", "val"),
    ("gales", "gaux"),
    ("gale", "gal"),
    ("pales", "paux"),
    ("pale", "pal"),
    ("ardes", "ards"),
    ("arde", "ard"),
)

_ALONE = {
    "avocate": "avocat",
    "candidate": "candidat",
    "experte": "expert",
    "adjointe": "adjoint",
    "hotesse": "hôte",
    "hotesses": "hôtes",
    "maitresse": "maître",
    "contremaitresse": "contremaître",
    "poetesse": "poète",
    "cousine": "cousin",
    "commise": "commis",
    "couturiere": "couturier",
    "qualifiee": "qualifié",
    "cheffe": "chef",
    "cheffes": "chefs",
    "artisane": "artisan",
    "artisanes": "artisans",
    "marchande": "marchand",
    "prefete": "préfet",
    "ambassadrice": "ambassadeur",
    "reportrice": "reporter",
    "designeuse": "designer",
    "dispatcheuse": "dispatcher",
    "rewriteuse": "rewriter",
    "bookeuse": "booker",
    "pizzaiola": "pizzaïolo",
    "principale": "principal",
    "principales": "principaux",
    "canine": "canin",
    "seniore": "senior",
    "juniore": "junior",
    "substitute": "substitut",
    "magistrate": "magistrat",
    "soldate": "soldat",
    "preposee": "préposé",
    "certifiee": "certifié",
    "publique": "public",
    "laborantine": "laborantin",
    "confrere": "confrère",
    "mannequine": "mannequin",
    "grande": "grand",
    "seconde": "second",
    "petite": "petit",
    "metteuse": "metteur",
    "matelote": "matelot",
    "apprentie": "apprenti",
    "commandante": "commandant",
}

# Words whose ending looks feminine and is not, or whose masculine is another word.
_KEPT = listed(
    """
    matiere matieres lumiere lumieres riviere rivieres carriere carrieres barriere barrieres biere bieres maniere
    manieres priere frontiere frontieres poussiere poussieres chaudiere chaudieres litiere filiere filieres croisiere
    croisieres pepiniere pepinieres sapiniere pierre derriere arriere fourriere souriciere taniere tourtiere
    civiere visiere cafetiere soupiere betonniere bonbonniere tourbiere boutonniere cimentiere meuliere lisiere
    cremaillere meregere etagere fougere jachere enchere encheres viagere bergere torchere
    personne personnes couronne couronnes tonne tonnes colonne colonnes nonne consonne
    echelle echelles nouvelle nouvelles vaisselle poubelle poubelles demoiselle passerelle ficelle chapelle dentelle
    dentelles clientelle selle selles modelle parcelle parcelles voyelle nacelle nacelles cervelle tutelle tutelles
    aisselle varicelle ritournelle bretelle semelle rondelle tourelle belle celle elle quelle pelle pelles mortadelle
    musee musees lycee lycees journee journees soiree soirees tournee tournees idee idees annee annees entree entrees
    armee armees matinee matinees duree durees tranchee fumee plongee chaussee cheminee destinee dictee gelee
    marche puree randonnee rosee trophee vallee veillee epopee donnee donnees montee cle cles purees portee
    trouee equipee spondee levee flambee denree denrees assemblee rentree coulee mosquee orchidee apogee
    rive lessive initiative initiatives cooperative cooperatives perspective directive directives locomotive
    locomotives archive archives olive olives offensive alternative gencive grive endive prerogative
    salle scandale cathedrale succursale succursales finale cymbale cale escale escales morale rafale spirale
    centrale centrales capitale dalle vestale sandale sandales local
    vente ventes attente attentes detente entente plante plantes soixante rente rentes tente tentes pente pentes
    patente descente charpente charpentes cinquante quarante tourmente amiante fente trente atlante variante variantes
    constante implante soupente menthe dente lente epouvante jante jantes eminente mante
    semaine semaines domaine domaines laine laines fontaine fontaines graine graines porcelaine porcelaines chaine
    chaines gaine gaines haine aine plaine plaines faine centaine quinzaine douzaine huitaine migraine marraine
    capitaine capitaines romaine moraine
    ardoise ardoises framboise framboises toise armoise
    heure heures demeure demeures majeure mineure mineures meilleure
    matrice matrices cicatrice motrice motrices nourrice nourrices imperatrice
    religieuse precieuse berceuse
    prive prives agree agrees drive tractopelle cimetiere cimetieres maree marees ecomusee ecomusees filiale filiales
    pesee estive estives moutarde garde gardes regarde sauvegarde avantgarde cigale festivale egale male males
    composante composantes timbale opale petale ovale
    gelee sonne donne pigeonne maison bonne tisanee
    scene mere pere frere sphere
    """
)

_PAIRS = frozenset(
    {
        ("homme", "femme"),
        ("valet", "femme"),
        ("garcon", "fille"),
        ("garcon", "serveuse"),
        ("maitre", "maitresse"),
        ("steward", "hotesse"),
        ("sushiman", "sushiwoman"),
        ("barman", "barmaid"),
        ("barman", "barwoman"),
        ("cameraman", "camerawoman"),
        ("perchman", "perchwoman"),
        ("perchiste", "perchwoman"),
        ("rugbyman", "rugbywoman"),
        ("skiman", "skiwoman"),
        ("roughman", "roughwoman"),
        ("monsieur", "dame"),
        ("torero", "torera"),
    }
)

TABLES = (_SUFFIXES, _ALONE, _KEPT, _PAIRS)
"""All that the rules read."""


def masculine_of(word: str) -> str:
    """The masculine of one lower-case word, or the word itself when no rule applies."""
    folded = without_accents(word)
    if folded in _ALONE:
        return _ALONE[folded]
    if len(folded) < 5 or folded in _KEPT or word.endswith(("é", "és")):
        return word
    for suffix, instead in _SUFFIXES:
        if folded.endswith(suffix) and len(folded) > len(suffix) + 1:
            return word[: len(word) - len(suffix)] + instead
    return word


def are_both_genders(left: str, right: str) -> bool:
    """Whether a rule or the table makes one of two lower-case words the other's masculine (or they are the same)."""
    a, b = without_accents(left), without_accents(right)
    if left == right or (a, b) in _PAIRS or (b, a) in _PAIRS:
        return True
    return masculine_of(left) == right or masculine_of(right) == left


def are_one_word(left: str, right: str) -> bool:
    """Whether two lower-case words are one word in both genders (or the same word)."""
    if are_both_genders(left, right):
        return True
    a, b = without_accents(left), without_accents(right)
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    shorter = min(len(a), len(b))
    tails = max(len(a), len(b)) - common
    return common >= 3 and common >= shorter - 4 and tails <= 5 and abs(len(a) - len(b)) <= 4


def masculine_first(left: str, right: str) -> bool:
    """Whether `left` is the masculine of the pair; the shorter one when no rule tells."""
    if left == right:
        return True
    a, b = without_accents(left), without_accents(right)
    if (a, b) in _PAIRS or masculine_of(right) == left:
        return True
    if (b, a) in _PAIRS or masculine_of(left) == right:
        return False
    return len(a) <= len(b)
