"""Writing the next version, and a member's additions, in the browser; everything typed stays."""

from html import unescape
from uuid import UUID

import pytest

from lms.kernel.permission import Permission
from lms.people import commands as people_commands
from lms.people.domain import RoleCode
from lms.people.models import Role, SignInSession
from lms.rubric import commands, queries
from lms.rubric.domain import Change
from tests.cast import JOINED
from tests.client import hidden_fields_of
from tests.factories.rubric import RubricTextFactory, load

WORDS = {
    "name_ja": "見抜く力",
    "name_en": "Seeing",
    "definition_ja": "見抜く力の定義",
    "definition_en": "What seeing is",
    "text_1_ja": "一",
    "text_1_en": "One",
    "text_2_ja": "二",
    "text_2_en": "Two",
    "state_1": "settled",
    "state_2": "draft",
}


@pytest.fixture
def small(session, cast, clock):
    return load(session, publisher_id=cast.council.id, clock=clock, text=RubricTextFactory())


@pytest.fixture
def hara(cast, client_as):
    return client_as(cast.hara)


@pytest.fixture
def place(session, cast, clock, small):
    """Begin the next version and return the address of its draft."""
    draft_id = commands.start_draft(
        session, actor=cast.actor(cast.hara), publisher_id=cast.council.id, follows=small.id, clock=clock
    )
    session.flush()
    return f"/rubrics/drafts/{draft_id}"


@pytest.fixture
def text_of(session, cast):
    """Return what a draft says by now."""

    def read(place: str):
        session.expire_all()
        return queries.get_draft(session, cast.actor(cast.hara), UUID(place.rsplit("/", 1)[1])).text

    return read


@pytest.fixture
def author(session, cast):
    """Let Mori write what the chamber adds."""
    people_commands.grant_role(
        session, person=cast.mori, organisation=cast.chamber, role_code=RoleCode.AUTHOR, starts_on=JOINED
    )
    session.flush()
    return cast.mori


@pytest.fixture
def additions(session, cast, clock, small, author):
    draft_id = commands.start_additions(
        session, actor=cast.actor(author), publisher_id=cast.chamber.id, extends=small.id, clock=clock
    )
    session.flush()
    return f"/rubrics/drafts/{draft_id}"


def test_a_draft_is_begun_from_what_is_in_force_and_listed(cast, hara, small):
    answer = hara.submit("/rubrics/drafts/new", {"what": f"next-{small.id}"})
    assert answer.status_code == 303
    assert hara.get(answer.location).status_code == 200
    assert answer.location in hara.get("/rubrics").text
    assert "下書きを続け" not in hara.get("/rubrics/drafts/new").text
    assert answer.location in hara.get(f"/rubrics/{small.id}").text


def test_what_nobody_offers_is_not_begun(cast, hara, small):
    assert hara.submit("/rubrics/drafts/new", {"what": "next-x"}).status_code == 422
    hara.submit("/rubrics/drafts/new", {"what": f"next-{small.id}"})
    assert "すべてもう下書きがあります" in hara.get("/rubrics/drafts/new").text


def test_a_rubric_of_ones_own_begins_with_its_name(session, cast, client_as):
    chie = client_as(cast.chie)
    answer = chie.submit("/rubrics/drafts/new", {"what": f"new-{cast.outside.id}"})
    assert answer.location.endswith("/about")
    about = {"code": "Ours!", "version": "1", "title_ja": "当会の基準", "is_locked": "no", "is_public": "no"}
    refused = chie.submit(answer.location, about)
    assert refused.status_code == 422
    assert "当会の基準" in refused.text
    assert chie.submit(answer.location, {**about, "code": "ours"}).status_code == 303
    place = answer.location.removesuffix("/about")
    assert "領域がまだありません" in chie.get(f"{place}/criteria/new").text
    assert chie.get(f"{place}/crosswalk").status_code == 404
    assert chie.submit(f"{place}/levels", {"name_new_ja": "初級", "name_new_en": "First"}).status_code == 303
    assert chie.submit(f"{place}/domains", {"code_new": "A", "name_new_ja": "甲"}).status_code == 303
    assert chie.get(f"{place}/criteria/new").status_code == 200
    assert "あと" in chie.get(place).text


