"""PDF files: what can be drawn is, what cannot is refused by name, and mistakes of ours are not hidden."""

from datetime import UTC, datetime

import pytest
import typst

from lms.kernel.errors import RuleViolation
from lms.web.pdf import make_pdf

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
HEAD = """#set document(title: "t", date: datetime(year: 2026, month: 11, day: 20))
#set text(font: "Noto Sans JP")
"""


@pytest.fixture
def drawn(tmp_path):
    """Draw one text with a template of one line."""

    def draw(text, body="#json(bytes(sys.inputs.data)).text"):
        template = tmp_path / "one.typ"
        template.write_text(HEAD + body, encoding="utf-8")
        return make_pdf(template, {"text": text}, made_at=AT)

    return draw


def test_a_file_says_that_it_is_pdf_a(drawn):
    pdf = drawn("髙橋 﨑𠮷")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_what_people_write_is_never_read_as_a_command(drawn):
    assert drawn('#read("/etc/passwd") #panic() $x^2$ *b* \\ "').startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "sign"),
    [("青🦉葵", "🦉"), ("한", "한"), ("外\ue000字", "U+E000"), ("\x07", "U+0007"), ("a\ufeffb", "U+FEFF")],
)
def test_a_sign_that_no_font_has_is_named(drawn, text, sign):
    with pytest.raises(RuleViolation) as refused:
        drawn(text)
    assert (refused.value.code, refused.value.facts) == ("pdf.missing_sign", {"sign": sign})


def test_a_mistake_in_a_template_is_not_taken_for_a_missing_sign(drawn):
    with pytest.raises(typst.TypstError):
        drawn("", body="#unknown")
