"""Whatever is written and whatever is typed: the index finds what reading every document finds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from lms.kernel.text import fold, locate, terms_of
from lms.storage import search
from tests.factories.search import DocumentFactory, Scan

# Few signs, so that texts and queries meet: Japanese, rare and joined ones, half width, letters, separators.
SIGNS = [*"能力評価髙橋𠮷﨑ガバかカーゝ々", *"ｶﾞﾊﾟｰ", "か\u3099", "辻\U000e0100", "㈱", "Ⅳ", "①", "\u200b"]
LETTERS = [*"aAbｉＴİßé09", "it", "IT導入", "ſ", "한", "я", "x" * 45]
BETWEEN = [*" \n\u3000・、。!?\"'()*:&|^-+_%\\", " OR ", " AND ", " NOT ", " NEAR(", "<->", ":*", "--", ";"]
TEXTS = st.lists(st.sampled_from(SIGNS + LETTERS + BETWEEN), max_size=14).map("".join)
SHORT = st.lists(st.sampled_from(SIGNS + LETTERS), min_size=1, max_size=4).map("".join)
QUERIES = st.one_of(TEXTS, SHORT)
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
PAGES = range(0, 8, 2)
one_database = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def indexed(connection):
    """Return a session in which documents are indexed; each lot replaces the one before."""

    def index(documents) -> Session:
        session = Session(connection, join_transaction_mode="create_savepoint")
        session.query(search.SearchDocument).delete()
        search.index(session, "sample", documents)
        return session

    return index


@given(texts=st.lists(st.tuples(TEXTS, TEXTS), max_size=6), query=QUERIES)
@one_database
def test_the_index_finds_what_reading_every_document_finds(indexed, texts, query):
    documents = [DocumentFactory(title=title, body=body) for title, body in texts]
    found = search.find(indexed(documents), kind="sample", query=query, publisher_ids=())
    scan = Scan(documents)
    by_title = scan.matching_by_title(query)
    assert {hit.ref_id for hit in found.hits} == scan.matching(query)
    assert found.total == len(found.hits)
    assert {hit.ref_id for hit in found.hits[: len(by_title)]} == by_title


@given(title=ANY_TEXT, query=ANY_TEXT)
@one_database
def test_no_text_and_no_query_breaks_it(indexed, title, query):
    documents = [DocumentFactory(title=title, body=title + query)]
    session = indexed(documents)
    found = search.find(session, kind="sample", query=query, publisher_ids=())
    assert found.total == len(Scan(documents).matching(query))
    assert len(search.excerpts_of(session, query=query, ids=[hit.id for hit in found.hits])) == found.total


@given(texts=st.lists(TEXTS, min_size=1, max_size=6), query=SHORT)
@one_database
def test_pages_laid_together_are_the_whole(indexed, texts, query):
    session = indexed([DocumentFactory(title=text[:4], body=text) for text in texts])
    wanted = {"kind": "sample", "query": query, "publisher_ids": ()}
    whole = search.find(session, **wanted)
    pages = [search.find(session, **wanted, limit=PAGES.step, offset=first) for first in PAGES]
    assert [hit.id for page in pages for hit in page.hits] == [hit.id for hit in whole.hits]
    assert {page.total for page in pages} == {whole.total}


@given(text=TEXTS, query=SHORT)
@one_database
def test_what_is_found_can_be_shown(text, query):
    for term in terms_of(query):
        place = locate(text, term)
        assert (place is not None) == (term in fold(text))
        assert place is None or terms_of(text[place[0] : place[1]])