def test_a_new_criterion_is_saved_shown_and_makes_a_change_of_meaning(hara, place, text_of):
    answer = hara.submit(f"{place}/criteria/new", {**WORDS, "code": "A3", "domain": "A"})
    assert (answer.status_code, answer.location) == (303, place)
    text = text_of(place)
    assert [criterion.code for criterion in text.criteria] == ["A1", "A2", "A3"]
    assert (text.version, text.succession.change) == ("2", Change.MEANING)
    assert [one.is_draft for one in text.criteria[2].descriptors] == [False, True]
    assert text.criteria[2].descriptors[0].sign is None
    page = hara.get(place).text
    assert "意味の変更" in page
    assert "新設" in page


@pytest.mark.parametrize("code", ["A1", "new", "1A", ""])
def test_a_code_that_cannot_be_had_is_refused_at_its_field_and_nothing_typed_is_lost(hara, place, code):
    answer = hara.submit(f"{place}/criteria/new", {**WORDS, "code": code, "domain": "A"})
    assert answer.status_code == 422
    assert 'href="#code"' in answer.text
    assert "What seeing is" in answer.text


def test_gaps_may_be_saved_and_each_leads_to_its_field(hara, place):
    hara.submit(f"{place}/criteria/new", {"code": "A3", "domain": "A", "name_ja": "名"})
    page = hara.get(place).text
    assert f'href="{place}/criteria/A3#name_en"' in page
    assert f'href="{place}/criteria/A3#text_2_ja"' in page
    assert "/publish" not in page
    assert "残り" in page
    assert hara.submit(f"{place}/criteria/A3", WORDS | {"code": "A3", "domain": "A"}).status_code == 303
    assert f"{place}/publish" in hara.get(place).text


def test_a_preview_shows_what_was_typed_and_stores_nothing(hara, place, text_of):
    before = text_of(place)
    answer = hara.submit(f"{place}/criteria/A1", {**WORDS, "code": "A1", "domain": "A", "intent": "preview"})
    assert answer.status_code == 200
    preview = answer.text[answer.text.index('id="preview"') :]
    assert "見抜く力の定義" in preview
    assert "What seeing is" in preview
    assert text_of(place) == before


def test_typed_lines_are_kept_as_a_file_would_hold_them(hara, place, text_of):
    fields = {**WORDS, "code": "A1", "domain": "A", "definition_en": " one\r\ntwo "}
    hara.submit(f"{place}/criteria/A1", fields)
    assert text_of(place).criteria[0].definition["en"] == "one\ntwo"


def test_words_that_are_too_long_are_refused_and_kept(hara, place):
    long = "長" * 1001
    answer = hara.submit(f"{place}/criteria/A1", {**WORDS, "code": "A1", "domain": "A", "name_ja": long})
    assert answer.status_code == 422
    assert long in answer.text


def test_a_late_save_of_the_same_part_shows_both_texts(hara, place, text_of):
    late = hara.hidden_fields(f"{place}/criteria/A1")
    fields = {**WORDS, "code": "A1", "domain": "A"}
    hara.submit(f"{place}/criteria/A1", {**fields, "name_ja": "先の名"})
    answer = hara.post(f"{place}/criteria/A1", data={**late, **fields, "name_ja": "後の名"})
    assert answer.status_code == 409
    assert "先の名" in answer.text
    assert "後の名" in answer.text
    again = hara.post(
        f"{place}/criteria/A1", data={**hidden_fields_of(answer), **fields, "name_ja": "合わせた名"}
    )
    assert again.status_code == 303
    assert text_of(place).criteria[0].name["ja"] == "合わせた名"


def test_two_people_may_write_two_parts_at_once(hara, place, text_of):
    late = hara.hidden_fields(f"{place}/criteria/A2")
    fields = {**WORDS, "domain": "A"}
    hara.submit(f"{place}/criteria/A1", {**fields, "code": "A1", "name_ja": "甲"})
    assert hara.post(f"{place}/criteria/A2", data={**late, **fields, "code": "A2"}).status_code == 303
    assert [criterion.name["ja"] for criterion in text_of(place).criteria] == ["甲", "見抜く力"]


