"""/rubric for those who have one and those who have none."""

from html import unescape

import pytest

from tests.factories.rubric import banso_text

MARKED = 'class="rubric-matrix__row" aria-current="true"'


@pytest.fixture
def page(client_as):
    """Open a page as somebody and return its status and text."""

    def show(person, path):
        answer = client_as(person).get(path)
        return answer.status_code, unescape(answer.text)

    return show


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_matrix_holds_every_descriptor_and_sign(cast, published, page, language):
    status, text = page(cast.aoi, f"/rubric?lang={language}")
    assert status == 200
    missing = [
        words[language]
        for descriptor in banso_text().descriptors
        for words in (descriptor.text, descriptor.sign)
        if words[language] not in text
    ]
    assert missing == []
    for words in (banso_text().title, banso_text().source, banso_text().drafting):
        assert words[language] in text


def test_drafts_are_marked_and_the_others_are_not(cast, published, page):
    _, text = page(cast.aoi, "/rubric?criterion=A1&lang=en")
    single = text[text.index("rubric-pocket") : text.index("rubric-desk")]
    assert "Draft wording" not in single
    _, text = page(cast.aoi, "/rubric?criterion=B1&lang=en")
    single = text[text.index("rubric-pocket") : text.index("rubric-desk")]
    assert "Draft wording" in single


@pytest.mark.parametrize(
    ("code", "before", "after"), [("A1", None, "A2"), ("B1", "A4", "B2"), ("C3", "C2", None)]
)
def test_one_criterion_leads_to_its_neighbours(cast, published, page, code, before, after):
    status, text = page(cast.aoi, f"/rubric?criterion={code}&lang=en")
    assert status == 200
    assert (f'rel="prev" href="/rubric?criterion={before}"' in text) == (before is not None)
    assert (f'rel="next" href="/rubric?criterion={after}"' in text) == (after is not None)
    assert text.count(MARKED) == 1


def test_without_a_criterion_none_is_marked(cast, published, page):
    _, text = page(cast.aoi, "/rubric?lang=en")
    assert MARKED not in text
    assert 'rel="next"' not in text


@pytest.mark.parametrize("code", ["Z9", "b1", "%3Cb%3E", "A1" * 5000])
def test_an_unknown_criterion_is_not_found(cast, published, page, code):
    assert page(cast.aoi, f"/rubric?criterion={code}")[0] == 404


def test_the_outsider_reads_their_own_rubric_only(cast, published, foreign, page):
    _, theirs = page(cast.chie, "/rubric?lang=en")
    assert "Secret standard" in theirs
    assert "Ownership" not in theirs
    _, ours = page(cast.aoi, "/rubric?lang=en")
    assert "Secret standard" not in ours


def test_where_nothing_is_published_the_page_says_so(cast, published, page):
    for language, words in (
        ("ja", "公開されているルーブリックはまだありません"),
        ("en", "No rubric is published yet"),
    ):
        status, text = page(cast.chie, f"/rubric?lang={language}")
        assert status == 200
        assert words in text
        assert "オーナーシップ" not in text


def test_a_rubric_of_another_size_has_its_own_columns(cast, foreign, page):
    _, text = page(cast.chie, "/rubric?lang=en")
    assert text.count('class="rubric-matrix__level"') == 2
    assert "Drawn from" not in text
    _, text = page(cast.chie, "/rubric?criterion=A1&lang=en")
    assert "Drawn from" not in text


def test_the_page_takes_as_many_statements_for_one_criterion_as_for_all(
    cast, client_as, published, foreign, counting
):
    aoi, chie = client_as(cast.aoi), client_as(cast.chie)
    n_statements = []
    for browser, path in ((aoi, "/rubric"), (aoi, "/rubric?criterion=B1"), (chie, "/rubric")):
        with counting() as statements:
            browser.get(path)
        n_statements.append(len(statements))
    assert len(set(n_statements)) == 1
