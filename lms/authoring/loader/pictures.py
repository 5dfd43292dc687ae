"""Pictures as they arrive: told by their content, made anew without what cameras add, small enough to load.

Nothing of the file itself is kept: pixels are read and written again, so that what hid beside them is gone.
Drawings in SVG are read as those of files are, and kept as their text.
"""

import secrets
import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from lms.courses.domain import MEDIA_TYPES, SVG, Figure
from lms.courses.loader import RefusedError, figure_of
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

MAX_UPLOAD = 5_000_000
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
LARGEST_FIGURE = 1_000_000
"""Bytes; what a reader on a phone waits for."""
_SMALLER = 0.75
_QUALITY = 82
_FORMATS = ("PNG", "JPEG", "WEBP")
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    OverflowError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

TOO_LARGE = _l("The file is larger than 5 MB; choose a smaller one.")
EMPTY = _l("Choose a file that is not empty.")
NO_PICTURE = _l("This is not a picture in PNG, JPEG, WebP or SVG.")
BROKEN = _l("The picture is damaged, or is not what it says; save it anew and try once more.")
TOO_MANY_PIXELS = _l("The picture has more than 40 million points; make it smaller first.")


class PictureRefusedError(Exception):
    """A file that becomes no figure; ``sentence`` says why."""

    def __init__(self, sentence: LazyString | str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class _Kind:
    """A format that pictures are written in."""

    pillow: str
    ending: str


def take_picture(content: bytes) -> Figure:
    """Make a figure of an uploaded file, under a name of its own. Raises PictureRefusedError."""
    if not content:
        raise PictureRefusedError(EMPTY)
    if len(content) > MAX_UPLOAD:
        raise PictureRefusedError(TOO_LARGE)
    if _is_drawing(content):
        return _drawing(content)
    kind, picture = _opened(content)
    written = _written(picture, kind)
    while len(written) > LARGEST_FIGURE:
        longest = int(max(picture.size) * _SMALLER)
        picture = ImageOps.contain(picture, (longest, longest))
        written = _written(picture, kind)
    return Figure(_name(kind.ending), MEDIA_TYPES[kind.ending], written)


def _is_drawing(content: bytes) -> bool:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype"))


def _drawing(content: bytes) -> Figure:
    name = _name("svg")
    try:
        figure = figure_of(name, content)
    except RefusedError as error:
        raise PictureRefusedError(error.problems[0].sentence()) from error
    return Figure(name, SVG, figure.content)


def _opened(content: bytes) -> tuple[_Kind, Image.Image]:
    """Return the pixels of a picture, upright and no larger than a page shows, and how to write them."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as opened:
            width, height = opened.size
            if width * height > MAX_PIXELS:
                raise PictureRefusedError(TOO_MANY_PIXELS)
            kind = _Kind(str(opened.format), str(opened.format).lower())
            opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
            upright = ImageOps.exif_transpose(opened)
            has_gaps = upright.has_transparency_data and kind.pillow != "JPEG"
            plain = upright.convert("RGBA" if has_gaps else "RGB")
    except UnidentifiedImageError:
        raise PictureRefusedError(NO_PICTURE) from None
    except _UNREADABLE as error:
        raise PictureRefusedError(BROKEN) from error
    if max(plain.size) > LONGEST_SIDE:
        plain = ImageOps.contain(plain, (LONGEST_SIDE, LONGEST_SIDE))
    return kind, _bare(plain)


def _bare(picture: Image.Image) -> Image.Image:
    """Return the pixels alone: no EXIF, no colour profile, no comments."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _written(picture: Image.Image, kind: _Kind) -> bytes:
    stream = BytesIO()
    options = {"optimize": True} if kind.pillow == "PNG" else {"quality": _QUALITY}
    picture.save(stream, kind.pillow, **options)
    return stream.getvalue()


def _name(ending: str) -> str:
    return f"{secrets.token_hex(8)}.{ending}"
