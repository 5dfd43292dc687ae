"""Files in the browser: a version is fetched, edited elsewhere, looked at and taken over as a draft."""

import io
import json
from dataclasses import replace

import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Organisation
from lms.rubric.commands import import_draft, publish_draft, start_draft
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, LocalExample, Succession, document_of
from lms.rubric.loader import read_file
from lms.rubric.models import RubricDraft
from lms.rubric.queries import get_draft, list_drafts
from tests.client import hidden_fields_of
from tests.factories.rubric import RubricTextFactory, banso_text, load, shipped_schema

IMPORT = "/rubrics/import"
FOREIGN = {
    "framework": {
        "name": "Advising",
        "standards": [{"shortname": "L", "description": "Why", "standardid": 1}],
        "standardelements": [{"shortname": "L1", "standardid": 1, "elementid": 1}],
    }
}


@pytest.fixture
def hara(client_as, cast):
    """The planner at the council, who writes and publishes rubrics for it."""
    return client_as(cast.hara)


@pytest.fixture
def upload(hara, cast):
    """Send a file for the council; return the page that answers."""

    def send(content: bytes | str, name: str, **fields: str):
        sent = content.encode() if isinstance(content, str) else content
        page = {**hara.hidden_fields(IMPORT), "publisher": str(cast.council.id), **fields}
        return hara.post(IMPORT, data={**page, "file": (io.BytesIO(sent), name)})

    return send


@pytest.fixture
def take_over(hara):
    """Take over what a page of changes carries."""

    def send(page):
        return hara.post(f"{IMPORT}/draft", data=hidden_fields_of(page))

    return send


@pytest.fixture
def drafts(session, cast):
    """Return the drafts that the planner sees, whole."""

    def found():
        actor = cast.actor(cast.hara)
        return [get_draft(session, actor, line.id) for line in list_drafts(session, actor)]

    return found


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [("yaml", "application/yaml"), ("csv", "text/csv"), ("json", "application/json")],
)
def test_a_version_is_fetched_as_a_file(client_as, cast, published, suffix, media_type):
    answer = client_as(cast.aoi).get(f"/rubrics/{published.id}/export.{suffix}")
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="banso-v1.{suffix}"'
    assert read_file(answer.get_data(), schema=shipped_schema(), name=f"x.{suffix}").rubric == banso_text()


def test_who_may_not_read_a_version_may_not_fetch_it(client_as, anonymous, cast, published):
    address = f"/rubrics/{published.id}/export.csv"
    assert client_as(cast.chie).get(address).status_code == 404
    assert anonymous.get(address).status_code == 303
    assert client_as(cast.aoi).get(f"/rubrics/{published.id}/export.exe").status_code == 404


def test_only_those_who_write_rubrics_bring_files_in(client_as, cast):
    for person in (cast.aoi, cast.mori):
        assert client_as(person).get(IMPORT).status_code == 403
        assert client_as(person).get(f"{IMPORT}/draft").status_code == 403


def test_a_file_edited_in_a_spreadsheet_becomes_the_next_version_after_a_look(
    hara, published, upload, take_over, drafts
):
    sheet = hara.get(f"/rubrics/{published.id}/export.csv").get_data(as_text=True)
    page = upload(sheet.replace("オーナーシップ,Ownership", "当事者性,Ownership", 1), "banso.csv")
    assert page.status_code == 200
    shown = page.get_data(as_text=True)
    assert "A1 当事者性" in shown
    assert "A2 " not in shown
    assert drafts() == []
    answer = take_over(page)
    (draft,) = drafts()
    assert (answer.status_code, answer.location) == (303, f"/rubrics/drafts/{draft.id}")
    assert (draft.text.version, draft.text.criteria[0].name["ja"]) == ("1.1", "当事者性")
    assert draft.text.succession.change is Change.EDITORIAL
    assert draft.flaws == ()
    assert "下書きとして取り込みました" in hara.get(answer.location).get_data(as_text=True)


def test_what_is_new_and_what_is_gone_is_shown(hara, published, upload):
    sheet = hara.get(f"/rubrics/{published.id}/export.csv").get_data(as_text=True)
    shown = upload(sheet.replace(",C3,", ",C9,"), "banso.csv").get_data(as_text=True)
    assert shown.index("C9 ") < shown.index("新規") < shown.index("C3 ") < shown.index("廃止")


