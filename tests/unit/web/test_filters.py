"""How dates, years, shares, browsers and places are written in both languages."""

from datetime import UTC, date, datetime

import pytest

from lms.web import filters

FRIDAY = date(2026, 11, 20)
JUST_AFTER_MIDNIGHT_IN_JAPAN = datetime(2026, 11, 19, 15, 5, tzinfo=UTC)
CHROME = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"
FIREFOX = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_days_in_the_facts_of_a_sentence_are_written_in_words(speaking):
    facts = {"ends_on": FRIDAY, "on": "2026-11-20", "day": "2026-11-20", "reason": "2026-11-20", "n": 3}
    facts |= {"starts_on": "soon", "saved_at": JUST_AFTER_MIDNIGHT_IN_JAPAN}
    with speaking("en"):
        told = filters.days_in_words(facts)
    assert {name: told[name] for name in ("ends_on", "on", "day")} == dict.fromkeys(
        ("ends_on", "on", "day"), "Fri 20 Nov 2026"
    )
    assert {name: told[name] for name in ("reason", "n", "starts_on", "saved_at")} == {
        name: facts[name] for name in ("reason", "n", "starts_on", "saved_at")
    }


@pytest.mark.parametrize(
    ("write", "value", "japanese", "english"),
    [
        (filters.date_long, FRIDAY, "2026年11月20日(金)", "Fri 20 Nov 2026"),
        (filters.date_long, date(2027, 1, 3), "2027年1月3日(日)", "Sun 3 Jan 2027"),
        (filters.date_long, JUST_AFTER_MIDNIGHT_IN_JAPAN, "2026年11月20日(金)", "Fri 20 Nov 2026"),
        (filters.date_short, FRIDAY, "2026/11/20", "20 Nov 2026"),
        (filters.date_short, date(2026, 4, 1), "2026/4/1", "1 Apr 2026"),
        (filters.datetime_short, JUST_AFTER_MIDNIGHT_IN_JAPAN, "2026/11/20 00:05", "20 Nov 2026, 00:05"),
        (filters.fiscal_year_label, FRIDAY, "2026年度（令和8年度）", "FY2026 (Reiwa 8)"),
        (filters.fiscal_year_label, date(2027, 3, 31), "2026年度（令和8年度）", "FY2026 (Reiwa 8)"),
        (filters.fiscal_year_label, date(2027, 4, 1), "2027年度（令和9年度）", "FY2027 (Reiwa 9)"),
        (filters.fiscal_year_label, date(2019, 4, 1), "2019年度（令和元年度）", "FY2019 (Reiwa 1)"),
        (filters.fiscal_year_label, date(2018, 4, 1), "2018年度（平成30年度）", "FY2018 (Heisei 30)"),
        (filters.place, "広島県", "広島県", "Hiroshima"),
    ],
)
def test_values_are_written_as_each_language_does(write, value, japanese, english, speaking):
    with speaking("ja"):
        assert write(value) == japanese
    with speaking("en"):
        assert write(value) == english


@pytest.mark.parametrize(
    ("ratio", "whole"),
    [(0, "0"), (0.004, "0"), (0.84, "84"), (0.845001, "85"), (0.995, "99"), (0.9999999, "99"), (1, "100")],
)
def test_a_share_is_never_rounded_up_to_a_false_hundred(ratio, whole, speaking):
    with speaking("en"):
        assert filters.percent(ratio) == f"{whole}%"
    with speaking("ja"):
        assert filters.percent(ratio) == f"{whole}\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME, "Chrome, Android"),
        (EDGE, "Edge, Windows"),
        (SAFARI, "Safari, iPhone"),
        (FIREFOX, "Firefox, Mac"),
        ("curl/8.5", "curl/8.5"),
        ("x" * 100, "x" * 60),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_name_it(user_agent, name):
    assert filters.browser_label(user_agent) == name
