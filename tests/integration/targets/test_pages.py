"""The pages of profiles and gaps: what they say, whom they are closed to, that nothing typed is lost."""

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from lms.decisions.commands import decide_level
from lms.decisions.domain import Scope, ScopeKind
from lms.evidence.models import ObservationRow
from lms.targets.domain import Audience, Span
from lms.targets.messages import MAILS
from lms.targets.models import TargetProfile
from tests.cast import TODAY
from tests.factories.decisions import LevelDraftFactory
from tests.factories.targets import BEGINS

NEW = {
    "code": "year-3",
    "name_ja": "三年目",
    "reach": "audience",
    "role": "advisor",
    "starts_on": "2026-04-01",
    "standing": "draft",
    "level_A1": "2",
    "level_B1": "3",
}


@pytest.fixture
def hr(school, client_as):
    return client_as(school.cast.hara)


@pytest.fixture
def words():
    """Return the words of a page's content, tags taken out."""

    def of(page: str) -> str:
        main = page[page.index("<main") : page.index("</main>")]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    return of


def test_a_profile_is_made_changed_and_ended_in_the_browser(school, hr, session, words):
    council = str(school.cast.council.id)
    answer = hr.submit("/targets/new", {**NEW, "organisation": council})
    assert answer.status_code == 303
    profile = session.query(TargetProfile).one()
    page = words(hr.get(f"/targets/{profile.id}?lang=en").text)
    for part in ("三年目", "Advisor", "FY2026", "Draft levels", "In force"):
        assert part in page, part

    answer = hr.submit(
        f"/targets/{profile.id}/edit",
        {**NEW, "level_A1": "4", "standing": "agreed", "reason": "話し合って決めた"},
    )
    assert answer.status_code == 303
    page = words(hr.get(f"/targets/{profile.id}?lang=en").text)
    assert "Draft levels" not in page
    assert "話し合って決めた" in page

    answer = hr.submit(f"/targets/{profile.id}/end", {"ends_on": TODAY.isoformat(), "reason": "統合"})
    assert answer.status_code == 303
    assert "Over" in words(hr.get("/targets?lang=en").text)


def test_every_error_stands_at_its_field_and_nothing_typed_is_lost(school, hr):
    typed = {**NEW, "organisation": str(school.cast.council.id), "code": "3年目", "name_ja": "  "}
    answer = hr.submit("/targets/new?lang=en", {**typed, "description_ja": "大切な説明"})
    assert answer.status_code == 422
    assert "Use small letters, digits and hyphens" in answer.text
    assert "大切な説明" in answer.text
    assert re.search(
        r'name="level_B1"[^>]*value="3"[^>]*checked|checked[^>]*name="level_B1"[^>]*value="3"', answer.text
    )

    flawed = {**typed, "code": "year-3", "years_from": "3", "years_to": "1", "level_A1": "", "level_B1": ""}
    answer = hr.submit("/targets/new?lang=en", {**flawed, "ends_on": "2026-04-01"})
    assert answer.status_code == 422
    for anchor, text in (
        ("name_ja", "Give it a name, in at least one language."),
        ("ends_on", "It has to end after it begins."),
        ("years_to", "The last year of service is before the first"),
        ("levels", "Choose a level for at least one ability"),
    ):
        assert re.search(rf'href="#{anchor}">[^<]*{re.escape(text)}', answer.text), anchor
    assert 'id="levels"' in answer.text


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"code": "other"}, "speaks to exactly the same people"),
        ({"role": "supervisor"}, "Another profile with this code holds on some of these days"),
        ({"code": "bank", "kind": "bank"}, "There is no organisation of this kind below yours"),
    ],
)
def test_what_only_the_data_can_tell_is_told_at_the_field_too(changed, text, school, hr):
    school.publish(audience=Audience("advisor"))
    answer = hr.submit(
        "/targets/new?lang=en", {**NEW, "organisation": str(school.cast.council.id), **changed}
    )
    assert answer.status_code == 422
    assert text in answer.text


def test_a_stale_change_shows_both_and_keeps_what_was_typed(school, hr, session):
    profile_id = school.publish(levels={"A1": 2})
    address = f"/targets/{profile_id}/edit"
    fields = hr.hidden_fields(address)
    hr.submit(address, {**NEW, "level_B1": "", "level_A1": "4", "reason": "先の変更"})
    answer = hr.post(address, data={**fields, **NEW, "level_A1": "3", "reason": "後の変更"})
    assert answer.status_code == 409
    assert "後の変更" in answer.text
    assert "チャレンジャー" in answer.text
    assert "チェンジ・メイカー" in answer.text
    session.expire_all()
    assert session.get_one(TargetProfile, profile_id).version == 2


def test_a_form_of_an_earlier_rubric_is_not_saved_blindly(school, hr):
    fields = {**hr.hidden_fields("/targets/new"), "rubric_version": str(school.cast.aoi.id)}
    answer = hr.post(
        "/targets/new?lang=en", data={**fields, **NEW, "organisation": str(school.cast.council.id)}
    )
    assert answer.status_code == 422
    assert "A new version of the rubric was published meanwhile" in answer.text
    assert f'value="{school.rubric.id}"' in answer.text