def test_sent_twice_it_is_one_draft(published, upload, take_over, drafts, hara):
    fields = hidden_fields_of(upload(json.dumps(FOREIGN), "a.matrix"))
    first = hara.post(f"{IMPORT}/draft", data=fields)
    assert hara.post(f"{IMPORT}/draft", data=fields).location == first.location
    assert len(drafts()) == 1


def test_a_draft_that_was_begun_is_not_written_over(session, cast, clock, published, upload, drafts, hara):
    sheet = json.dumps(document_of(replace(banso_text(), title={"ja": "別", "en": "Other"})))
    fields = hidden_fields_of(upload(sheet, "banso.yaml"))
    actor = cast.actor(cast.hara)
    start_draft(session, actor=actor, publisher_id=cast.council.id, follows=published.id, clock=clock)
    session.flush()
    (before,) = drafts()
    page = upload(sheet, "banso.yaml")
    assert f"/rubrics/drafts/{before.id}" in page.get_data(as_text=True)
    assert "下書きとして取り込む" not in page.get_data(as_text=True)
    answer = hara.post(f"{IMPORT}/draft", data=fields)
    assert answer.status_code == 409
    assert f"/rubrics/drafts/{before.id}" in answer.get_data(as_text=True)
    assert drafts() == [before]


def test_what_others_have_written_becomes_a_draft_to_go_on_with(upload, take_over, drafts):
    page = upload(json.dumps(FOREIGN), "advising.matrix")
    shown = page.get_data(as_text=True)
    assert "L1に段階1の記述語がありません" in shown
    assert "standards[].description" in shown
    take_over(page)
    (draft,) = drafts()
    assert draft.text.code == "advising"
    assert draft.text.title == {"ja": "", "en": "Advising"}
    assert {flaw.code for flaw in draft.flaws} >= {"rubric.missing_language", "rubric.missing_descriptor"}


def test_one_language_may_stand_in_for_the_other(upload, take_over, drafts):
    take_over(upload(json.dumps(FOREIGN), "advising.matrix", fall_back="y"))
    (draft,) = drafts()
    assert draft.text.title == {"ja": "Advising", "en": "Advising"}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("row,colour\n", "a.csv", "1行目：「colour」という列はここでは使えません"),
        ('{"CFDocument": {}}', "a.json", "CFDocument：「identifier」がありません"),
        ("code: x\n", "a.yaml", "「version」がありません"),
        ("題".encode("utf-16"), "a.csv", "このファイルはUTF-16です"),
        (b"", "a.csv", "空でないファイルを選んでください"),
    ],
)
def test_a_file_that_is_no_rubric_gets_the_list_of_its_problems(upload, drafts, content, name, said):
    page = upload(content, name)
    assert page.status_code == 422
    assert said in page.get_data(as_text=True)
    assert drafts() == []


def test_without_a_file_or_for_others_nothing_is_read(hara, upload, cast):
    page = {**hara.hidden_fields(IMPORT), "publisher": str(cast.council.id)}
    assert "空でないファイル" in hara.post(IMPORT, data=page).get_data(as_text=True)
    assert upload("row\n", "a.csv", publisher=str(cast.outside.id)).status_code == 422


def test_a_file_that_is_too_large_is_told_unread(upload, monkeypatch):
    monkeypatch.setattr("lms.rubric.forms.exchange.LARGEST_UPLOAD", 10)
    page = upload("x" * 11, "a.yaml")
    assert page.status_code == 422
    assert "1.5MBを超えています" in page.get_data(as_text=True)


def test_what_holds_more_than_a_page_can_carry_is_told(upload, monkeypatch):
    monkeypatch.setattr("lms.rubric.forms.exchange.LARGEST_CARRIED", 10)
    page = upload(json.dumps(FOREIGN), "a.matrix")
    assert page.status_code == 422
    assert "画面で扱える量を超えています" in page.get_data(as_text=True)


def test_many_problems_are_counted(upload):
    page = upload("row\n" + "x\n" * 80, "a.csv").get_data(as_text=True)
    assert "ほかに30件あります" in page


