"""Ordinary French words that registers of trades seldom print: known, so that none is mended into the name of a trade.

Without them « gâteaux » becomes « bateaux » and « mercredi » anything near. Ours. Announces nothing, refuses nothing.
"""

from services.matching.domain.text.folding import listed

COMMON_WORDS = listed(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre
    octobre novembre décembre matin midi soir nuit jour jours semaine mois année vacances été hiver printemps automne
    heure heures weekend demain souvent toujours jamais encore déjà tôt tard longtemps maintenant
    maman papa mère père frère soeur fils fille garçon femme mari famille familles bébé bébés enfant enfants ado ados
    adolescent adolescents copain copains voisin voisine voisins gens monde ami amis dame dames monsieur homme hommes
    mamie papi mémé pépé parents cousin jeune jeunes vieux vieille vieilles petit petite petits
    grand grande gros propre sale beau belle bon bonne nouveau nouvelle facile difficile simple vrai seul seule debout
    moi toi lui elle nous vous eux mon ma mes ton ta tes son sa ses notre votre leur leurs ce cette ces quel quelle
    suis es est sommes êtes sont étais était serai serais ai as avons avez ont avais aurais fais fait faire faut
    veux veut voudrais voudrait peux peut pourrais pourrait sais sait dois doit vais va allons vont aime aimerais adore
    cherche trouve trouver envie besoin rêve projet avoir être aller venir prendre mettre donner dire voir savoir
    pouvoir vouloir devoir falloir tenir rester partir sortir entrer monter descendre porter apporter emmener ramener
    chercher ramasser jeter pousser tirer lever coucher laver nettoyer balayer frotter essuyer ranger plier repasser
    étendre coudre cuire cuisiner éplucher couper découper mélanger servir manger boire dormir jouer chanter danser
    dessiner peindre lire écrire compter parler écouter répondre téléphoner appeler rencontrer accueillir aider soigner
    garder surveiller promener nourrir brosser traire tondre tailler planter arroser semer cueillir récolter creuser
    casser réparer bricoler démonter remonter visser percer scier poncer clouer coller poser installer brancher souder
    conduire rouler livrer charger décharger emballer déballer trier peser vendre acheter payer encaisser rendre
    ouvrir fermer commencer finir apprendre enseigner expliquer montrer reprendre changer gagner bouger marcher courir
    nager pêcher chasser naviguer voyager visiter organiser créer inventer fabriquer construire bâtir
    maison appartement chambre chambres cuisine salon bureau bureaux jardin jardins garage cave grenier toit mur murs
    porte portes fenêtre fenêtres escalier couloir couloirs lit lits draps drap couette oreiller chaise table assiette
    assiettes verre verres tasse couverts couteau casserole poêle four frigo évier vaisselle linge lessive poubelle
    poubelles balai balais serpillière aspirateur éponge chiffon seau savon poussière carreaux vitres rideaux tapis
    école écoles collège lycée crèche maternelle classe cour récré cantine internat fac université devoirs
    hôpital clinique pharmacie docteur urgences ambulance pansement piqûre toilette toilettes biberon biberons couche
    couches poussette doudou goûter jouets jouet
    ville village quartier cité rue rues route routes trottoir trottoirs place pont gare port plage mer bateau bateaux
    île îles marais forêt bois champ champs ferme campagne montagne rivière chemin chemins parc piscine stade gymnase
    magasin magasins boutique boutiques marché marchés supermarché épicerie boulangerie boucherie poissonnerie tabac
    restaurant restaurants café cafés bar bars bistrot hôtel hôtels camping cinéma théâtre musée mairie poste banque
    église usine usines chantier chantiers entrepôt dépôt atelier ateliers quai quais rayon rayons caisse caisses
    voiture voitures camion camions camionnette bus car train tram avion vélo vélos moto motos scooter trottinette
    tracteur permis moteur moteurs roue roues pneu pneus frein freins essence
    pain pains croissant croissants baguette gâteau gâteaux anniversaire dessert desserts crêpe crêpes galette galettes
    glace glaces chocolat chocolats bonbons confiture beurre fromage fromages lait yaourt oeuf oeufs viande poulet
    volaille volailles boeuf porc jambon saucisse poisson poissons huître huîtres moule moules crevettes crabe légume
    légumes fruit fruits pomme pommes fraise fraises melon melons raisin tomate tomates salade carotte
    frites sandwich sandwichs burger burgers pizza pizzas tacos kebab kebabs pâtes riz soupe sauce repas plat plats
    déjeuner dîner buffet boisson boissons vin vins bière thé eau sel sucre miel ruche ruches abeilles
    chien chiens chat chats cheval chevaux poney poneys vache vaches chèvre chèvres mouton moutons cochon poule poules
    lapin oiseau oiseaux animal animaux fleur fleurs bouquet bouquets plante plantes arbre arbres haie haies herbe
    pelouse pelouses feuilles terre sable pierre pierres potager serre serres vigne vignes
    robe robes pantalon chemise chemises veste manteau pull chaussure chaussures talon talons sac sacs bijou bijoux
    cheveux barbe tresse tresses ongles maquillage massage massages beauté mariage mariages costume costumes ourlet
    ourlets tissu tissus couture laine cuir
    ordinateur ordinateurs téléphone téléphones écran tablette internet site sites photo photos vidéo vidéos film films
    musique chanson concert concerts guitare piano fête fêtes jeu jeux sport foot basket danse livre livres journal
    clé clés outil outils marteau tournevis perceuse échelle peinture papier carton cartons colis valise valises meuble
    meubles canapé canapés fauteuil fauteuils matelas lampe
    argent sous salaire patron patronne chef collègue collègues équipe équipes client clients cliente clientes formation
    stage alternance apprentissage diplôme diplômes bac cap saison saisons extra extras mission missions contrat
    comme avec sans chez dans pour contre après avant pendant entre sous sur vers près loin dehors dedans partout
    galère galères pauvre pauvres malade malades handicapé handicapés handicap placé placés seuls mort morts prison
    armée police pompier pompiers sécurité
    """
)
"""With their accents; folded by whoever compares."""
