"""How values are written in pages: dates, fiscal years, shares. Japan's calendar days throughout."""

import re
from calendar import month_name
from collections.abc import Mapping
from datetime import date, datetime

from flask import Flask

from lms.kernel.calendar import fiscal_year, japanese_era
from lms.kernel.clock import japanese_day
from lms.kernel.japan import place_in_english
from lms.web.i18n import current_locale, current_timezone, localised

_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_NAME = re.compile("day|(.*_)?on")
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ERAS = {
    "reiwa": ("令和", "Reiwa"),
    "heisei": ("平成", "Heisei"),
    "showa": ("昭和", "Showa"),
    "taisho": ("大正", "Taisho"),
    "meiji": ("明治", "Meiji"),
}


def init_filters(app: Flask) -> None:
    """Make the filters known to the templates."""
    for function in (
        localised,
        date_long,
        date_short,
        date_with_era,
        datetime_short,
        fiscal_year_label,
        percent,
        browser_label,
        place,
    ):
        app.jinja_env.filters[function.__name__.removesuffix("_label")] = function


def _day(value: date | datetime) -> date:
    return japanese_day(value) if isinstance(value, datetime) else value


def date_long(value: date | datetime) -> str:
    """Write a day with its weekday: 2026年11月20日(金), Fri 20 November 2026 shortened to Fri 20 Nov 2026."""
    day = _day(value)
    if current_locale() == "ja":
        return f"{day.year}年{day.month}月{day.day}日({_WEEKDAYS_JA[day.weekday()]})"
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def days_in_words(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts of a sentence with their days as ``date_long`` writes them.

    A day is a date, or its ISO form under a name that ends as those of days do (payloads are JSON).
    """
    return {name: _day_in_words(name, value) for name, value in facts.items()}


def _day_in_words(name: str, value: object) -> object:
    if isinstance(value, str) and _DAY_NAME.fullmatch(name) and _ISO_DAY.fullmatch(value):
        return date_long(date.fromisoformat(value))
    return date_long(value) if isinstance(value, date) and not isinstance(value, datetime) else value


def date_short(value: date | datetime) -> str:
    """Write a day for tables: 2026/11/20, 20 Nov 2026."""
    day = _day(value)
    if current_locale() == "ja":
        return f"{day.year}/{day.month}/{day.day}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def date_with_era(value: date | datetime) -> str:
    """Write a day as on papers: 2026年11月20日（令和8年11月20日）, 20 November 2026 (Reiwa 8)."""
    day = _day(value)
    code, era_year = japanese_era(day)
    name_ja, name_en = _ERAS[code]
    if current_locale() == "ja":
        month_and_day = f"{day.month}月{day.day}日"
        era_day = f"{name_ja}{'元' if era_year == 1 else era_year}年{month_and_day}"
        return f"{day.year}年{month_and_day}（{era_day}）"
    return f"{day.day} {month_name[day.month]} {day.year} ({name_en} {era_year})"


def datetime_short(value: datetime) -> str:
    """Write an instant in the installation's time: 2026/11/20 14:02, 20 Nov 2026, 14:02."""
    local = value.astimezone(current_timezone())
    day, time = date_short(local.date()), local.strftime("%H:%M")
    return f"{day} {time}" if current_locale() == "ja" else f"{day}, {time}"


def fiscal_year_label(value: date | datetime) -> str:
    """Write the fiscal year of a day with its era: 2026年度（令和8年度）, FY2026 (Reiwa 8)."""
    year = fiscal_year(_day(value))
    code, era_year = japanese_era(date(year, 5, 1))
    name_ja, name_en = _ERAS[code]
    if current_locale() == "ja":
        return f"{year}年度（{name_ja}{'元' if era_year == 1 else era_year}年度）"
    return f"FY{year} ({name_en} {era_year})"


def percent(ratio: float) -> str:
    """Write a share of 1 as whole per cent, never a false 100: 84 %, 84%."""
    whole = round(ratio * 100)
    if ratio < 1:
        whole = min(whole, 99)
    return f"{whole}\N{NO-BREAK SPACE}%" if current_locale() == "ja" else f"{whole}%"


_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac", "Mac"),
)


def browser_label(user_agent: str) -> str:
    """Name a browser and its device as people do, as far as it tells: Chrome, Android."""
    names = [
        next((name for mark, name in marks if mark in user_agent), None) for marks in (_BROWSERS, _DEVICES)
    ]
    known = ", ".join(name for name in names if name)
    return known or user_agent[:60]


def place(name: str) -> str:
    """Write a region or prefecture in the reader's language: 中国, Chugoku."""
    return name if current_locale() == "ja" else place_in_english(name)
