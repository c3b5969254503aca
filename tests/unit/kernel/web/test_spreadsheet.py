"""Files for spreadsheets: they open as they should, and nothing in them runs."""

from services.kernel.web.spreadsheet import table_file, table_text


def test_a_french_spreadsheet_opens_it_with_its_accents() -> None:
    assert table_text([["Prénom", "Âge"], ["Anaïs", 21]]) == "\ufeffPrénom;Âge\r\nAnaïs;21\r\n"


def test_a_cell_with_a_separator_is_quoted() -> None:
    assert '"a;b"' in table_text([["a;b"]])


def test_nothing_that_somebody_wrote_becomes_a_formula() -> None:
    assert "'=1+1;'+33;'@x;-;'-2" in table_text([["=1+1", "+33", "@x", "–", "-2"]]).replace("–", "-")


def test_the_file_is_saved_under_its_name() -> None:
    assert table_file([], name="mes-personnes").headers["content-disposition"].endswith('"mes-personnes.csv"')
