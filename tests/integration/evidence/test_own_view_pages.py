"""The pages of self-assessment: one sitting, saved at any time, compared only once it is submitted."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, update

from lms.evidence import commands
from lms.evidence.domain import OwnView
from lms.evidence.models import ObservationRow, SelfAssessment
from lms.kernel.clock import FrozenClock
from lms.rubric.models import RubricVersion
from lms.storage import held_form
from tests.client import hidden_fields_of
from tests.conftest import NOW

PAGE = "/me/self-assessment"


@pytest.fixture
def everything(world):
    """All answers of the form: level 3 everywhere, but A2 cannot be said."""
    return {f"level_{c.code}": "0" if c.code == "A2" else "3" for c in world.rubric.criteria}


@pytest.fixture
def record(world, session):
    def record_of(person, days=0, **levels):
        clock = FrozenClock(NOW - timedelta(days=days))
        actor = world.cast.actor(person)
        sitting_id = commands.record_own_view(session, actor=actor, levels=levels, clock=clock)
        session.flush()
        return sitting_id

    return record_of


@pytest.fixture
def saved(session):
    return lambda: session.scalars(select(SelfAssessment).execution_options(populate_existing=True)).all()


def test_the_page_asks_for_every_ability_and_shows_nobody_elses_view(world, established, client_as):
    established(world.cast.aoi)
    shown = client_as(world.cast.aoi).get(f"{PAGE}?lang=en").text
    assert shown.count("<fieldset") == 11
    assert shown.count('type="radio"') == 55
    assert "0 of 11 answered" in shown
    assert "I cannot say yet" in shown
    assert world.rubric.criterion("B1").descriptors[2].text["en"] in shown
    for word in ("steps-mark", "88%", "森 真理", "observations", "established"):
        assert word not in shown, word


def test_a_draft_is_saved_and_comes_back(world, client_as, saved):
    browser = client_as(world.cast.aoi)
    answer = browser.submit(PAGE, {"level_B1": "2", "level_A2": "0", "note_A1": "まだ迷う", "intent": "save"})
    assert (answer.status_code, answer.location) == (303, PAGE)
    shown = browser.get(f"{PAGE}?lang=en").text
    assert "2 of 11 answered" in shown
    assert "Saved 12:00" in shown
    assert "まだ迷う" in shown
    assert shown.count("checked") == 2
    (row,) = saved()
    assert row.submitted_at is None


def test_a_draft_of_another_day_is_dated(world, client_as, session):
    aoi, clock = world.cast.actor(world.cast.aoi), FrozenClock(NOW - timedelta(days=3))
    view = OwnView(world.rubric.id, ())
    commands.save_own_view(session, actor=aoi, view=view, version=0, clock=clock)
    session.flush()
    assert "Saved 17 Nov 2026" in client_as(world.cast.aoi).get(f"{PAGE}?lang=en").text


def test_a_script_saves_and_goes_on_from_the_answer(world, client_as, saved):
    browser = client_as(world.cast.aoi)
    fields = browser.hidden_fields(PAGE)
    for number, level in enumerate(("2", "3"), start=1):
        answer = browser.post(PAGE, data={**fields, "level_B1": level, "intent": "autosave"})
        assert answer.status_code == 303
        part = browser.get(answer.location)
        assert "保存しました 12:00" in part.text
        assert f'data-version="{number}"' in part.text
        assert "<html" not in part.text
        fields |= {"version": str(number), "operation": part.text.split('data-operation="')[1][:36]}
    (row,) = saved()
    assert row.answers["B1"]["level"] == 3
    assert "category" not in browser.get(PAGE).text
    assert "いつでも続きを書けます" not in browser.get(PAGE).text


def test_before_anything_is_saved_there_is_nothing_to_say_of_it(world, client_as):
    part = client_as(world.cast.aoi).get(f"{PAGE}?part=saved").text
    assert 'data-version="0"' in part
    assert "保存しました" not in part


def test_submitting_leads_to_the_comparison(world, established, client_as, everything, session):
    established(world.cast.aoi)
    browser = client_as(world.cast.aoi)
    answer = browser.submit(PAGE, {**everything, "note_B1": "私的なメモ", "intent": "submit"})
    assert answer.status_code == 303
    assert session.scalar(select(ObservationRow.id).where(ObservationRow.source_kind == "self_assessment"))
    shown = browser.get(f"{answer.location}?lang=en").text
    for words in (
        "You see more than your supervisors have seen",
        "Too little has been observed so far",
        "never count towards a level or a target",
        "私的なメモ",
        "own view Challenger",
        "Master, established",
        "cannot say yet",
        "10 levels chosen",
        "The next one can begin on Sun 20 Dec 2026",
    ):
        assert words in shown, words
    assert "You and your supervisors see the same" not in shown
    again = browser.get(PAGE)
    assert (again.status_code, urlsplit(again.location).path) == (303, answer.location)


def test_the_same_form_sent_twice_is_one_sitting(world, client_as, everything, saved):
    browser = client_as(world.cast.aoi)
    form = {**browser.hidden_fields(PAGE), **everything, "intent": "submit"}
    first, second = browser.post(PAGE, data=form), browser.post(PAGE, data=form)
    assert first.location == second.location
    assert len(saved()) == 1


def test_what_is_missing_is_named_and_nothing_is_lost(world, client_as, everything, saved):
    del everything["level_B1"]
    refused = client_as(world.cast.aoi).submit(
        f"{PAGE}?lang=en", {**everything, "note_A1": "残るメモ", "intent": "submit"}
    )
    assert refused.status_code == 422
    assert '<a href="#level_B1-0">' in refused.text
    assert refused.text.count("No answer yet") == 2
    assert refused.text.count("checked") == 10
    assert "残るメモ" in refused.text
    assert saved() == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"level_A1": "7"}, "Level 7 does not exist"),
        ({"level_A1": "x"}, "Invalid Choice"),
        ({"note_A1": "あ" * 1001}, "1000"),
    ],
)
def test_what_the_page_never_offers_is_refused(world, client_as, saved, fields, words):
    refused = client_as(world.cast.aoi).submit(f"{PAGE}?lang=en", {**fields, "intent": "save"})
    assert refused.status_code == 422
    assert words in refused.text
    assert saved() == []


def test_only_cannot_say_is_no_view(world, client_as, everything):
    nothing = dict.fromkeys(everything, "0")
    refused = client_as(world.cast.aoi).submit(f"{PAGE}?lang=en", {**nothing, "intent": "submit"})
    assert refused.status_code == 422
    assert "Choose a level for at least one ability" in refused.text


def test_a_second_page_does_not_overwrite_the_first(world, client_as, saved):
    browser = client_as(world.cast.aoi)
    old = browser.hidden_fields(PAGE)
    browser.submit(PAGE, {"level_B1": "2", "note_B1": "電話から", "intent": "save"})
    refused = browser.post(f"{PAGE}?lang=en", data={**old, "level_B1": "4", "intent": "save"})
    assert refused.status_code == 409
    for words in ("Master", "Change-Maker", "電話から", "saved on another page"):
        assert words in refused.text, words
    fields = {**hidden_fields_of(refused), "level_B1": "4", "intent": "save"}
    assert browser.post(PAGE, data=fields).status_code == 303
    (row,) = saved()
    assert row.answers["B1"]["level"] == 4


def test_a_page_left_open_over_a_submission_is_refused_with_its_text(world, client_as, record):
    browser = client_as(world.cast.aoi)
    fields = {**browser.hidden_fields(PAGE), "note_B1": "残るメモ", "intent": "save"}
    record(world.cast.aoi, B1=2)
    refused = browser.post(f"{PAGE}?lang=en", data=fields)
    assert refused.status_code == 422
    assert "can begin in 30 days" in refused.text
    assert "残るメモ" in refused.text


def test_a_draft_in_other_words_keeps_its_notes_alone(world, client_as, renew):
    browser = client_as(world.cast.aoi)
    browser.submit(PAGE, {"level_B1": "2", "note_B1": "残るメモ", "intent": "save"})
    open_page = {**browser.hidden_fields(PAGE), "level_B1": "3", "note_B1": "残るメモ", "intent": "save"}
    renew()
    shown = browser.get(f"{PAGE}?lang=en").text
    assert "The rubric has new words" in shown
    assert "残るメモ" in shown
    assert shown.count("checked") == 0
    refused = browser.post(f"{PAGE}?lang=en", data=open_page)
    assert refused.status_code == 422
    assert "Please choose the levels again" in refused.text.replace("\n", " ")
    assert refused.text.count("checked") == 0
    fields = {**hidden_fields_of(refused), "level_B1": "3", "intent": "save"}
    assert browser.post(PAGE, data=fields).status_code == 303


def test_text_of_a_session_that_ran_out_comes_back(world, client_as, session, record):
    record(world.cast.aoi, B1=2)
    fields = {"note_B1": ["戻るメモ"], "level_B1": ["3"], "version": ["0"]}
    held_form.hold(session, person_id=world.cast.aoi.id, path=PAGE, fields=fields, at=NOW)
    session.flush()
    shown = client_as(world.cast.aoi).get(PAGE)
    assert shown.status_code == 200
    assert "戻るメモ" in shown.text


def test_earlier_sittings_stay_and_the_next_may_begin(world, client_as, record):
    first = record(world.cast.aoi, days=220, B1=1)
    second = record(world.cast.aoi, days=40, B1=2, A1=3)
    browser = client_as(world.cast.aoi)
    shown = browser.get(f"{PAGE}/{second}?lang=en").text
    assert "Last time: Starter" in shown
    assert f"{PAGE}/{first}" in shown
    assert "Begin the next one" in shown
    browser.submit(PAGE, {"level_B1": "2", "intent": "save"})
    assert "Go on with the draft" in browser.get(f"{PAGE}/{second}?lang=en").text


def test_supervisors_read_levels_and_no_note(world, established, client_as, everything):
    established(world.cast.aoi)
    client_as(world.cast.aoi).submit(PAGE, {**everything, "note_B1": "私的なメモ", "intent": "submit"})
    page = f"/people/{world.cast.aoi.id}/self-assessment"
    for reader in (world.cast.mori, world.cast.hara):
        shown = client_as(reader).get(f"{page}?lang=en").text
        assert "They see more than supervisors have seen" in shown
        assert "青井 葵" in shown
        assert "私的なメモ" not in shown
        assert "My self-assessments" not in shown
    assert client_as(world.cast.chie).get(page).status_code == 404
    assert client_as(world.cast.kaoru).get(page).status_code == 403


def test_a_sitting_is_found_by_nobody_else(world, client_as, record):
    sitting_id = record(world.cast.aoi, B1=2)
    for reader in (world.cast.mori, world.cast.hara, world.cast.kaoru, world.cast.chie):
        assert client_as(reader).get(f"{PAGE}/{sitting_id}").status_code == 404


def test_the_levels_stand_in_the_explanation_as_left_out(world, client_as, record):
    record(world.cast.aoi, B1=4)
    shown = client_as(world.cast.mori).get(f"/people/{world.cast.aoi.id}/criteria/B1?lang=en").text
    assert "own view: it never counts" in shown


def test_without_a_rubric_the_page_says_so(client_as, cast):
    page = client_as(cast.chie).get(f"{PAGE}?lang=en")
    assert page.status_code == 200
    assert "There is no rubric for your organisation yet" in page.text


def test_a_sitting_stays_readable_where_no_rubric_is_published_any_more(world, client_as, record, session):
    sitting_id = record(world.cast.aoi, B1=2)
    session.execute(update(RubricVersion).values(publisher_id=world.cast.outside.id))
    page = client_as(world.cast.aoi).get(f"{PAGE}/{sitting_id}?lang=en")
    assert page.status_code == 200
    assert "My self-assessments" in page.text
