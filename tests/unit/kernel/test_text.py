"""The form in which texts are compared."""

import pytest

from lms.kernel.text import LONGEST_QUERY, fold, locate, plain_text, terms_of


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("伴走支援", "伴走支援"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("か\u3099", "が"),
        ("ＩＴ導入補助金", "_it導入補助金"),
        ("経営IT", "経営_it"),
        ("㈱髙橋・﨑", "株 髙橋 﨑"),
        ("辻\U000e0100さん", "辻さん"),
        ("伴走\u200b支援", "伴走支援"),
        ("Q&A well-being", "_q _a _well _being"),
        ("Straße İ", "_strasse _i"),
        ("。、!?", ""),
        ("", ""),
    ],
)
def test_one_form_for_what_reads_the_same(text, form):
    assert fold(text) == form


def test_a_query_is_its_pieces_each_once():
    assert terms_of("能力　評価 能力, IT") == ("能力", "評価", "_it")


def test_operators_of_search_languages_are_words_like_others():
    assert terms_of('"能力" OR NEAR(a b) -c * title:d') == (
        *("能力", "_or", "_near", "_a", "_b", "_c", "_title", "_d"),
    )


def test_what_is_typed_beyond_the_limit_narrows_nothing_down():
    assert terms_of("能" * LONGEST_QUERY + " 力") == ("能" * LONGEST_QUERY,)


@pytest.mark.parametrize(
    ("text", "term", "place"),
    [
        ("経営者との対話", "対話", (5, 7)),
        ("この ｶﾞｲﾄﾞ で", "ガイド", (3, 8)),
        ("exit IT導入", "_it", (5, 7)),
        ("㈱山田", "株", (0, 1)),
        ("exit", "_it", None),
        ("対話", "傾聴", None),
    ],
)
def test_a_piece_is_located_in_the_text_as_written(text, term, place):
    assert locate(text, term) == place


def test_a_page_is_read_block_by_block():
    page = (
        "<h2>表の課題</h2>\n<p>経営者が<strong>最初</strong>に\n口に<em>する</em>ことを"
        '<sup id="fn"><a href="#1">1</a></sup>聞く。<br>Then\nlisten &amp; ask.</p>'
        "<ul><li>一</li><li>二</li></ul>"
        "<script>no()</script>"
    )
    assert plain_text(page) == "表の課題\n経営者が最初に口にすることを聞く。\nThen listen & ask.\n一\n二"
