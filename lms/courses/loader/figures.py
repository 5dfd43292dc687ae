"""Drawings of lessons: SVG that is only a drawing.

They are shown by ``<img>``, where browsers run no script and load nothing; what could do either is refused
all the same, since somebody may open the file by itself.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

from lms.courses.domain import SVG, Figure
from lms.courses.loader.files import RefusedError, read_text
from lms.courses.loader.problem import Problem

_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "symbol", "use", "marker", "clipPath", "mask", "pattern"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("linearGradient", "radialGradient", "stop"),
    }
)
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY", "<?xml-stylesheet")


def read_figure(folder: Path, name: str) -> Figure:
    """Return a drawing of the course. Raises RefusedError."""
    svg = read_text(folder, name)
    for declaration in _DECLARATIONS:
        if declaration.lower() in svg.lower():
            line = svg[: svg.lower().index(declaration.lower())].count("\n") + 1
            raise RefusedError(Problem(name, line, "courses.figure_unsafe", {"name": declaration}))
    try:
        root = fromstring(svg, XMLParser())  # noqa: S314 (no entities are left: see above)
    except ParseError as error:
        line = error.position[0]
        raise RefusedError(Problem(name, line, "courses.figure_not_svg", {"reason": error})) from error
    if root.tag != f"{_SVG}svg":
        raise RefusedError(Problem(name, 1, "courses.figure_not_svg", {"reason": root.tag}))
    problems = [Problem(name, 1, "courses.figure_unsafe", {"name": found}) for found in _unsafe(root)]
    if problems:
        raise RefusedError(*problems)
    return Figure(name=Path(name).name, media_type=SVG, content=svg.encode())


def _unsafe(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag.removeprefix(_SVG) not in _ELEMENTS:
            yield element.tag.rpartition("}")[2]
        for attribute, value in element.attrib.items():
            name = attribute.rpartition("}")[2].lower()
            leads_elsewhere = name == "href" and not value.startswith("#")
            if name.startswith("on") or name == "style" or leads_elsewhere or "url(" in _without_own(value):
                yield attribute.rpartition("}")[2]


def _without_own(value: str) -> str:
    return value.replace("url(#", "")
