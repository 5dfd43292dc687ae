"""Places that a list of learners is narrowed to: those in reach and above it; of others not even the name."""

from io import BytesIO
from zipfile import ZipFile

import pytest


@pytest.fixture
def mori(cast, client_as, published, learn):
    learn(cast.aoi, lessons=["first"])
    return client_as(cast.mori)


def test_nothing_is_told_of_a_place_out_of_reach(cast, mori):
    name = cast.outside.name["ja"]
    address = f"place={cast.outside.id}"
    assert name not in mori.get(f"/courses/people?{address}").text
    assert name not in mori.get(f"/courses/people?{address}&q=nobody").text
    with ZipFile(BytesIO(mori.get(f"/courses/people.xlsx?{address}").data)) as book:
        assert name not in book.read("xl/sharedStrings.xml").decode()


def test_places_in_reach_and_above_it_narrow_the_list(cast, mori):
    for place in (cast.chamber, cast.council):
        page = mori.get(f"/courses/people?place={place.id}")
        assert cast.aoi.name in page.text