def test_splitting_and_reading_levels_anew_is_said_in_plain_words(hara, place, text_of):
    hara.submit(f"{place}/criteria/new", {**WORDS, "code": "A3", "domain": "A"})
    split = {"kind": "split", "targets": ["A1", "A3"]}
    assert hara.submit(f"{place}/crosswalk/A1", split).location == f"{place}/crosswalk"
    shifted = {"kind": "shifted", "targets": ["A2"], "level_1": "1", "level_2": "1"}
    assert hara.submit(f"{place}/crosswalk/A2", shifted).status_code == 303
    page = hara.get(f"{place}/crosswalk").text
    assert "A1 能力A1、A3 見抜く力に分割し" in page
    assert "段階2は段階1として読みます" in page
    assert [line.levels for line in text_of(place).succession.crosswalk] == [None, {1: 1, 2: 1}]
    publish = hara.get(f"{place}/publish").text
    assert "意味の変更です" in publish
    assert "/reports/re-rating" in publish


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "split", "targets": ["A1"]}, "二つ以上"),
        ({"kind": "same", "targets": ["A1", "A2"]}, "一つだけ"),
        ({"kind": "merged"}, "一つだけ"),
        ({}, "選んでください"),
    ],
)
def test_a_crosswalk_line_asks_for_as_many_criteria_as_its_kind_has(hara, place, fields, why):
    form = hara.hidden_fields(f"{place}/crosswalk/A1")
    answer = hara.post(f"{place}/crosswalk/A1", data={**form, **fields})
    assert (answer.status_code, why in answer.text) == (422, True)


def test_what_leads_nowhere_is_told_where_it_can_be_said(hara, place):
    assert "すべて" in hara.get(f"{place}/crosswalk").text
    answer = hara.submit(f"{place}/criteria/A1/remove", {"becomes": ["A2"]})
    assert answer.location == place
    page = hara.get(f"{place}/crosswalk").text
    assert page.count("統合") >= 2
    assert hara.submit(f"{place}/crosswalk/A1", {"kind": "retired"}).status_code == 303
    assert "廃止し" in hara.get(f"{place}/crosswalk").text


def test_a_new_criterion_is_removed_without_a_question(hara, place, text_of):
    hara.submit(f"{place}/criteria/new", {**WORDS, "code": "A3", "domain": "A"})
    page = hara.get(f"{place}/criteria/A3/remove").text
    assert "この下書きで新しく加えたもの" in page
    assert 'name="becomes"' not in page
    hara.submit(f"{place}/criteria/A3/remove")
    assert [criterion.code for criterion in text_of(place).criteria] == ["A1", "A2"]


def test_every_button_of_the_order_saves_what_was_typed(hara, place, text_of):
    names = {"name_A_ja": "新しい領域名", "name_A_en": "Renamed", "home_A1": "A", "home_A2": "A"}
    answer = hara.submit(f"{place}/domains", {**names, "intent": "up:A2"})
    assert answer.location == f"{place}/domains#order-A2"
    hara.submit(f"{place}/domains", {**names, "code_new": "B", "name_new_ja": "乙", "name_new_en": "Other"})
    hara.submit(f"{place}/domains", {**names, "name_B_ja": "乙", "name_B_en": "Other", "intent": "up:B"})
    text = text_of(place)
    assert [domain.code for domain in text.domains] == ["B", "A"]
    assert [criterion.code for criterion in text.criteria] == ["A2", "A1"]
    assert text.domains[1].name == {"ja": "新しい領域名", "en": "Renamed"}
    moved = {**names, "name_B_ja": "乙", "name_B_en": "Other", "home_A1": "B"}
    hara.submit(f"{place}/domains", moved)
    assert [criterion.code for criterion in text_of(place).domains[0].criteria] == ["A1"]
    hara.submit(f"{place}/domains", {**moved, "home_A1": "A"})
    hara.submit(f"{place}/domains", {**moved, "home_A1": "A", "intent": "drop:B"})
    assert [domain.code for domain in text_of(place).domains] == ["A"]


@pytest.mark.parametrize("fields", [{"code_new": "A"}, {"name_new_ja": "名だけ"}, {"code_new": "1"}])
def test_a_new_domain_needs_a_free_code(hara, place, fields):
    names = {"name_A_ja": "甲", "name_A_en": "A", "home_A1": "A", "home_A2": "A"}
    answer = hara.submit(f"{place}/domains", {**names, **fields})
    assert answer.status_code == 422
    assert 'href="#code_new"' in answer.text


def test_a_level_more_asks_for_its_words_and_proposes_how_the_old_ones_are_read(hara, place, text_of):
    names = {
        f"{part}_{number}_{language}": f"{part}{number}"
        for part in ("name", "summary")
        for number in (1, 2)
        for language in ("ja", "en")
    }
    kept = {"fate_1": "keep", "fate_2": "keep"}
    hara.submit(f"{place}/levels", {**names, **kept, "name_new_ja": "頂", "name_new_en": "Top"})
    text = text_of(place)
    assert [level.code for level in text.levels] == ["level_1", "level_2", "level_3"]
    assert text.succession.change is Change.MEANING
    page = hara.get(place).text
    assert f'href="{place}/levels#summary_3_ja"' in page
    assert "段階3の記述語がまだありません" in page
    assert "段階の読み替え" in hara.get(f"{place}/crosswalk").text


