"""The official tables are read whole or not at all, and what is wrong is told with its file and line."""

from pathlib import Path

import pytest

from services.kernel import migrate
from services.kernel.clock import new_id, utc_now
from services.kernel.database import Database
from services.kernel.problems import Invalid
from services.matching.adapters.official_rome import read_official_rome
from services.matching.adapters.sql_trades import imported_trades, keep_official_rome, with_shipped
from services.matching.bootstrap import MIGRATIONS, NAME
from services.matching.domain.studies import UNKNOWN, WayIn
from services.matching.domain.trade import A_FAR_MOVE, Trade, TradeName, TradeSkill

CODES = "code,label,parent_v3\nK2204,Agent / Agente de nettoyage,K2204\nZ,x,\n"


def folder(tmp_path: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_each_row_that_does_not_read_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    given = folder(
        tmp_path,
        rome_v4_codes=CODES,
        rome_v4_appellations="ogr,label_long,code\n12,Laveur,K2204\nab,Laveur,K2204\n13,Autre,K9999\n14,,K2204\n",
    )
    with pytest.raises(Invalid) as refused:
        read_official_rome(given)
    told = refused.value.message.splitlines()
    assert told[0].startswith("Rien n'a été importé")
    assert told[1:] == [
        "rome_v4_codes.csv, ligne 3 : « Z » n'est pas un code ROME (une lettre, quatre chiffres).",
        "rome_v4_appellations.csv, ligne 3 : « ab » n'est pas un code OGR (des chiffres).",
        "rome_v4_appellations.csv, ligne 4 : le code K9999 n'est pas dans la table des codes.",
        "rome_v4_appellations.csv, ligne 5 : le libellé est vide ou dépasse 400 caractères.",
    ]


def test_the_publishers_own_names_and_columns_are_read(tmp_path: Path) -> None:
    given = folder(
        tmp_path,
        unix_referentiel_code_rome_v460_utf8='"code_rome";"libelle_rome";"code_rome_parent"\n"K2204";"Nettoyage";"K2204"\n',
        unix_referentiel_appellation_v460_utf8="code_ogr,libelle,code_rome\n12,Laveur / Laveuse,K2204\n",
    )
    rome = read_official_rome(given)
    assert rome.codes == {"K2204": ("Nettoyage", "K2204")}
    assert rome.appellations == {"12": ("K2204", "Laveur / Laveuse")}


@pytest.mark.parametrize("missing", ["a folder", "tables", "a column", "utf-8"])
def test_what_is_no_rome_is_refused(tmp_path: Path, missing: str) -> None:
    given = tmp_path
    if missing == "a folder":
        given = tmp_path / "absent"
    elif missing == "a column":
        folder(tmp_path, rome_v4_codes="code\nK2204\n")
    elif missing == "utf-8":
        (tmp_path / "rome_v4_codes.csv").write_bytes(b"code,label\nK2204,caf\xe9\n")
    with pytest.raises(Invalid):
        read_official_rome(given)


def test_imported_names_complete_ours_and_carry_their_ogr() -> None:
    official = Trade(
        "K2204", "Official", (TradeName("Désinfecteur de wagons", "99"),), (TradeSkill("7", "Désinfecter un wagon"),)
    )
    other = Trade("H1206", "Ingénieur / Ingénieure R&D", (TradeName("Ingénieur méthodes", "5"),), parent="H1206")
    table = with_shipped([official, other])
    assert table.label("K2204") == "Agent / Agente de nettoyage industriel"
    [found] = table.suggest("désinfecteur de wagons")
    assert (found.rome, found.ogr) == ("K2204", "99")
    assert table.skills("K2204")[-1] == TradeSkill("7", "Désinfecter un wagon")
    assert table.label("H1206") == "Ingénieur / Ingénieure R&D"


def test_the_first_moves_of_the_publisher_are_near_and_the_last_ones_far(tmp_path: Path) -> None:
    codes = "code,label,parent_v3\n" + "".join(f"{code},Métier {code},\n" for code in ("J1501", "J1304", "M1612"))
    given = folder(
        tmp_path,
        rome_v4_codes=codes + "F1202,Chef / Cheffe de chantier,\n",
        rome_v4_appellations="ogr,label_long,code\n12,Aide-soignant,J1501\n",
        rome_v4_mobility="code_from,code_to,order\nJ1501,J1304,1\nJ1501,M1612,10\nJ1501,F1202,2\nJ1304,M1612,\n",
    )
    rome = read_official_rome(given)
    database = Database(f"sqlite:///{tmp_path / 'trades.db'}")
    migrate.upgrade(database, NAME, MIGRATIONS)
    with database.transaction() as connection:
        keep_official_rome(connection, rome, release=new_id(), at=utc_now())
        moves = {trade.rome: trade.moves for trade in imported_trades(connection)}
    database.close()

    assert moves["J1501"] == {"J1304": 0.5, "M1612": A_FAR_MOVE, "F1202": A_FAR_MOVE}
    assert moves["J1304"] == {"M1612": 0.5}, "without an order every move counts as possible"


def test_how_each_trade_is_entered_is_read_kept_and_unknown_where_nothing_says_it(tmp_path: Path) -> None:
    codes = ("M1801,Administrateur,,N", "J1506,Infirmier,,O", "K2110,Moniteur,,O", "A1203,Jardinier,,N")
    texts = (
        "M1801,acces_metier,Cet emploi est accessible avec un diplôme de niveau Bac+5.",
        "M1801,definition,Sans diplôme il ne dort pas.",
        "J1506,acces_metier,Avec un Diplôme d'Etat d'Infirmier.",
        "K2110,acces_metier,La profession est subordonnée à une autorisation.",
        "A1203,definition,Entretient les espaces verts.",
    )
    given = folder(
        tmp_path,
        rome_v4_codes="\n".join(("code,label,parent_v3,regulated", *codes)),
        rome_v4_appellations="ogr,label_long,code\n12,Infirmier,J1506\n",
        rome_v4_texts="\n".join(("code,kind,text", *texts)),
    )
    database = Database(f"sqlite:///{tmp_path / 'trades.db'}")
    migrate.upgrade(database, NAME, MIGRATIONS)
    with database.transaction() as connection:
        keep_official_rome(connection, read_official_rome(given), release=new_id(), at=utc_now())
        ways_in = {trade.rome: trade.way_in for trade in imported_trades(connection)}
    database.close()

    assert ways_in == {
        "M1801": WayIn(7), "J1506": WayIn(None, own=True), "K2110": WayIn(None, own=True), "A1203": UNKNOWN,
    }  # fmt: skip
