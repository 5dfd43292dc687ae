"""The same few words at the top of every page, chosen by role; four of them at the bottom of a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for

from lms.web.i18n import LOCALES, LazyString, current_locale
from lms.web.lists import this_page
from lms.web.request import current_account

ON_PHONE = 4


@dataclass(frozen=True)
class NavigationEntry:
    """A word of the navigation and where it leads."""

    endpoint: str
    label: LazyString
    icon: str
    also: tuple[str, ...] = ()
    """Further paths whose pages belong under this word."""


@dataclass(frozen=True)
class NavigationItem:
    """An entry as one page shows it."""

    label: str
    url: str
    icon: str
    is_current: bool
    on_phone: bool


@dataclass(frozen=True)
class ShownAccount:
    """Who is signed in, for the header."""

    name: str
    organisation_name: Mapping[str, str] | None


def init_navigation(app: Flask, entries_by_role: Mapping[str, Sequence[NavigationEntry]]) -> None:
    """Give every page its navigation. Roles are tried in the mapping's order; the first one held decides."""

    def entries() -> Sequence[NavigationEntry]:
        account = current_account()
        if account is None or account.actor is None:
            return ()
        return next((found for role, found in entries_by_role.items() if role in account.role_codes), ())

    @app.context_processor
    def page_frame() -> dict[str, object]:
        account = current_account()
        signed_in = account if account is not None and account.actor is not None else None
        return {
            "navigation": [_item(entry, position) for position, entry in enumerate(entries())],
            "account": ShownAccount(signed_in.name, signed_in.organisation_name) if signed_in else None,
            "locale": current_locale(),
            "language_urls": {locale: _same_page_in(locale) for locale in LOCALES},
        }


def _item(entry: NavigationEntry, position: int) -> NavigationItem:
    url = url_for(entry.endpoint)
    is_current = any(
        request.path == start or (start != "/" and request.path.startswith(start + "/"))
        for start in (url, *entry.also)
    )
    return NavigationItem(
        str(entry.label), url, entry.icon, is_current=is_current, on_phone=position < ON_PHONE
    )


def _same_page_in(locale: str) -> str:
    if request.endpoint is None:
        return f"/?lang={locale}"
    return this_page(request.args.to_dict(flat=False) | {"lang": [locale]})
