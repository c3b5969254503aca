"""The last pass over a page: what people read is finished, what they typed and what machines read is left alone."""

from services.kernel.web.finishing import finished

HINTS = {"CDI": "contrat à durée indéterminée", "CDDI": "contrat d’insertion", "SIRET": "numéro d'un établissement"}


def test_apostrophes_between_letters_are_french() -> None:
    assert finished("<p>L&#39;offre d'Anna</p>", {}) == "<p>L’offre d’Anna</p>"


def test_feet_minutes_and_quotes_stay() -> None:
    assert finished("<p>5' et 'ici'</p>", {}) == "<p>5' et 'ici'</p>"


def test_attributes_scripts_and_answers_stay_as_they_were_typed() -> None:
    typed = (
        '<input value="l&#39;atelier"><script type="application/json">{"a": "l\'eau"}</script>'
        "<textarea>aujourd&#39;hui, CDI</textarea><code>d'ici</code>"
    )

    assert finished(typed, HINTS) == typed


def test_an_acronym_gets_its_sense_once_where_the_keyboard_goes() -> None:
    told = finished("<p>Un CDI, puis un CDI</p><p>CDI</p>", HINTS)

    assert told == '<p>Un <abbr title="contrat à durée indéterminée" tabindex="0">CDI</abbr>, puis un CDI</p><p>CDI</p>'


def test_inside_a_link_the_keyboard_does_not_stop_twice() -> None:
    told = finished('<a href="/x">Un CDI</a> et un CDI', HINTS)

    assert '<a href="/x">Un <abbr title="contrat à durée indéterminée">CDI</abbr></a>' in told
    assert 'un <abbr title="contrat à durée indéterminée" tabindex="0">CDI</abbr>' in told


def test_the_longer_acronym_is_the_one_meant() -> None:
    assert 'title="contrat d’insertion"' in finished("<p>CDDI</p>", HINTS)
    assert finished("<p>ACDI CDIs CDI-12</p>", HINTS).count("<abbr") == 1


def test_choices_titles_and_what_is_explained_already_are_left() -> None:
    page = '<head><title>CDI</title></head><option>CDI</option><abbr title="autre">CDI</abbr>'

    assert finished(page, HINTS) == page


def test_a_sense_is_escaped() -> None:
    assert 'title="&lt;b&gt;"' in finished("<p>CDI</p>", {"CDI": "<b>"})
