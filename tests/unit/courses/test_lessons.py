"""Lessons: Markdown that is sound, HTML that is clean, figures that are only drawings."""

import pytest

from lms.courses.domain import Figure
from lms.courses.loader.markdown import BLOCKS, render
from tests.factories.courses import SVG

JA = "lessons/01-first.ja.md"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (" \n", 1, "courses.lesson_empty"),
        ("はじめ\n\n# 題\n", 3, "courses.lesson_heading"),
        ("はじめ\n<script>alert(1)</script>", 2, "courses.lesson_html"),
        ("<img src=x onerror=alert(1)", 1, "courses.lesson_html"),
        ("注です[^nobody]。", 1, "courses.footnote_unknown"),
        ("/// shout | 題\n本文\n///", 1, "courses.lesson_block"),
        ("\n/// note | 題\n本文", 2, "courses.block_open"),
        ("//// decision | 題\n/// choice | 一\n本文\n////", 1, "courses.block_open"),
        ("![](figures/a.svg)", 1, "courses.figure_alt"),
        ("![図](https://example.jp/a.svg)", 1, "courses.figure_place"),
        ("![図](figures/../../a.svg)", 1, "courses.figure_place"),
        ("![図](figures/a.gif)", 1, "courses.figure_place"),
        ("![図](figures/a.svg)", 1, "courses.figure_missing"),
    ],
)
def test_a_problem_of_a_lesson_names_its_line(folder, problems, text, line, code):
    folder.write(JA, text)
    assert (JA, line, code) in problems()


@pytest.mark.parametrize(
    "text",
    [
        "`<script>` と書きます。",
        "<https://example.jp/> を見ます。",
        "3 < 4 です。",
        "<!-- 覚え書き -->\n本文",
        "## 見出し\n\n注です[^own]。\n\n[^own]: 自分の注",
        "//// decision | 題\n/// choice | 一\n本文\n///\n////",
        "線\n\n////\n\n線",
    ],
)
def test_ordinary_text_is_no_problem(folder, problems, text):
    folder.write(JA, text)
    assert problems() == []


def test_a_cited_source_becomes_a_footnote_with_the_day_it_was_checked(folder, read):
    folder.course["sources"][0]["url"] = "https://example.jp/paper"
    folder.save()
    folder.write("lessons/01-first.en.md", "Once[^paper] and again[^paper], and[^own].\n\n[^own]: Ours.")
    html = read().course.lessons[0].html
    assert "資料" in html["ja"]
    assert "（2026年11月20日確認）" in html["ja"]
    assert html["en"].count("Paper") == 1
    assert "(checked 20 November 2026)" in html["en"]
    assert 'href="https://example.jp/paper"' in html["en"]
    assert html["en"].count("<li id=") == 2


def test_footnotes_lead_there_and_back_under_the_prefix():
    html = render("注[^a]です。\n\n[^a]: 本文", language="ja")
    assert '<a class="footnote-ref" href="#c-fn:a"' in html
    assert '<li id="c-fn:a">' in html
    assert '<sup id="c-fnref:a">' in html
    assert 'href="#c-fnref:a" title="本文の注1へ戻る"' in html


def test_a_link_to_another_place_is_left_alone():
    assert 'href="https://example.jp/#top"' in render("[a](https://example.jp/#top)", language="ja")


def test_tables_scroll_in_named_frames_of_their_own():
    table = "| 甲 | 乙 |\n| - | - |\n| 1 | 2 |\n\n"
    html = render(f"{table}間\n\n{table}", language="en")
    frame = '<div class="table-frame" role="region" tabindex="0" aria-label="Table {}"><table>'
    assert [html.count(frame.format(number)) for number in (1, 2)] == [1, 1]
    assert html.count("</table></div>") == 2
    assert '<th scope="col">甲</th>' in html


def test_blocks_become_callouts_and_things_to_open():
    source = "//// decision | 決める\n/// choice | 一\n結果\n///\n////\n\n/// takeaway | 持ち帰り\n要点\n///"
    html = render(source, language="ja")
    assert '<div class="admonition decision">' in html
    assert '<details class="choice">\n<summary>一</summary>' in html
    assert '<div class="admonition takeaway">' in html
    assert "///" not in html


def test_japanese_emphasis_beside_brackets_works():
    assert "<strong>（強調）</strong>です" in render("本文**（強調）**です", language="ja")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[押す](javascript:alert(1))",
        '<a href="data:text/html,x">x</a>',
        "<!-- data: -->",
        '<p style="color:red" onclick="x()">x</p>',
        "<iframe src=//example.jp></iframe>",
        '<svg onload="alert(1)"></svg>',
        '<form action="/x"><input name="y"></form>',
        "<h1>題</h1>",
    ],
)
def test_hostile_markdown_comes_out_harmless(source):
    html = render(f"前\n\n{source}\n\n後", language="ja")
    for word in (
        "script",
        "onerror",
        "onclick",
        "onload",
        "style=",
        "data:",
        "<iframe",
        "<svg",
        "<form",
        "<h1",
    ):
        assert word not in html
    assert "前" in html
    assert "後" in html


def test_a_figure_is_read_once_with_its_caption(folder, read):
    folder.write("figures/path.svg", SVG)
    text = "![道](figures/path.svg)\n/// caption\n図です。\n///\n\n![道](figures/path.svg)\n"
    folder.write(JA, text)
    course = read().course
    assert course.figures == (Figure("path.svg", "image/svg+xml", SVG.encode()),)
    assert '<img alt="道" src="figures/path.svg">' in course.lessons[0].html["ja"]
    assert "<figcaption>" in course.lessons[0].html["ja"]


@pytest.mark.parametrize(
    ("svg", "code", "told"),
    [
        ("<svg", "courses.figure_not_svg", None),
        ("<html></html>", "courses.figure_not_svg", "html"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "courses.figure_unsafe", "<!DOCTYPE"),
        (SVG.replace("<rect", "<script>1</script><rect"), "courses.figure_unsafe", "script"),
        (SVG.replace("<rect", "<foreignObject/><rect"), "courses.figure_unsafe", "foreignObject"),
        (SVG.replace("<rect", '<rect onload="x()"'), "courses.figure_unsafe", "onload"),
        (SVG.replace("<rect", '<rect style="x"'), "courses.figure_unsafe", "style"),
        (SVG.replace("<rect", '<rect fill="url(https://example.jp)"'), "courses.figure_unsafe", "fill"),
        (
            SVG.replace("<rect", '<use href="https://example.jp/a.svg"/><rect'),
            "courses.figure_unsafe",
            "href",
        ),
    ],
)
def test_what_is_more_than_a_drawing_is_refused(folder, read, svg, code, told):
    folder.write("figures/path.svg", svg)
    folder.write(JA, "![道](figures/path.svg)")
    (problem,) = read().problems
    assert (problem.file, problem.code) == ("figures/path.svg", code)
    if told is not None:
        assert told in str(problem.facts.values())


def test_a_drawing_may_refer_to_its_own_parts(folder, problems):
    own = '<defs><linearGradient id="g"/></defs><use href="#g"/><rect fill="url(#g)"'
    folder.write("figures/path.svg", SVG.replace("<rect", own))
    folder.write(JA, "![道](figures/path.svg)")
    assert problems() == []


def test_the_blocks_are_those_of_the_format():
    assert BLOCKS == ("note", "caution", "practice", "decision", "takeaway", "choice", "caption")
