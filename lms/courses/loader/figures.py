"""Pictures of lessons: SVG that is only a drawing, and photographs in PNG, JPEG or WebP.

They are shown by ``<img>``, where browsers run no script and load nothing; what could do either is refused
all the same, since somebody may open the file by itself.
"""

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

from PIL import Image, UnidentifiedImageError

from lms.courses.domain import MEDIA_TYPES, SVG, Figure
from lms.courses.loader.files import MAX_BYTES, CourseFiles, RefusedError, read_bytes, text_of
from lms.courses.loader.problem import Problem

FIGURES_FOLDER = "figures"
MAX_PICTURE_BYTES = 5_000_000
MAX_PIXELS = 40_000_000

FIGURE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,70}\.(?:svg|png|jpe?g|webp)")

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "symbol", "use", "marker", "clipPath", "mask", "pattern"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("linearGradient", "radialGradient", "stop"),
    }
)
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY", "<?xml-stylesheet")
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_PLACE_TAKEN = 0x8825
"""The part of a photograph's EXIF that tells where it was taken."""
_PLACE_NAMED = b"GPSL"
"""How the same begins in XMP: GPSLatitude, GPSLongitude."""
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


def media_type_of(name: str) -> str:
    """Return the media type that the ending of a figure's name stands for."""
    return MEDIA_TYPES[PurePosixPath(name).suffix.removeprefix(".")]


def read_figure(files: CourseFiles, name: str) -> Figure:
    """Return a figure of the course. Raises RefusedError."""
    limit = MAX_BYTES if media_type_of(name) == SVG else MAX_PICTURE_BYTES
    return figure_of(name, read_bytes(files, name, limit))


def figure_of(name: str, content: bytes) -> Figure:
    """Return the figure that a file's bytes are. Raises RefusedError."""
    media_type = media_type_of(name)
    if media_type == SVG:
        text = text_of(name, content)
        _check_drawing(name, text)
        content = text.encode()
    else:
        _check_picture(name, content, _FORMATS[media_type])
    return Figure(name=PurePosixPath(name).name, media_type=media_type, content=content)


def _check_picture(name: str, content: bytes, expected: str) -> None:
    """Refuse what is no picture of the kind its name says, too large to show, or tells where it was taken."""
    try:
        with Image.open(BytesIO(content), formats=(expected,)) as picture:
            _check_size(name, *picture.size)  # before anything is unpacked, which reading the EXIF does
            picture.load()
            has_place = bool(picture.getexif().get_ifd(_PLACE_TAKEN)) or _PLACE_NAMED in _packet(picture)
    except UnidentifiedImageError:
        raise RefusedError(Problem(name, 1, "courses.figure_not_picture", {"expected": expected})) from None
    except _UNREADABLE as error:
        raise RefusedError(Problem(name, 1, "courses.figure_broken", {"reason": error})) from error
    if has_place:
        raise RefusedError(Problem(name, 1, "courses.figure_gps"))


def _check_size(name: str, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        facts = {"width": width, "height": height, "limit": MAX_PIXELS // 1_000_000}
        raise RefusedError(Problem(name, 1, "courses.figure_too_large", facts))


def _packet(picture: Image.Image) -> bytes:
    """Return the XMP packet, where phones and editors write what EXIF holds once more."""
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return packet if isinstance(packet, bytes) else str(packet).encode()


def _check_drawing(name: str, svg: str) -> None:
    for declaration in _DECLARATIONS:
        if declaration.lower() in svg.lower():
            line = svg[: svg.lower().index(declaration.lower())].count("\n") + 1
            raise RefusedError(Problem(name, line, "courses.figure_unsafe", {"name": declaration}))
    try:
        root = fromstring(svg, XMLParser())  # noqa: S314 (no entities are left: see above)
    except ParseError as error:
        line = error.position[0]
        raise RefusedError(Problem(name, line, "courses.figure_not_svg", {"reason": error})) from error
    if root.tag != f"{_NAMESPACE}svg":
        raise RefusedError(Problem(name, 1, "courses.figure_not_svg", {"reason": root.tag}))
    problems = [Problem(name, 1, "courses.figure_unsafe", {"name": found}) for found in _unsafe(root)]
    if problems:
        raise RefusedError(*problems)


def _unsafe(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag.removeprefix(_NAMESPACE) not in _ELEMENTS:
            yield element.tag.rpartition("}")[2]
        for attribute, value in element.attrib.items():
            name = attribute.rpartition("}")[2].lower()
            leads_elsewhere = name == "href" and not value.startswith("#")
            if name.startswith("on") or name == "style" or leads_elsewhere or "url(" in _without_own(value):
                yield attribute.rpartition("}")[2]


def _without_own(value: str) -> str:
    return value.lower().replace("url(#", "")
