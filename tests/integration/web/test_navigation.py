"""The few words at the top of every page: chosen by role, each leading to a page one may open."""

import re

import pytest

from lms.people import commands
from lms.people.domain import RoleCode
from tests.cast import JOINED

WORDS = {
    "aoi": ["/", "/me", "/courses", "/ojt", "/cases", "/rubric"],
    "mori": ["/", "/ojt", "/people", "/reports/levels", "/cases", "/courses"],
    "hara": ["/", "/pairing", "/people", "/reports/levels", "/cases", "/ojt"],
    "hojo": ["/", "/people", "/courses", "/rubric"],
}


@pytest.fixture
def navigation():
    """Return the main menu of a page: addresses in order, those marked as current, those kept on a phone."""

    def of(page: str) -> tuple[list[str], list[str], list[str]]:
        menu = page[page.index('<ul class="nav__list">') :]
        items = re.findall(r"<li.*?</li>", menu[: menu.index("</ul>")], re.DOTALL)
        address = [re.search(r'href="([^"]+)"', item)[1] for item in items]
        marked = [place for place, item in zip(address, items, strict=True) if "aria-current" in item]
        phone = [place for place, item in zip(address, items, strict=True) if "nav__item--phone" in item]
        return address, marked, phone

    return of


@pytest.mark.parametrize("name", WORDS)
def test_each_role_finds_its_words_and_every_word_leads_to_an_open_page(name, client_as, cast, navigation):
    browser = client_as(getattr(cast, name))
    addresses, marked, phone = navigation(browser.get("/").text)
    assert addresses == WORDS[name]
    assert marked == ["/"]
    assert phone == WORDS[name][:4]
    assert {address: browser.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_with_several_roles_the_first_of_the_order_decides(client_as, cast, session, navigation):
    for role in (RoleCode.HOST, RoleCode.SUPERVISOR):
        commands.grant_role(
            session, person=cast.aoi, organisation=cast.chamber, role_code=role, starts_on=JOINED
        )
    session.flush()
    assert navigation(client_as(cast.aoi).get("/").text)[0] == WORDS["mori"]


def test_the_word_of_the_page_one_is_on_is_marked_below_it_too(client_as, cast, navigation):
    browser = client_as(cast.mori)
    for address, word in (
        ("/people", "/people"),
        (f"/people/{cast.aoi.id}", "/people"),
        ("/organisations", "/people"),
        ("/clients", "/cases"),
        ("/people?role=advisor", "/people"),
    ):
        assert navigation(browser.get(address).text)[1] == [word], address
    assert navigation(browser.get("/account").text)[1] == []


def test_a_stranger_sees_no_menu(anonymous):
    assert "nav__list" not in anonymous.get("/sign-in").text


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("/people?role=advisor&q=a%26b", "/people?role=advisor&amp;q=a%26b&amp;lang=en"),
        ("/organisations", "/organisations?lang=en"),
        ("/no-such-page", "/?lang=en"),
    ],
)
def test_the_other_language_is_one_tap_away_on_the_same_page(path, english, client_as, cast):
    assert f'href="{english}"' in client_as(cast.hara).get(path).text
