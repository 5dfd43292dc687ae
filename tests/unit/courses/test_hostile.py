"""Hostile Markdown and pictures: refused with a line, and harmless even where nothing refused them."""

import re
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lms.courses.loader import LessonReader, RefusedError, figure_of, figures
from lms.courses.loader.markdown import TooDeepError, render
from tests.factories.courses import SVG

JA = "lessons/01-first.ja.md"

LINKS = [
    "[押す](javascript:alert(1))",
    "[押す](JaVaScRiPt:alert(1))",
    "[押す]( javascript:alert(1) )",
    "[押す](java&#115;cript:alert(1))",
    "[押す](&#x6A;avascript:alert(1))",
    "[押す](vbscript:msgbox)",
    "[押す](data:text/html;base64,PHNjcmlwdD4=)",
    "[押す](file:///etc/passwd)",
    "[押す][a]\n\n[a]: javascript:alert(1)",
    "<javascript:alert(1)>",
]
PICTURES = [
    "![図](https://example.jp/track.png)",
    "![図](//example.jp/track.png)",
    "![図](data:image/png;base64,AAAA)",
    '![図](https://example.jp/a.png "題")',
    "![図\n続き](https://example.jp/a.png)",
    "![図][a]\n\n[a]: https://example.jp/a.png",
    "![図](figures/../../secret.png)",
    "![図](/courses/other/figures/a.png)",
]
HTML = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//example.jp/x.js></sCrIpT>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<iframe src=//example.jp></iframe>",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
    '<p style="background:url(//example.jp)" onclick="x()">x</p>',
    '<form action="/sign-out" method="post"><button>x</button></form>',
    "<base href=//example.jp>",
    '<meta http-equiv="refresh" content="0;url=//example.jp">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><script>alert(1)</script>",
    "<div id='main'></div>",
    "*a<script>*",
    "`<b>` <b>x</b>",
]  # fmt: skip
HARM = re.compile(
    r"<script|<iframe|<form|<svg|<math|<style|<base|<meta|<input|<object|\son\w+=|javascript:|vbscript:|"
    r"(?:href|src)=\"(?:data|file):|style=",
    re.IGNORECASE,
)


@pytest.fixture
def reader():
    return LessonReader("ja", {}, lambda _name: True)


@pytest.mark.parametrize("source", [*LINKS, *PICTURES, *HTML])
def test_whatever_is_written_comes_out_harmless(source):
    html = render(f"前\n\n{source}\n\n後", language="ja")
    assert HARM.search(re.sub(r">[^<]*<", "><", html)) is None
    assert re.findall(r'<img[^>]*src="(?!figures/)', html) == []
    assert "前" in html


@pytest.mark.parametrize(
    ("sources", "code"),
    [(LINKS, "courses.lesson_link"), (PICTURES, "courses.figure_place"), (HTML, "courses.lesson_html")],
    ids=["links", "pictures", "html"],
)
def test_what_would_be_dropped_is_refused_instead(reader, sources, code):
    silent = {"<javascript:alert(1)>", "<!--><script>alert(1)</script>"}
    for source in sources:
        codes = {problem.code for problem in reader.read(JA, f"前\n\n{source}\n").problems}
        assert code in codes or source in silent, source


def test_a_refused_link_names_its_line(reader):
    text = "前\n\n[よい](https://example.jp) と\n[わるい](ftp://example.jp/x)\n"
    (problem,) = reader.read(JA, text).problems
    assert (problem.line, problem.code, problem.facts) == (
        4,
        "courses.lesson_link",
        {"target": "ftp://example.jp/x"},
    )


def test_ordinary_links_are_followed(reader):
    text = (
        "[a](https://example.jp) [b](mailto:a@example.jp) [c](#here) [d](other-lesson) <https://example.jp>"
    )
    reading = reader.read(JA, text)
    assert reading.problems == ()
    assert reading.html.count("<a href=") == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 501, "courses.lesson_brackets"),
        ("<a " * 501, "courses.lesson_brackets"),
        ("![" * 450 + "x" * 90_000, "courses.lesson_brackets"),
        ("/// note\nx\n///\n" * 101, "courses.lesson_blocks"),
        ("## a\n" * 3001, "courses.lesson_lines"),
        ("".join("    " * depth + "- a\n" for depth in range(400)), "courses.lesson_too_deep"),
    ],
)
def test_what_would_keep_the_machine_busy_is_refused(reader, text, code):
    reading = reader.read(JA, text)
    assert code in {problem.code for problem in reading.problems}
    assert reading.html == ""


def test_a_page_nested_beyond_reason_cannot_be_made():
    with pytest.raises(TooDeepError):
        render("".join("    " * depth + "- a\n" for depth in range(400)), language="ja")


