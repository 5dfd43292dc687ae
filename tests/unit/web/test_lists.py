"""Filters and pages live in the address, beside each other."""

import pytest

from lms.web import lists

CHOICES = [("open", "Open"), ("closed", "Closed")]


@pytest.fixture
def asked(bare_app):
    """Return a context in which a list of rooms is asked for with a query."""
    bare_app.add_url_rule("/houses/<house>/rooms", "rooms", lambda house: house)
    return lambda query: bare_app.test_request_context(f"/houses/old/rooms?{query}")


def test_everything_comes_first_and_is_chosen_when_nothing_is(asked):
    with asked(""):
        chips = lists.chips("state", CHOICES, everything="All")
    assert [(chip.label, chip.is_current) for chip in chips] == [
        ("All", True),
        ("Open", False),
        ("Closed", False),
    ]


def test_a_chip_changes_its_filter_keeps_the_others_and_starts_at_the_first_page(asked):
    with asked("state=open&who=aoi&page=3&lang=en"):
        chips = {chip.label: chip for chip in lists.chips("state", CHOICES, everything="All")}
    assert chips["Open"].is_current
    assert chips["Closed"].url == "/houses/old/rooms?state=closed&who=aoi"
    assert chips["All"].url == "/houses/old/rooms?who=aoi"


def test_an_unknown_value_chooses_everything(asked):
    with asked("state=haunted"):
        chips = lists.chips("state", CHOICES, everything="All")
    assert [chip.label for chip in chips if chip.is_current] == ["All"]


@pytest.mark.parametrize(
    ("page", "has_more", "before", "after"),
    [
        (1, False, None, None),
        (1, True, None, "/houses/old/rooms?who=aoi&page=2"),
        (2, False, "/houses/old/rooms?who=aoi", None),
        (3, True, "/houses/old/rooms?who=aoi&page=2", "/houses/old/rooms?who=aoi&page=4"),
    ],
)
def test_pages_lead_to_their_neighbours(asked, page, has_more, before, after):
    with asked(f"who=aoi&page={page}"):
        assert lists.page_urls(lists.page_number(), has_more=has_more) == (before, after)


@pytest.mark.parametrize(
    ("asked_for", "page"), [("page=4", 4), ("", 1), ("page=0", 1), ("page=-2", 1), ("page=last", 1)]
)
def test_what_is_no_page_is_the_first(asked, asked_for, page):
    with asked(asked_for):
        assert lists.page_number() == page