def test_giving_and_taking_back_a_profile(school, hr, words):
    aoi = school.cast.aoi.id
    given = school.publish(audience=None, name={"ja": "リーダー候補", "en": "Coming leader"})
    school.publish(code="elsewhere", at=school.cast.neighbour, audience=None, name={"ja": "隣の姿"})
    form = hr.get(f"/people/{aoi}/target/assign").text
    assert "リーダー候補" in form
    assert "隣の姿" not in form
    answer = hr.submit(
        f"/people/{aoi}/target/assign",
        {"profile": str(given), "starts_on": TODAY.isoformat(), "reason": "次の異動に備えて"},
    )
    assert answer.status_code == 303
    page = hr.get(f"/people/{aoi}/target?lang=en").text
    assert "Coming leader" in page
    assert "次の異動に備えて" in page
    (end,) = re.findall(r'href="(/targets/assignments/[^"]+/end)"', page)
    assert hr.submit(end, {"ends_on": TODAY.isoformat(), "reason": "異動なし"}).status_code == 303
    page = words(hr.get(f"/people/{aoi}/target?lang=en").text)
    assert "No target profile fits" in page
    assert "異動なし" in page


def test_ones_own_gap_page_tells_where_one_stands_why_and_what_is_next(school, client_as, words):
    aoi = school.cast.aoi
    school.publish(audience=Audience("advisor", 1, 3), levels={"A1": 2, "B1": 3, "C1": 2})
    school.publish(code="all", levels={"A1": 1})
    school.observe(aoi, "A1", 2, 2, 3, 2)
    school.observe(aoi, "B1", 1, 1, 1, 1)
    answer = client_as(aoi).get("/me/target?lang=en")
    page = words(answer.text)
    for part in (
        "Third year",
        "year 3 of service",
        "it speaks to more people",
        "The target Master is reached",
        "probably not reached yet",
        "It has not been observed yet.",
        "To Challenger",
    ):
        assert part in page, part
    assert 'href="/me/criteria/C1"' in answer.text
    assert "target/assign" not in answer.text


def test_ones_levels_show_the_targets_beside_them(school, client_as, words):
    school.publish(levels={"A1": 2, "A2": 3})
    answer = client_as(school.cast.aoi).get("/me?lang=en")
    assert "Of the 2 targets of “Third year”, 0 are reached." in words(answer.text)
    assert answer.text.count("level-line__target") == 2
    assert "radar__target" in answer.text
    assert 'href="/me/target"' in client_as(school.cast.aoi).get("/").text


def test_an_earlier_day_is_shown_as_it_was(school, client_as, words):
    aoi = school.cast.aoi
    school.publish(levels={"A1": 2})
    school.observe(aoi, "A1", 2, 3, 3, 2, on=date(2026, 10, 1))
    browser = client_as(aoi)
    assert "is reached" in words(browser.get("/me/target?lang=en&on=2026-10-01").text)
    earlier = words(browser.get("/me/target?lang=en&on=2026-09-30").text)
    assert "As of Wed 30 Sep 2026" in earlier
    assert "It has not been observed yet." in earlier
    for nonsense in ("2999-01-01", "tomorrow", ""):
        assert "As of " not in words(browser.get(f"/me/target?lang=en&on={nonsense}").text).replace(
            "As of another day", ""
        )


@pytest.mark.parametrize("reader", ["mori", "hara"])
def test_who_may_read_the_levels_reads_the_gap(reader, school, client_as):
    school.publish(name={"ja": "姿", "en": "The profile"})
    answer = client_as(getattr(school.cast, reader)).get(f"/people/{school.cast.aoi.id}/target?lang=en")
    assert answer.status_code == 200
    assert "The profile" in answer.text
    assert ("/ojt/new?advisor=" in answer.text) == (reader == "mori")
    assert ("target/assign" in answer.text) == (reader == "hara")


@pytest.mark.parametrize(("reader", "status"), [("chie", 404), ("kaoru", 403), ("hojo", 403)])
def test_the_gap_is_closed_to_everybody_else(reader, status, school, client_as):
    school.publish()
    answer = client_as(getattr(school.cast, reader)).get(f"/people/{school.cast.aoi.id}/target")
    assert answer.status_code == status
    assert "青井" not in answer.text


def test_nothing_of_a_profile_is_told_to_outsiders(school, client_as):
    profile_id = school.publish(name={"ja": "社外秘の姿"})
    chie = client_as(school.cast.chie)
    for path in ("", "/edit", "/end", "/gaps.csv"):
        answer = chie.get(f"/targets/{profile_id}{path}")
        assert answer.status_code == 404, path
        assert "社外秘" not in answer.text
    assert "社外秘" not in chie.get("/targets").text
    assert "社外秘" not in chie.get("/me/target").text