def test_nothing_is_taken_over_that_was_not_read_here(hara, app, cast, drafts, published):
    assert hara.get(f"{IMPORT}/draft").location == IMPORT
    forged = URLSafeSerializer("other", salt="rubric-import")
    content = forged.dumps({"publisher": str(cast.council.id), "text": document_of(RubricTextFactory())})
    fields = {**hara.hidden_fields(IMPORT), "content": content}
    answer = hara.post(f"{IMPORT}/draft", data=fields)
    assert (answer.status_code, answer.location) == (303, IMPORT)
    assert "もう一度選んでください" in hara.get(IMPORT).get_data(as_text=True)
    assert drafts() == []


def test_pages_take_few_statements(hara, published, upload, count_statements):
    hara.get(IMPORT)
    assert count_statements(lambda: hara.get(IMPORT)) <= 15
    assert count_statements(lambda: hara.get(f"/rubrics/{published.id}/export.json")) <= 15


# ---- the command ----


@pytest.fixture
def bring_in(session, cast, clock):
    """Bring a text in for an organisation; return the draft."""

    def command(text, *, publisher=None, person=None):
        actor = cast.actor(person or cast.hara)
        publisher_id = (publisher or cast.council).id
        draft_id = import_draft(session, actor=actor, publisher_id=publisher_id, text=text, clock=clock)
        session.flush()
        return get_draft(session, actor, draft_id)

    return command


def test_what_follows_nothing_there_is_a_first_version(bring_in):
    text = RubricTextFactory(version="2", succession=Succession("1", Change.EDITORIAL))
    draft = bring_in(text)
    assert (draft.text.version, draft.text.succession, draft.predecessor) == ("2", None, None)


def test_what_says_itself_what_it_follows_keeps_its_word(session, cast, clock, bring_in):
    load(session, publisher_id=cast.council.id, clock=clock, text=RubricTextFactory())
    lines = tuple(CrosswalkLine(code, CrosswalkKind.SAME, (code,)) for code in ("A1", "A2"))
    note = {"ja": "直した", "en": "Mended"}
    text = RubricTextFactory(version="5", succession=Succession("1", Change.MEANING, lines, note))
    assert bring_in(text).text == text


def test_an_empty_draft_that_somebody_opened_is_used(session, cast, clock, bring_in):
    actor = cast.actor(cast.hara)
    opened = start_draft(session, actor=actor, publisher_id=cast.council.id, follows=None, clock=clock)
    session.flush()
    assert bring_in(RubricTextFactory()).id == opened


def test_additions_are_brought_in_beside_the_rubric_they_add_to(session, cast, clock, bring_in):
    load(session, publisher_id=cast.council.id, clock=clock, text=RubricTextFactory())
    example = LocalExample("A1", 1, {"ja": "例", "en": "An example"})
    text = RubricTextFactory(
        code="small-hiroshima", levels=(), domains=(), extends="small", examples=(example,)
    )
    draft = bring_in(text, publisher=cast.chamber)
    assert (draft.base.code, draft.text.examples) == ("small", (example,))
    assert draft.flaws == ()


def test_additions_to_nothing_are_refused(bring_in, cast):
    text = RubricTextFactory(code="x", levels=(), domains=(), extends="small")
    with pytest.raises(RuleViolation) as refusal:
        bring_in(text, publisher=cast.chamber)
    assert (refusal.value.code, refusal.value.field) == ("rubric.import_base", "publisher")


def test_a_second_file_of_a_rubric_waits_until_its_draft_is_done(session, cast, clock, bring_in):
    first = bring_in(RubricTextFactory())
    with pytest.raises(Conflict, match=r"rubric\.draft_exists"):
        bring_in(RubricTextFactory(version="9"))
    actor = cast.actor(cast.hara)
    publish_draft(session, actor=actor, draft_id=first.id, version=first.version, clock=clock)
    session.flush()
    assert bring_in(RubricTextFactory(version="9")).text.succession.predecessor == "1"
    with pytest.raises(Conflict, match=r"rubric\.draft_exists"):
        bring_in(RubricTextFactory(version="9"))


def test_nobody_brings_files_in_for_organisations_they_do_not_write_for(session, cast, bring_in):
    for person, publisher in ((cast.aoi, cast.council), (cast.hara, cast.outside)):
        with pytest.raises(NotFound, match=r"rubric\.publisher_unknown"):
            bring_in(RubricTextFactory(), person=person, publisher=publisher)
    with pytest.raises(NotFound, match=r"rubric\.publisher_unknown"):
        bring_in(RubricTextFactory(), publisher=Organisation(id=new_id()))
    assert session.scalars(select(RubricDraft)).all() == []