def test_the_next_lesson_is_read_as_if_nothing_had_happened(reader):
    sound = "- 一\n- 二[^a]\n\n/// note | 題\n本文\n///\n\n[^a]: 注"
    before = reader.read(JA, sound).html
    reader.read(JA, "".join("    " * depth + "- a\n" for depth in range(400)))
    assert reader.read(JA, sound).html == before


def test_code_may_show_what_would_be_refused(reader):
    assert reader.read(JA, "`![図](https://example.jp/a.png)` と `[a](javascript:x)`").problems == ()


# ---- pictures


@pytest.fixture
def picture():
    """Make a picture's bytes in a format."""

    def made(kind: str, size=(2, 2), **options) -> bytes:
        stream = BytesIO()
        Image.new("RGB", size).save(stream, kind, **options)
        return stream.getvalue()

    return made


@pytest.fixture
def refusal():
    """Read a figure that is to be refused; return the code."""

    def code(name: str, content: bytes) -> str:
        with pytest.raises(RefusedError) as refused:
            figure_of(name, content)
        (problem,) = refused.value.problems
        assert problem.file == name
        assert problem.sentence()
        return problem.code

    return code


@pytest.mark.parametrize(
    ("kind", "ending", "media_type"),
    [
        ("PNG", "png", "image/png"),
        ("JPEG", "jpg", "image/jpeg"),
        ("JPEG", "jpeg", "image/jpeg"),
        ("WEBP", "webp", "image/webp"),
    ],
)
def test_pictures_are_kept_as_they_are(picture, kind, ending, media_type):
    content = picture(kind)
    figure = figure_of(f"figures/a.{ending}", content)
    assert (figure.name, figure.media_type, figure.content) == (f"a.{ending}", media_type, content)


def test_a_picture_must_be_what_its_name_says(picture, refusal):
    assert refusal("figures/a.png", picture("JPEG")) == "courses.figure_not_picture"
    assert refusal("figures/a.png", SVG.encode()) == "courses.figure_not_picture"
    assert refusal("figures/a.svg", picture("PNG")) == "courses.file_not_utf8"


def test_a_picture_cut_short_is_refused(picture, refusal):
    content = picture("PNG", (300, 300))
    assert refusal("figures/a.png", content[: len(content) // 2]) == "courses.figure_broken"


def test_a_picture_too_large_to_show_is_refused_unseen(picture, refusal, monkeypatch):
    monkeypatch.setattr(figures, "MAX_PIXELS", 3)
    assert refusal("figures/a.png", picture("PNG")) == "courses.figure_too_large"
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1)
    assert refusal("figures/a.png", picture("PNG")) == "courses.figure_broken"


def test_a_picture_is_measured_before_it_is_unpacked(picture, refusal, monkeypatch):
    content = picture("PNG", (30, 30))
    monkeypatch.setattr(figures, "MAX_PIXELS", 800)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _picture: pytest.fail("unpacked"))
    assert refusal("figures/a.png", content) == "courses.figure_too_large"
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 600)  # Pillow warns of such a picture
    assert refusal("figures/a.png", content) == "courses.figure_broken"


def test_a_place_written_beside_the_exif_is_found(picture, refusal):
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><d exif:GPSLatitude="34,23.1N"/></x:xmpmeta>'
    assert refusal("figures/a.jpg", picture("JPEG", xmp=packet)) == "courses.figure_gps"
    assert refusal("figures/a.webp", picture("WEBP", xmp=packet)) == "courses.figure_gps"
    plain = packet.replace(b"GPSLatitude", b"Orientation")
    assert figure_of("figures/a.jpg", picture("JPEG", xmp=plain)).media_type == "image/jpeg"
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", packet.decode())
    assert refusal("figures/a.png", picture("PNG", pnginfo=text)) == "courses.figure_gps"


def test_a_photograph_that_tells_where_it_was_taken_is_refused(picture, refusal):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (34.0, 23.0, 0.0)}
    assert refusal("figures/a.jpg", picture("JPEG", exif=exif)) == "courses.figure_gps"
    plain = Image.Exif()
    plain[0x0110] = "Camera"
    assert figure_of("figures/a.jpg", picture("JPEG", exif=plain)).media_type == "image/jpeg"


def test_a_picture_of_the_folder_is_read(folder, read, picture):
    folder.write("figures/shop.webp", picture("WEBP"))
    folder.write(JA, "![店](figures/shop.webp)")
    (figure,) = read().course.figures
    assert figure.media_type == "image/webp"
    assert read().course.digest() != ""
    folder.write("figures/shop.webp", b"x" * 5_000_001)
    (problem,) = read().problems
    assert (problem.file, problem.code) == ("figures/shop.webp", "courses.file_too_large")
