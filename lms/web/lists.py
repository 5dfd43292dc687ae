"""What lists share: filters as chips that live in the address, and pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import request

from lms.web.i18n import LazyString

PAGE = "page"


@dataclass(frozen=True)
class Chip:
    """One value of a filter; ``url`` is this page with it chosen."""

    label: str
    url: str
    is_current: bool


def chips(
    parameter: str, choices: Iterable[tuple[str, str | LazyString]], *, everything: str | LazyString
) -> list[Chip]:
    """Return the chips of one filter, "everything" first; the other filters in the address stay."""
    chosen = request.args.get(parameter, "")
    values = [("", everything), *choices]
    known = {value for value, _label in values}
    current = chosen if chosen in known else ""
    return [
        Chip(str(label), _with({parameter: value, PAGE: ""}), value == current) for value, label in values
    ]


def page_urls(page: int, *, has_more: bool) -> tuple[str | None, str | None]:
    """Return the addresses of the page before and the page after, None where there is none."""
    before = _with({PAGE: str(page - 1) if page > 2 else ""}) if page > 1 else None  # noqa: PLR2004 (page 1 has no number)
    return before, _with({PAGE: str(page + 1)}) if has_more else None


def page_number() -> int:
    """Return which page the address asks for, 1 for anything that is not a page."""
    return max(1, min(request.args.get(PAGE, 1, type=int), 100_000))


def this_page(arguments: Mapping[str, str | Sequence[str]]) -> str:
    """Return this page's address with ``arguments``; url_for would take some of a stranger's for its own."""
    path, query = quote(request.root_path + request.path), urlencode(arguments, doseq=True)
    return f"{path}?{query}" if query else path


def _with(changes: dict[str, str]) -> str:
    arguments = {**request.args.to_dict(), **changes}
    return this_page({name: value for name, value in arguments.items() if value and name != "lang"})
