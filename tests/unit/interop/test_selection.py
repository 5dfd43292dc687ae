"""Which documents a program gets for the parameters of its address."""

import pytest

from lms.interop.selection import LARGEST_LIMIT, MOST_PREDICATES, Selection, SelectionError, read_selection

DOCUMENTS = [
    {"title": title, "version": version, "CFPackageURI": {"identifier": title}}
    for title, version in (("Beta", "1"), ("alpha", "2"), ("Gamma", "3"))
]


@pytest.fixture
def titles():
    """Return the titles of the page that some parameters lead to."""

    def select(**parameters: str) -> list[str]:
        selection = read_selection(parameters)
        return [one["title"] for one in selection.page_of(selection.matching(DOCUMENTS))]

    return select


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, ["Beta", "alpha", "Gamma"]),
        ({"limit": "2"}, ["Beta", "alpha"]),
        ({"offset": "2"}, ["Gamma"]),
        ({"offset": "9"}, []),
        ({"sort": "title"}, ["Beta", "Gamma", "alpha"]),
        ({"sort": "version", "orderBy": "desc"}, ["Gamma", "alpha", "Beta"]),
        ({"sort": "colour"}, ["Beta", "alpha", "Gamma"]),
        ({"filter": "title='ALPHA'"}, ["alpha"]),
        ({"filter": "title!='alpha'"}, ["Beta", "Gamma"]),
        ({"filter": "title~'A'"}, ["Beta", "alpha", "Gamma"]),
        ({"filter": "title~'AMM'"}, ["Gamma"]),
        ({"filter": "version > '1' AND version<='2'"}, ["alpha"]),
        ({"filter": "version>='3' OR title='beta'"}, ["Beta", "Gamma"]),
        ({"filter": "version<'2'"}, ["Beta"]),
        ({"filter": "notes='x'"}, []),
        ({"filter": "title='a AND b'"}, []),
    ],
)
def test_the_documents_asked_for_come_in_the_order_asked_for(titles, parameters, found):
    assert titles(**parameters) == found


def test_only_the_members_asked_for_come():
    selection = read_selection({"fields": "title, CFPackageURI"})
    assert selection.page_of(DOCUMENTS[:1]) == [{"title": "Beta", "CFPackageURI": {"identifier": "Beta"}}]


def test_a_limit_has_a_limit():
    assert read_selection({"limit": "999999"}).limit == LARGEST_LIMIT


@pytest.mark.parametrize(
    ("parameters", "parameter", "minor"),
    [
        ({"limit": "0"}, "limit", "invalid_selection_field"),
        ({"limit": "-1"}, "limit", "invalid_selection_field"),
        ({"limit": "ten"}, "limit", "invalid_selection_field"),
        ({"limit": ""}, "limit", "invalid_selection_field"),
        ({"limit": "٣"}, "limit", "invalid_selection_field"),
        ({"offset": "1.5"}, "offset", "invalid_selection_field"),
        ({"offset": "9" * 5000}, "offset", "invalid_selection_field"),
        ({"orderBy": "up"}, "orderBy", "invalid_sort_field"),
        ({"fields": ""}, "fields", "invalid_selection_field"),
        ({"fields": "title,colour"}, "fields", "invalid_selection_field"),
        ({"filter": ""}, "filter", "invalid_selection_field"),
        ({"filter": "title"}, "filter", "invalid_selection_field"),
        ({"filter": "colour='red'"}, "filter", "invalid_selection_field"),
        ({"filter": "title='a' AND"}, "filter", "invalid_selection_field"),
        ({"filter": "title='a' title='b'"}, "filter", "invalid_selection_field"),
        ({"filter": "title='a' AND title='b' OR title='c'"}, "filter", "invalid_selection_field"),
        (
            {"filter": " AND ".join(["title='a'"] * (MOST_PREDICATES + 1))},
            "filter",
            "invalid_selection_field",
        ),
    ],
)
def test_what_cannot_be_used_is_named(parameters, parameter, minor):
    with pytest.raises(SelectionError) as caught:
        read_selection(parameters)
    assert (caught.value.parameter, caught.value.minor) == (parameter, minor)
    assert caught.value.expected


@pytest.mark.parametrize(
    ("offset", "total", "pages"),
    [
        (0, 5, {"first": 0, "last": 4, "next": 2}),
        (2, 5, {"first": 0, "last": 4, "next": 4, "prev": 0}),
        (4, 5, {"first": 0, "last": 4, "prev": 2}),
        (0, 0, {"first": 0, "last": 0}),
        (1, 2, {"first": 0, "last": 0, "prev": 0}),
    ],
)
def test_the_other_pages_are_where_they_begin(offset, total, pages):
    assert Selection(limit=2, offset=offset).offsets(total) == pages
