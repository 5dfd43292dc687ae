"""/rubrics: versions and their comparison, /rubric on a day; for who has some and who has none."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from lms.kernel.clock import FrozenClock
from lms.rubric.commands import archive_version, load_rubric
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, LocalExample, Succession
from lms.rubric.domain.editing import put_criterion, put_line, take_out_criterion
from lms.rubric.domain.starting import additions_to, next_of
from tests.conftest import NOW
from tests.factories.rubric import CriterionTextFactory, DomainTextFactory, RubricTextFactory, load

NOTE = {"ja": "言葉を二つに分けた。", "en": "One thing has become two."}


@pytest.fixture
def at():
    """Return the clock of a number of days ago."""
    return lambda days: FrozenClock(NOW - timedelta(days=days))


@pytest.fixture
def first(session, cast, at):
    return load(session, publisher_id=cast.council.id, clock=at(200), text=RubricTextFactory())


@pytest.fixture
def second(session, cast, at, first):
    """The next version: A1 is reworded and split into A1 and A3, A2 is retired."""
    reworded = CriterionTextFactory(code="A1", definition={"ja": "A1の新しい定義", "en": "What A1 is now"})
    text = put_criterion(next_of(RubricTextFactory()), reworded, domain="A", instead_of="A1")
    text = put_criterion(text, CriterionTextFactory(code="A3"), domain="A")
    text = put_line(text, CrosswalkLine("A1", CrosswalkKind.SPLIT, ("A1", "A3")))
    text = take_out_criterion(text, "A2")
    text = replace(text, succession=replace(text.succession, note=NOTE))
    return load(session, publisher_id=cast.council.id, clock=at(30), text=text)


@pytest.fixture
def third(session, cast, at, second):
    """One more: A3 is on another scale."""
    text = next_of(RubricTextFactory(domains=(DomainTextFactory(code="A"),)))
    criteria = (CriterionTextFactory(code="A1"), CriterionTextFactory(code="A3"))
    lines = (
        CrosswalkLine("A1", CrosswalkKind.SAME, ("A1",)),
        CrosswalkLine("A3", CrosswalkKind.SHIFTED, ("A3",), {1: 1, 2: 1}),
    )
    domains = (DomainTextFactory(code="A", criteria=criteria),)
    text = replace(text, version="3", domains=domains, succession=Succession("2", Change.MEANING, lines))
    return load(session, publisher_id=cast.council.id, clock=at(10), text=text)


@pytest.fixture
def added(session, cast, at, first):
    """What the chamber adds: a criterion and an example."""
    text = replace(
        additions_to(RubricTextFactory(), code="small-hiroshima", organisation=cast.chamber.name),
        domains=(DomainTextFactory(code="H", criteria=(CriterionTextFactory(code="H1"),)),),
        examples=(LocalExample("A1", 2, {"ja": "港の例", "en": "At the port"}),),
    )
    loading = load_rubric(session, actor_id=None, rubric=text, publisher_id=cast.chamber.id, clock=at(100))
    session.flush()
    return loading.rubric_version_id


@pytest.fixture
def page(client_as):
    """Open a page as somebody and return its status and text."""

    def show(person, path):
        answer = client_as(person).get(path)
        return answer.status_code, unescape(answer.text)

    return show


def test_versions_stand_newest_first_with_what_changed_and_who_published(cast, second, page):
    status, text = page(cast.aoi, "/rubrics?lang=en")
    assert status == 200
    assert text.index("Version 2") < text.index("Version 1")
    assert "One thing has become two." in text
    assert text.count("Outdated") == 1
    assert "Begin" not in text
    assert "Bring in a file" not in text


@pytest.mark.parametrize(
    ("person", "action"), [("hara", "Write the next version"), ("mori", None), ("hojo", None)]
)
def test_the_primary_action_depends_on_where_one_may_edit(cast, first, page, person, action):
    _, text = page(getattr(cast, person), "/rubrics?lang=en")
    assert ("button--primary" in text) == (action is not None)
    assert action is None or action in text


def test_who_has_no_rubric_is_told_why(cast, second, page):
    status, text = page(cast.chie, "/rubrics?lang=en")
    assert status == 200
    assert "No rubric is published yet" in text
    assert "A small rubric" not in text


def test_an_old_version_is_readable_in_its_own_words_and_leads_to_the_one_in_force(cast, first, third, page):
    status, text = page(cast.aoi, f"/rubrics/{first.id}?lang=en")
    assert status == 200
    assert "This version is no longer in force" in text
    assert f'href="/rubrics/{third.id}"' in text
    assert "What A2 is" in text


def test_a_version_says_what_became_of_each_criterion(cast, second, page):
    _, text = page(cast.aoi, f"/rubrics/{second.id}?lang=ja")
    assert "A1 能力A1、A3 能力A3に分割し" in text
    assert "段階の判定には数えません" in text
    assert "言葉を二つに分けた。" in text


def test_levels_that_are_read_anew_are_said_one_by_one(cast, third, page):
    _, text = page(cast.aoi, f"/rubrics/{third.id}?lang=ja")
    assert "これまで段階2 段階2と評価された記録は、段階1 段階1として読みます。" in text


@pytest.mark.parametrize("place", ["/rubrics/{}", "/rubrics/{}/compare/{}", "/rubrics/{}/archive"])
def test_a_version_of_somebody_else_is_not_found(cast, second, page, place):
    assert page(cast.chie, place.format(second.id, second.id))[0] == 404


def test_two_versions_show_what_went_and_what_came_with_words_for_it(cast, first, second, page):
    status, text = page(cast.aoi, f"/rubrics/{first.id}/compare/{second.id}?lang=en")
    assert status == 200
    assert 'added: </span> now<span class="visually-hidden"> (end)</span></ins>' in text
    assert "<del" not in text.split("What A1 is")[0]
    assert "Retired" in text
    assert "Comes from A1" in text


def test_the_filter_decides_whether_what_stayed_is_shown(cast, first, second, page):
    place = f"/rubrics/{first.id}/compare/{second.id}"
    _, changed = page(cast.aoi, f"{place}?lang=en")
    _, everything = page(cast.aoi, f"{place}?lang=en&show=all")
    assert "Where it is from" not in changed
    assert "Where it is from" in everything


def test_versions_apart_are_compared_along_all_between(cast, first, third, page):
    status, text = page(cast.aoi, f"/rubrics/{first.id}/compare/{third.id}?lang=en")
    assert status == 200
    assert "Comes from A1" in text


def test_a_version_beside_itself_says_the_same(cast, first, page):
    _, text = page(cast.aoi, f"/rubrics/{first.id}/compare/{first.id}?lang=en")
    assert "The two versions say the same" in text


def test_unrelated_rubrics_are_compared_by_their_codes(session, cast, at, first, page):
    other = load(
        session,
        publisher_id=cast.council.id,
        clock=at(5),
        text=RubricTextFactory(code="other", domains=(DomainTextFactory(code="B"),)),
    )
    _, text = page(cast.aoi, f"/rubrics/{first.id}/compare/{other.id}?lang=en")
    assert text.count("Retired") == 2
    assert text.count(">New<") == 2


def test_a_chosen_pair_is_put_in_order(cast, client_as, first, second):
    browser = client_as(cast.aoi)
    answer = browser.get(f"/rubrics/compare?old={second.id}&new={first.id}")
    assert (answer.status_code, answer.location) == (303, f"/rubrics/{first.id}/compare/{second.id}")
    for nonsense in ("", "?old=x&new=y", f"?old={first.id}"):
        assert browser.get(f"/rubrics/compare{nonsense}").location == "/rubrics"


def test_the_page_of_the_rubric_tells_of_a_young_version_for_ninety_days(cast, first, second, page):
    _, text = page(cast.aoi, "/rubric?lang=en")
    assert "One thing has become two." in text
    assert f'href="/rubrics/{first.id}/compare/{second.id}"' in text


def test_an_old_publication_is_no_news(session, cast, at, client_as, page):
    load(session, publisher_id=cast.council.id, clock=at(200), text=RubricTextFactory())
    text = next_of(RubricTextFactory())
    load(session, publisher_id=cast.council.id, clock=at(91), text=text)
    assert "New since" not in page(cast.aoi, "/rubric?lang=en")[1]


@pytest.mark.parametrize(("on", "version"), [("2026-11-20", "2"), ("2026-10-01", "1")])
def test_the_rubric_of_any_day_is_the_one_in_force_then(cast, second, page, on, version):
    status, text = page(cast.aoi, f"/rubric?on={on}&lang=en")
    assert status == 200
    assert f"version {version} was in force" in text
    assert f'value="{on}"' in text


def test_a_day_before_all_versions_has_none(cast, second, page):
    status, text = page(cast.aoi, "/rubric?on=2020-01-01&lang=en")
    assert status == 200
    assert "No rubric was in force on Wed 1 Jan 2020" in text


@pytest.mark.parametrize(
    ("typed", "why"),
    [("yesterday", "is no date"), ("2026-13-01", "is no date"), ("2026-11-21", "not decided yet")],
)
def test_a_bad_day_is_refused_at_its_field(cast, second, page, typed, why):
    status, text = page(cast.aoi, f"/rubric?on={typed}&lang=en")
    assert status == 422
    assert why in text
    assert 'aria-invalid="true"' in text
    assert "What A1 is now" in text


def test_editing_is_offered_to_those_who_may(cast, first, page):
    assert "Versions and editing" in page(cast.hara, "/rubric?lang=en")[1]
    assert "Versions and editing" not in page(cast.aoi, "/rubric?lang=en")[1]


def test_what_a_member_adds_is_marked_where_the_rubric_is_read(cast, added, page):
    _, text = page(cast.aoi, "/rubric?lang=en")
    assert "At the port" in text
    assert text.count("Added by us") == 3
    assert "At the port" not in page(cast.kaoru, "/rubric?lang=en")[1]


def test_what_a_member_adds_has_a_page_among_what_it_is_added_to(cast, added, page):
    status, text = page(cast.aoi, f"/rubrics/{added}?lang=en")
    assert status == 200
    assert text.index("What A1 is") < text.index("At the port") < text.index("What H1 is")
    _, versions = page(cast.hara, "/rubrics?lang=en")
    assert "What members add to it" in versions
    assert f"/rubrics/{added}" not in page(cast.kaoru, "/rubrics?lang=en")[1]


def test_a_withdrawn_version_says_who_withdrew_it_and_why(session, cast, clock, first, page):
    archive_version(session, actor=cast.actor(cast.hara), version_id=first.id, reason="誤り", clock=clock)
    session.flush()
    _, text = page(cast.hara, f"/rubrics/{first.id}?lang=en")
    assert "Withdrawn by 原 はるか: 誤り" in text


def test_withdrawing_asks_for_a_reason_and_names_what_follows(cast, client_as, first):
    browser = client_as(cast.hara)
    place = f"/rubrics/{first.id}/archive"
    assert browser.submit(place, {"reason": ""}).status_code == 422
    answer = browser.submit(place, {"reason": "使わない"})
    assert (answer.status_code, answer.location) == (303, f"/rubrics/{first.id}")
    assert browser.get(place).location == f"/rubrics/{first.id}"


def test_the_list_takes_as_many_statements_for_three_versions_as_for_one(
    cast, client_as, first, counting, request
):
    n_statements = []
    browser = client_as(cast.hara)
    for name in (None, "second", "third"):
        if name:
            request.getfixturevalue(name)
        with counting() as statements:
            browser.get("/rubrics")
        n_statements.append(len(statements))
    assert len(set(n_statements)) == 1
    assert n_statements[0] <= 15
