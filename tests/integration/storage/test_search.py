"""The search index, as features use it."""

import pytest

from lms.kernel.ids import new_id
from lms.storage import search
from tests.factories.search import DocumentFactory


@pytest.fixture
def titles(session):
    """Return the titles found for a query, in order."""

    def found(query, *, kind="sample", publisher_ids=(), **slice_):
        result = search.find(session, kind=kind, query=query, publisher_ids=publisher_ids, **slice_)
        return [hit.title for hit in result.hits]

    return found


def test_titles_come_first(session, titles):
    search.index(
        session,
        "sample",
        [
            DocumentFactory(title="傾聴", body="対話の力"),
            DocumentFactory(title="対話", body="はじめに"),
        ],
    )
    assert titles("対話") == ["対話", "傾聴"]


def test_only_what_a_reader_may_see_is_found_and_counted(session, titles):
    mine, theirs = new_id(), new_id()
    search.index(
        session,
        "sample",
        [
            DocumentFactory(title="みんなの対話"),
            DocumentFactory(title="私たちの対話", publisher_id=mine),
            DocumentFactory(title="よその対話", publisher_id=theirs),
        ],
    )
    search.index(session, "other", [DocumentFactory(title="ほかの種類の対話")])
    assert titles("対話") == ["みんなの対話"]
    assert titles("対話", publisher_ids=[mine]) == ["みんなの対話", "私たちの対話"]
    assert search.find(session, kind="sample", query="対話", publisher_ids=[mine], limit=1).total == 2
    assert titles("sample") == titles(f"__sample_{theirs.hex}") == titles("all") == []


def test_what_is_indexed_again_takes_the_place_of_what_was_there(session, titles):
    document = DocumentFactory(title="古い題")
    search.index(session, "sample", [document, DocumentFactory(ref_id=document.ref_id, part="x", title="章")])
    search.index(session, "sample", [DocumentFactory(ref_id=document.ref_id, title="新しい題")])
    assert titles("題") == ["新しい題"]
    assert titles("章") == []


def test_what_is_removed_is_found_no_more(session, titles):
    documents = [DocumentFactory(title=f"題{number}") for number in range(3)]
    search.index(session, "sample", documents)
    search.remove(session, "sample", [documents[1].ref_id])
    assert titles("題") == ["題0", "題2"]
    search.remove_all(session, "sample")
    assert titles("題") == []
    search.index(session, "sample", [])


def test_a_changed_row_is_found_by_what_it_says_now(session, titles):
    search.index(session, "sample", [DocumentFactory(title="題", body="")])
    row = session.query(search.SearchDocument).one()
    row.grams = row.grams.replace("題", "名")
    session.flush()
    assert titles("名") == ["題"]
    assert titles("題") == []


@pytest.mark.parametrize(
    "query", ["", "  ", "。、!?", '"', "'", "*", "()", "--", "\\", "% _ ^ : & | !", "\0"]
)
def test_a_query_without_letters_finds_nothing(session, titles, query):
    search.index(session, "sample", [DocumentFactory()])
    assert titles(query) == []


@pytest.mark.parametrize(
    "query", ["対話 " * 400, "x" * 100_000, " ".join("経営者との対話から始めます" * 16), "'" * 999]
)
def test_a_very_long_query_is_taken_calmly(session, titles, query):
    search.index(session, "sample", [DocumentFactory()])
    assert len(titles(query)) <= 1


def test_a_text_without_end_is_found_by_its_beginning(session, titles):
    signs = "".join(chr(0x20000 + number) for number in range(30_000))
    search.index(session, "sample", [DocumentFactory(title="長い", body="対話" + signs * 5 + "終わり")])
    assert titles("対話") == ["長い"]
    assert titles("終わり") == []


def test_an_excerpt_shows_what_was_found(session):
    body = "前置き。" * 30 + "ここで ｶﾞｲﾄﾞ を開く。" + "後書き。" * 30
    search.index(session, "sample", [DocumentFactory(title="題", body=body)])
    (hit,) = search.find(session, kind="sample", query="ガイド", publisher_ids=()).hits
    excerpt = search.excerpts_of(session, query="ガイド", ids=[hit.id])[hit.id]
    assert excerpt.found == "ｶﾞｲﾄﾞ"
    assert excerpt.before.startswith("…")
    assert excerpt.before.endswith("ここで ")
    assert excerpt.after.endswith("…")
    assert len(str(excerpt)) < 110


def test_an_excerpt_of_what_is_only_in_the_title_is_the_beginning(session):
    search.index(session, "sample", [DocumentFactory(title="傾聴", body="短い文。\n次の行。")])
    (hit,) = search.find(session, kind="sample", query="傾聴", publisher_ids=()).hits
    excerpt = search.excerpts_of(session, query="傾聴", ids=[hit.id])[hit.id]
    assert (excerpt.found, str(excerpt)) == ("", "短い文。 次の行。")