def test_publishing_says_what_will_happen_and_the_draft_becomes_the_version(hara, cast, place, small):
    hara.submit(f"{place}/criteria/A1", {**WORDS, "code": "A1", "domain": "A"})
    page = unescape(hara.get(f"{place}/publish").text)
    assert "評価記録はすべてそのまま数えます" in page
    assert "第1版は旧版になります" in page
    answer = hara.submit(f"{place}/publish")
    assert answer.location == place.replace("/drafts", "")
    assert "公開しました" in hara.get(answer.location).text
    assert hara.get(place).location == answer.location


def test_a_draft_with_gaps_is_not_published(hara, place):
    hara.submit(f"{place}/criteria/new", {"code": "A3", "domain": "A"})
    page = hara.get(f"{place}/publish").text
    assert "あと" in page
    token = hara.hidden_fields(f"{place}/discard")
    assert hara.post(f"{place}/publish", data=token).status_code == 422


def test_who_publishes_second_is_told_who_was_first(hara, client_as, session, cast, place):
    first, second = hara.hidden_fields(f"{place}/publish"), hara.hidden_fields(f"{place}/publish")
    assert hara.post(f"{place}/publish", data=first).status_code == 303
    answer = hara.post(f"{place}/publish", data=second)
    assert answer.status_code == 409
    assert "原 はるか" in answer.text


def test_what_was_typed_into_a_draft_that_has_gone_is_given_back(hara, place):
    form = hara.hidden_fields(f"{place}/criteria/A1")
    hara.submit(f"{place}/discard")
    answer = hara.post(f"{place}/criteria/A1", data={**form, **WORDS, "code": "A1", "domain": "A"})
    assert answer.status_code == 404
    assert "見抜く力の定義" in answer.text
    assert hara.get(place).status_code == 404


def test_a_draft_saved_meanwhile_is_neither_published_nor_discarded_unseen(hara, place):
    for step in ("publish", "discard"):
        form = hara.hidden_fields(f"{place}/{step}")
        hara.submit(f"{place}/criteria/A1", {**WORDS, "code": "A1", "domain": "A", "name_ja": step})
        assert hara.post(f"{place}/{step}", data=form).status_code == 409


def test_a_draft_beside_the_version_before_shows_what_changes(hara, place):
    assert "二つの版は同じ内容です" in hara.get(f"{place}/compare").text
    hara.submit(f"{place}/criteria/A1", {**WORDS, "code": "A1", "domain": "A"})
    page = hara.get(f"{place}/compare").text
    assert "追加：" in page
    assert "変更あり" in hara.get(place).text


def test_the_whole_draft_is_read_as_its_readers_will(hara, place):
    hara.submit(f"{place}/criteria/A1", {**WORDS, "code": "A1", "domain": "A"})
    page = hara.get(f"{place}/preview").text
    assert "見抜く力の定義" in page
    assert "A2の定義" in page


@pytest.mark.parametrize(
    "part", ["", "/about", "/criteria/A1", "/crosswalk/A1", "/publish", "/preview", "/compare", "/discard"]
)
def test_a_draft_is_nobody_elses_business(cast, client_as, place, author, part):
    assert client_as(cast.chie).get(place + part).status_code == 404
    assert client_as(author).get(place + part).status_code == 404
    assert client_as(cast.aoi).get(place + part).status_code == 403


@pytest.mark.parametrize("part", ["/criteria/Z9", "/criteria/Z9/remove", "/crosswalk/Z9", "/examples/A1"])
def test_a_part_that_is_not_there_is_not_found(hara, place, part):
    assert hara.get(place + part).status_code == 404


