"""PDF files that last: PDF/A-2a, made by typst from data and a template, with the fonts set-up fetches.

Data reach a template as JSON, never as source, so nothing that people write is read as a command. A sign that
no font has is refused by name; PDF/A allows no blank boxes.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst
from flask import Response

from lms.kernel.errors import RuleViolation

FONTS = Path(__file__).parent / "fonts"
STANDARD: Final = "a-2a"

_UNDRAWN = re.compile(r'(?:the text|codepoint) `?"(.+?)"`?(?: could not be displayed|$)', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def make_pdf(template: Path, data: Mapping[str, object], *, made_at: datetime) -> bytes:
    """Draw a template that reads ``sys.inputs.data``; the same data at the same time give the same bytes.

    Raises RuleViolation("pdf.missing_sign") naming the sign that the fonts lack.
    """
    try:
        return typst.compile(
            template,
            root=template.parent,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        undrawn = _UNDRAWN.search(str(error))
        if undrawn is None:
            raise
        raise RuleViolation("pdf.missing_sign", sign=_sign(undrawn[1])) from error


def _sign(text: str) -> str:
    """Return what typst could not draw; what nobody can see, by its number in Unicode."""
    return _ESCAPED.sub(lambda escaped: f"U+{int(escaped[1], 16):04X}", text)


def pdf_response(content: bytes, *, file_name: str, is_download: bool) -> Response:
    """Return a PDF to be looked at in the browser, or to be kept as a file."""
    response = Response(content, mimetype="application/pdf")
    kind = "attachment" if is_download else "inline"
    response.headers.set("Content-Disposition", kind, filename=file_name)
    return response