def test_who_may_not_edit_is_not_offered_to(school, client_as, words):
    profile_id = school.publish()
    aoi, mori = client_as(school.cast.aoi), client_as(school.cast.mori)
    for browser, sees_people in ((aoi, False), (mori, True)):
        page = browser.get(f"/targets/{profile_id}").text
        assert f"/targets/{profile_id}/edit" not in page
        assert ("青井" in words(page)) == sees_people
        assert "/targets/new" not in browser.get("/targets").text
        assert browser.get(f"/targets/{profile_id}/edit").status_code == 403


def test_empty_states_say_why(school, client_as, session):
    assert "There is no target profile yet" in client_as(school.cast.hara).get("/targets?lang=en").text
    assert "Your HR planner publishes them" in client_as(school.cast.aoi).get("/targets?lang=en").text
    assert "There is no rubric" in client_as(school.cast.chie).get("/targets?lang=en").text
    assert "There is no rubric" in client_as(school.cast.chie).get("/targets/new?lang=en").text
    assert "No target profile fits" in client_as(school.cast.aoi).get("/me/target?lang=en").text


def test_the_file_has_a_row_for_each_person_and_target(school, hr):
    cast = school.cast
    profile_id = school.publish(audience=Audience("advisor"), levels={"A1": 2, "B1": 3})
    school.observe(cast.aoi, "A1", 2, 2, 3, 2)
    answer = hr.get(f"/targets/{profile_id}/gaps.csv?lang=en")
    assert f'filename="gaps-year-3-{TODAY}.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:5] == ["Name", "Organisation", "Ability", "Target (level)", "State"]
    assert [(row[0], row[2][:2], row[3], row[4]) for row in rows[1:]] == [
        ("青井 葵", "A1", "2", "Reached"),
        ("青井 葵", "B1", "3", "Not seen yet"),
        ("香川 薫", "A1", "2", "Not seen yet"),
        ("香川 薫", "B1", "3", "Not seen yet"),
    ]
    assert rows[2][5:] == ["", "", "0", "3", "2"]


def test_mails_lead_to_pages_that_are_there(school, client_as, app):
    profile_id = school.publish(audience=None)
    school.give(profile_id, school.cast.aoi, span=Span(TODAY))
    with app.test_request_context():
        links = [mail.link({"profile_id": str(profile_id)}) for mail in MAILS.values()]
    assert links == ["/me/target", f"/targets/{profile_id}"]
    assert client_as(school.cast.aoi).get(links[0]).status_code == 200


@pytest.mark.parametrize("path", ["/targets", "/targets/{profile}", "/me/target", "/people/{aoi}/target"])
def test_pages_take_the_same_number_of_statements_however_long(path, school, client_as, count_statements):
    cast = school.cast
    profile_id = school.publish(audience=Audience("advisor"), starts_on=BEGINS)
    reader = cast.aoi if path == "/me/target" else cast.hara
    browser, address = client_as(reader), path.format(profile=profile_id, aoi=cast.aoi.id)
    school.observe(cast.aoi, "A1", 2)
    browser.get(address)
    one = count_statements(lambda: browser.get(address))
    for number, code in enumerate(("more", "most"), start=5):
        school.publish(code=code, audience=Audience("advisor", number, number))
        school.observe(cast.kaoru, "A1", 2)
        school.observe(cast.aoi, "B1", 2, 3)
    three = count_statements(lambda: browser.get(address))
    assert one == three <= 15


def test_a_decision_about_an_ability_reaches_its_target(school, client_as, words):
    aoi, session = school.cast.aoi, school.session
    profile_id = school.publish(audience=Audience("advisor", 1, 3), levels={"A1": 3, "B1": 3})
    school.observe(aoi, "A1", 2, 2, 2, 2)
    addresses = {aoi: ("/me/target", "/me", "/"), school.cast.hara: (f"/people/{aoi.id}/target",)}
    told = "Of the 2 targets of “Third year”, 1 are reached."

    def pages() -> str:
        read = (
            client_as(person).get(f"{path}?lang=en").text
            for person in addresses
            for path in addresses[person]
        )
        return " ".join(map(words, read))

    before = pages()
    assert "reached by decision" not in before
    assert told not in before
    cited = session.scalars(select(ObservationRow.id).where(ObservationRow.trainee_id == aoi.id)).all()
    scope = Scope(ScopeKind.CRITERION, "A1")
    draft = LevelDraftFactory(person_id=aoi.id, scope=scope, level=3, citations=frozenset(cited))
    decide_level(session, actor=school.cast.actor(school.cast.mori), draft=draft, clock=school.clock)
    session.flush()
    after = pages()
    assert after.count("The target Challenger is reached by decision.") >= 3
    assert after.count(told) == 2
    table = words(client_as(school.cast.hara).get(f"/targets/{profile_id}?lang=en").text)
    assert "Ownership Challenger 1 – – 1" in table