def test_a_member_adds_examples_and_criteria_and_sees_the_federations_words_read_only(
    cast, client_as, author, additions
):
    mori = client_as(author)
    page = unescape(mori.get(additions).text)
    assert "まだ何も加えていません" in page or "あと1件" in page
    assert mori.get(f"{additions}/levels").status_code == 404
    assert mori.get(f"{additions}/examples/Z9").status_code == 404
    editor = mori.get(f"{additions}/examples/A1").text
    assert "行動2" in editor
    assert 'name="text_2_ja"' not in editor
    answer = mori.submit(
        f"{additions}/examples/A1", {"example_2_1_ja": "港で聞く", "example_2_1_en": "Asks at the port"}
    )
    assert answer.status_code == 303
    assert "例1件" in mori.get(additions).text
    preview = mori.get(f"{additions}/preview").text
    assert "港で聞く" in preview
    assert mori.submit(f"{additions}/publish").status_code == 303
    assert "港で聞く" in client_as(cast.aoi).get("/rubric").text


def test_a_member_may_not_take_the_federations_codes(client_as, author, additions):
    mori = client_as(author)
    domain = {"code_new": "A", "name_new_ja": "当会", "name_new_en": "Ours"}
    assert mori.submit(f"{additions}/domains", domain).status_code == 422
    assert mori.submit(f"{additions}/domains", {**domain, "code_new": "H"}).status_code == 303
    taken = mori.submit(f"{additions}/criteria/new", {**WORDS, "code": "A1", "domain": "H"})
    assert taken.status_code == 422
    assert 'href="#code"' in taken.text
    assert mori.submit(f"{additions}/criteria/new", {**WORDS, "code": "H1", "domain": "H"}).status_code == 303


def test_a_member_changes_what_it_added(cast, client_as, author, additions, session):
    mori = client_as(author)
    mori.submit(f"{additions}/domains", {"code_new": "H", "name_new_ja": "当会", "name_new_en": "Ours"})
    mori.submit(f"{additions}/criteria/new", {**WORDS, "code": "H1", "domain": "H"})
    published = mori.submit(f"{additions}/publish").location
    start = mori.get("/rubrics").text
    assert "当会の追加を直す" in start
    draft = mori.submit("/rubrics/drafts/new", {"what": f"next-{published.rsplit('/', 1)[1]}"}).location
    assert mori.get(f"{draft}/crosswalk/H1").text.count('name="level_') == 2
    shifted = {"kind": "shifted", "targets": ["H1"], "level_1": "1", "level_2": "1"}
    assert mori.submit(f"{draft}/crosswalk/H1", shifted).status_code == 303
    assert mori.submit(f"{draft}/publish").status_code == 303


def test_examples_wait_when_their_criterion_means_something_else(
    cast, client_as, author, additions, hara, place
):
    mori = client_as(author)
    mori.submit(f"{additions}/examples/A1", {"example_1_1_ja": "港で聞く", "example_1_1_en": "Asks"})
    mori.submit(f"{additions}/publish")
    hara.submit(f"{place}/crosswalk/A1", {"kind": "retired"})
    hara.submit(f"{place}/criteria/A1/remove", {"becomes": ["A2"]})
    assert hara.submit(f"{place}/publish").status_code == 303
    page = mori.get("/rubrics").text
    assert "見直しを待っています" in page
    assert "港で聞く" in page


def test_who_may_edit_and_not_publish_is_told_who_may(session, cast, client_as, place):
    role = session.query(Role).filter_by(code=RoleCode.HR).one()
    role.permissions = [one for one in role.permissions if one != Permission.RUBRIC_PUBLISH]
    session.flush()
    browser = client_as(cast.hara)
    assert "公開の権限を持つ人" in browser.get(place).text
    page = browser.get(f"{place}/publish").text
    assert "編集はできますが、公開はできません" in page


def test_an_expired_session_brings_the_words_back(session, cast, hara, place):
    form = hara.hidden_fields(f"{place}/criteria/A1")
    for row in session.query(SignInSession).filter_by(person_id=cast.hara.id):
        row.ended_at = row.started_at
    session.flush()
    answer = hara.post(f"{place}/criteria/A1", data={**form, **WORDS, "code": "A1", "domain": "A"})
    assert answer.location.startswith("/sign-in")
    for row in session.query(SignInSession).filter_by(person_id=cast.hara.id):
        row.ended_at = None
    session.flush()
    page = hara.get(f"{place}/criteria/A1").text
    assert "見抜く力の定義" in page
    assert "入力" in page


def test_a_page_takes_as_many_statements_for_three_criteria_as_for_one(hara, place, count_statements):
    counts = set()
    for number in (3, 4, 5):
        counts.add(count_statements(lambda: hara.get(place)))
        hara.submit(f"{place}/criteria/new", {**WORDS, "code": f"A{number}", "domain": "A"})
    assert len(counts) == 1
    assert max(counts) <= 15
