"""The pages of decisions and committees as people use them."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import func, select

from lms.decisions.domain import Choice, Outcome
from lms.decisions.models import Committee, LevelDecision, LevelProposal, LevelVote
from lms.kernel.clock import FrozenClock
from tests.client import hidden_fields_of
from tests.conftest import NOW


@pytest.fixture
def as_(client_as, world):
    """Open a browser for somebody, by name in the cast or place on the panel."""

    def browser(who):
        return client_as(world.panel[who] if isinstance(who, int) else getattr(world.cast, who))

    return browser


@pytest.fixture
def typed(world):
    """Return what a supervisor types to decide, with the address of the form."""

    def type_in(scope="overall", **changes):
        cited = changes.pop("citations", None) or world.both()
        fields = {
            "level": "2",
            "citations": [str(one) for one in cited],
            "way": "alone",
            "reason": "6件の記録で一貫している",
            "last_day": "",
            "vote_by": "2026-12-04",
            **changes,
        }
        return f"/decisions/new?person={world.cast.aoi.id}&scope={scope}", fields

    return type_in


@pytest.fixture
def count(session):
    return lambda table: session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def path_of():
    return lambda answer: urlsplit(answer.location).path


def test_a_level_is_chosen_decided_and_shown_beside_the_estimate(world, as_, typed, path_of):
    mori = as_("mori")
    address, fields = typed()
    person = f"/people/{world.cast.aoi.id}"
    assert f"/decisions/new?person={world.cast.aoi.id}" in mori.get(person).text
    scopes = mori.get(f"/decisions/new?person={world.cast.aoi.id}").text
    assert "scope=criterion:B1" in scopes
    assert "scope=criterion:A1" not in scopes  # nothing to cite there
    assert "社長の話を最後まで聴いた" in mori.get(address).text
    answer = mori.submit(address, fields)
    assert answer.status_code == 303
    page = mori.get(path_of(answer)).text
    assert "6件の記録で一貫している" in page
    assert "マスター" in page
    for browser, where in ((mori, person), (as_("aoi"), "/me")):
        shown = browser.get(where).text
        assert path_of(answer) in shown
        assert "2026年11月20日(金)" in shown
        assert "推定" in shown


def test_sending_twice_decides_once(as_, typed, count, path_of):
    mori = as_("mori")
    address, fields = typed()
    sent = {**mori.hidden_fields(address), **fields}
    first, second = mori.post(address, data=sent), mori.post(address, data=sent)
    assert path_of(first) == path_of(second)
    assert count(LevelDecision) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level": ""}, "段階を選んでください。"),
        ({"reason": " "}, "理由を書いてください。"),
        ({"way": ""}, "決め方を選んでください。"),
        ({"way": "00000000-0000-0000-0000-000000000001"}, None),
        ({"citations": ["x"]}, "一覧から評価記録を選んでください。"),
        ({"last_day": "2026-11-19"}, "有効期限は今日以降の日にしてください。"),
    ],
)
def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(as_, typed, count, changes, words):
    mori = as_("mori")
    address, fields = typed(**changes)
    answer = mori.submit(address, fields)
    assert answer.status_code == 422
    assert words is None or words in answer.text
    if "reason" not in changes:
        assert "6件の記録で一貫している" in answer.text
    assert count(LevelDecision) == 0


def test_no_observation_chosen_is_said_and_what_was_chosen_stays(world, as_, typed):
    mori = as_("mori")
    address, fields = typed()
    empty = mori.submit(address, {**fields, "citations": []})
    assert (empty.status_code, "根拠にする評価記録を1件以上選んでください。" in empty.text) == (422, True)
    answer = mori.submit(address, {**fields, "reason": ""})
    assert answer.text.count(" checked") >= 3  # both observations and the way
    lone = mori.submit(address, {**fields, "citations": fields["citations"][:1]})
    assert "2人以上の評価者の記録が必要です" in lone.text


def test_observations_voided_or_of_others_are_refused_at_the_field(world, as_, typed):
    mori = as_("mori")
    address, fields = typed()
    foreign = world.observe(of=world.cast.kaoru, organisation_id=world.cast.neighbour.id)
    answer = mori.submit(address, {**fields, "citations": [*fields["citations"], str(foreign)]})
    assert "あなたが閲覧できない記録が含まれています" in answer.text
    world.void(UUID(fields["citations"][0]))
    assert "取り消された評価記録が含まれています" in mori.submit(address, fields).text


def test_a_level_is_put_before_a_committee_from_the_same_form(world, as_, typed, path_of):
    committee_id = world.committee()
    address, fields = typed(way=str(committee_id))
    answer = as_("mori").submit(address, fields)
    proposal = world.proposal(UUID(path_of(answer).rsplit("/", 1)[1]))
    assert (proposal.committee_id, proposal.outcome) == (committee_id, Outcome.OPEN)
    assert "審議中" in as_("mori").get(path_of(answer)).text


def test_one_decides_about_people_in_reach_and_not_about_oneself(world, as_):
    mori = as_("mori")
    assert mori.get("/decisions/new").status_code == 200
    assert mori.get(f"/decisions/new?person={world.cast.kaoru.id}").status_code == 404
    own = mori.get(f"/decisions/new?person={world.cast.mori.id}")
    assert (own.status_code, "自分の段階は認定できません" in own.text) == (422, True)
    assert as_("aoi").get(f"/decisions/new?person={world.cast.aoi.id}").status_code == 403
    assert as_("chie").get(f"/decisions/new?person={world.cast.aoi.id}").status_code in {200, 404}
    assert "青井" not in as_("chie").get(f"/decisions/new?person={world.cast.aoi.id}").text


def test_older_observations_are_a_link_away(world, as_):
    ids = [world.observe(observed_on=NOW.date() - timedelta(days=n)) for n in range(31)]
    address = f"/decisions/new?person={world.cast.aoi.id}&scope=criterion:B1"
    mori = as_("mori")
    first = mori.get(address).text
    assert (str(ids[29]) in first, str(ids[30]) in first, "さらに前の評価記録" in first) == (
        True,
        False,
        True,
    )
    everything = mori.get(f"{address}&all=1").text
    assert (str(ids[30]) in everything, "さらに前の評価記録" in everything) == (True, False)


def test_a_vote_is_cast_changed_and_closed(world, as_, path_of):
    proposal_id = world.propose()
    page = f"/decisions/{proposal_id}"
    assert f'href="{page}"' in as_(1).get("/decisions").text
    assert "1件" in as_(1).get("/").text
    member = as_(1)
    assert member.submit(page, {"choice": "refuse", "reason": ""}).status_code == 422
    assert member.submit(page, {"choice": "refuse", "reason": "まだ早い"}).status_code == 303
    assert "まだ早い" in member.get(page).text
    assert member.submit(page, {"choice": "award", "reason": ""}).status_code == 303
    assert as_(2).submit(page, {"choice": "award", "reason": ""}).status_code == 303
    chair = as_(0)
    assert chair.submit(f"{page}/close", {"reason": ""}).status_code == 422
    assert "まだ投票していません" in chair.get(f"{page}/close").text
    answer = chair.submit(f"{page}/close", {"reason": "記録に一貫して見られます"})
    assert path_of(answer) == page
    assert world.decision(proposal_id).reason == "記録に一貫して見られます"


def test_the_votes_of_others_are_shown_after_ones_own(world, as_):
    proposal_id = world.propose()
    page = f"/decisions/{proposal_id}"
    world.vote(proposal_id, world.panel[1], Choice.REFUSE, reason="秘密の理由")
    world.recuse(proposal_id, world.panel[3])
    assert "秘密の理由" not in as_(0).get(page).text
    assert "親族" not in as_(0).get(page).text
    world.vote(proposal_id, world.panel[0])
    assert "秘密の理由" in as_(0).get(page).text
    assert "家族・親族" in as_(0).get(page).text


@pytest.mark.parametrize("outcome", [Choice.AWARD, Choice.REFUSE, Choice.DEFER])
def test_the_person_reads_what_came_out_and_why_and_nobodys_vote(world, as_, outcome):
    cited = world.both()
    proposal_id = world.propose(citations=cited, reason="提案者の内輪の理由")
    for member in world.panel:
        world.vote(proposal_id, member, outcome, reason="委員の内輪の理由")
    aoi, page = as_("aoi"), f"/decisions/{proposal_id}"
    before = aoi.get(page).text
    world.close(proposal_id)
    after = aoi.get(page).text
    for text in (before, after):
        assert "内輪の理由" not in text
        assert "社長の話を最後まで聴いた" in text
        assert "4票" not in text
    assert "5件の記録に、課題の言い直しが一貫して見られる" in after
    assert "委員 四" in before  # whom to tell of a conflict of interest
    assert "委員 四" not in after
    assert f'href="{page}"' in aoi.get("/decisions").text or outcome is not Choice.AWARD


def test_a_reader_sees_the_count_but_no_votes(world, as_):
    proposal_id = world.propose()
    world.vote(proposal_id, world.panel[0], Choice.DEFER, reason="委員の内輪の理由")
    sato, page = as_("sato"), f"/decisions/{proposal_id}"
    assert "0票" not in sato.get(page).text
    world.vote(proposal_id, world.panel[1], Choice.DEFER)
    world.close(proposal_id)
    text = sato.get(page).text
    assert ("2票" in text, "内輪" in text) == (True, False)


def test_a_member_sees_no_estimate_of_a_stranger(world, as_):
    proposal_id = world.propose()
    assert "推定" not in as_(0).get(f"/decisions/{proposal_id}").text
    assert "推定" in as_("mori").get(f"/decisions/{proposal_id}").text
    assert as_(0).get(f"/people/{world.cast.aoi.id}").status_code == 404


def test_taking_no_part_leads_away_from_the_proposal(world, as_, path_of):
    proposal_id = world.propose()
    page, member = f"/decisions/{proposal_id}", as_(1)
    assert member.submit(f"{page}/recuse", {}).status_code == 422
    assert member.submit(f"{page}/recuse", {"interest": "other", "reason": ""}).status_code == 422
    answer = member.submit(f"{page}/recuse", {"interest": "kinship", "reason": ""})
    assert path_of(answer) == "/decisions"
    assert member.get(page).status_code == 404
    assert member.get(f"{page}/recuse").status_code == 404


def test_a_vote_after_closing_is_refused_on_the_page(world, as_):
    proposal_id = world.propose()
    page, member = f"/decisions/{proposal_id}", as_(3)
    fields = {**member.hidden_fields(page), "choice": "award", "reason": ""}
    for one in world.panel[:3]:
        world.vote(proposal_id, one)
    world.close(proposal_id)
    answer = member.post(page, data=fields)
    assert (answer.status_code, "すでに締め切られました" in answer.text) == (422, True)


def test_closing_on_a_page_out_of_date_shows_the_new_count(world, as_):
    proposal_id = world.propose()
    for one in world.panel[:3]:
        world.vote(proposal_id, one)
    chair, page = as_(0), f"/decisions/{proposal_id}/close"
    fields = {**chair.hidden_fields(page), "reason": "まとめ"}
    world.vote(proposal_id, world.panel[3], Choice.REFUSE)
    stale = chair.post(page, data=fields)
    assert (stale.status_code, "別の委員が投票しました" in stale.text) == (409, True)
    again = chair.post(page, data={**hidden_fields_of(stale), "reason": "まとめ"})
    assert again.status_code == 303


@pytest.mark.parametrize("step", ["close", "recuse", "withdraw", "reverse"])
def test_a_step_that_is_not_the_readers_leads_back(world, as_, path_of, step):
    proposal_id = world.awarded()
    browser = as_("mori")
    answer = browser.get(f"/decisions/{proposal_id}/{step}")
    assert (answer.status_code, path_of(answer)) == (303, f"/decisions/{proposal_id}")


def test_a_supervisors_decision_has_no_vote(world, as_, path_of):
    decision_id = world.decide()
    for step in ("close", "recuse", "withdraw"):
        assert as_("mori").get(f"/decisions/{decision_id}/{step}").status_code == 303
    answer = as_("mori").submit(f"/decisions/{decision_id}/reverse", {"reason": "誤認だった"})
    assert path_of(answer) == f"/decisions/{decision_id}"
    page = as_("aoi").get(path_of(answer)).text
    assert ("誤認だった" in page, "森 真理が取り消しました" in page) == (True, True)


def test_a_proposal_is_taken_back_on_its_page(world, as_):
    proposal_id = world.propose()
    page = f"/decisions/{proposal_id}/withdraw"
    mori = as_("mori")
    assert mori.submit(page, {"reason": ""}).status_code == 422
    assert mori.submit(page, {"reason": "記録を足してから"}).status_code == 303
    assert "記録を足してから" in as_("aoi").get(f"/decisions/{proposal_id}").text


@pytest.mark.parametrize("path", ["", "/recuse", "/close", "/withdraw", "/reverse"])
def test_an_outsider_finds_nothing(world, as_, path):
    proposal_id = world.awarded()
    assert as_("chie").get(f"/decisions/{proposal_id}{path}").status_code == 404
    assert "青井" not in as_("chie").get("/decisions").text
    assert str(proposal_id) not in as_("kaoru").get("/decisions").text


def test_the_list_is_narrowed_by_chips(world, as_):
    reversed_one, kept = world.decide(), world.decide()
    world.reverse(reversed_one)
    mori = as_("mori")
    text = mori.get("/decisions?state=reversed&by=supervisor").text
    assert (str(reversed_one) in text, str(kept) in text) == (True, False)
    assert "当てはまる認定がありません" in mori.get("/decisions?by=committee").text
    assert str(kept) in mori.get("/decisions?state=nonsense&by=x&person=y").text
    assert "認定はまだありません" in as_("kaoru").get("/decisions").text


def test_how_each_decision_stands_is_said_in_the_list(world, as_):
    yesterday = FrozenClock(NOW - timedelta(days=1))
    world.decide(clock=yesterday)
    world.decide()
    text = as_("mori").get("/decisions").text
    assert (text.count("新しい認定あり"), text.count("有効<")) == (1, 1)


def test_a_decision_whose_observations_were_voided_asks_for_a_look(world, as_):
    cited = world.both()
    decision_id = world.decide(citations=cited)
    first, second = cited
    world.void(first)
    assert "見直しが必要です" not in as_("mori").get(f"/decisions/{decision_id}").text
    world.void(second)
    assert "見直しが必要です" in as_("mori").get(f"/decisions/{decision_id}").text
    assert world.in_force() != {}


@pytest.fixture
def committee_fields(world):
    def fields(**changes):
        filled = {
            "name_ja": "育成委員会",
            "name_en": "Committee",
            "quorum": "2",
            "majority": "simple",
            "chair": "0",
        }
        for row, one in enumerate(world.panel[:3]):
            filled |= {f"person_{row}": str(one.id), f"starts_{row}": "2026-04-01", f"last_{row}": ""}
        return {"organisation": str(world.cast.council.id), **filled, **changes}

    return fields


def test_a_committee_is_set_up_and_changed(world, as_, committee_fields, count, path_of):
    hara = as_("hara")
    assert "委員会はまだありません" in hara.get("/committees").text
    answer = hara.submit("/committees/new", committee_fields())
    page = path_of(answer)
    assert (answer.status_code, count(Committee)) == (303, 1)
    assert "委員 三" in hara.get(page).text
    ended = committee_fields(quorum="3", last_2="2027-03-31")
    del ended["organisation"]
    assert hara.submit(f"{page}/edit", ended).status_code == 303
    assert "2027/3/31" in hara.get(page).text
    assert "育成委員会" in as_("mori").get("/committees").text
    assert as_("mori").get(f"{page}/edit").status_code == 303
    assert as_("mori").get(page).status_code == 200
    assert as_("chie").get(page).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quorum": "4"}, "定足数は、今日が任期内の委員の数（3人）を超えられません。"),
        ({"quorum": "1"}, "定足数は2人以上にしてください"),
        ({"chair": ""}, "委員長を選んでください。"),
        ({"chair": "4"}, "今日が任期内の委員から、委員長を1人選んでください。"),
        ({"starts_1": ""}, "任期の最初の日を入れてください。"),
        ({"last_1": "2026-03-01"}, "任期の終わりが始まりより前です。"),
        ({"name_en": " "}, "日本語と英語の両方の名前を入れてください。"),
        ({"person_1": "", "person_2": ""}, "今日が任期内の委員を2人以上指名してください。"),
    ],
)
def test_a_committee_that_cannot_work_is_refused_at_the_field(as_, committee_fields, count, changes, words):
    answer = as_("hara").submit("/committees/new", committee_fields(**changes))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert count(Committee) == 0


def test_two_people_changing_a_committee_see_both_texts(world, as_, committee_fields):
    page = f"/committees/{world.committee(people=world.panel[:3])}/edit"
    hara = as_("hara")
    fields = committee_fields(name_ja="自分の名前")
    del fields["organisation"]
    mine = {**hara.hidden_fields(page), **fields}
    assert hara.submit(page, {**fields, "name_ja": "先に保存された名前"}).status_code == 303
    stale = hara.post(page, data=mine)
    assert stale.status_code == 409
    assert "先に保存された名前" in stale.text
    assert "自分の名前" in stale.text


def test_english_pages_speak_english(world, as_):
    proposal_id = world.awarded()
    for path in (
        "/decisions",
        f"/decisions/{proposal_id}",
        f"/decisions/new?person={world.cast.aoi.id}",
        "/committees",
        "/committees/new",
    ):
        text = as_("hara").get(f"{path}{'&' if '?' in path else '?'}lang=en").text
        main = re.search(r"<main.*</main>", text, re.DOTALL)[0]
        assert "認定" not in main, path
        assert "委員会" not in re.sub(r"育成委員会", "", main), path


def test_pages_take_the_same_number_of_statements_however_much_there_is(world, as_, count_statements):
    committee_id = world.committee()
    member, mori = as_(0), as_("mori")

    def pages(proposal_id):
        return [
            (mori, "/decisions"),
            (member, "/decisions"),
            (mori, f"/decisions/{proposal_id}"),
            (member, f"/decisions/{proposal_id}"),
            (mori, f"/decisions/new?person={world.cast.aoi.id}"),
            (mori, f"/decisions/new?person={world.cast.aoi.id}&scope=overall"),
            (mori, "/committees"),
            (mori, f"/committees/{committee_id}"),
            (as_("hara"), f"/committees/{committee_id}/edit"),
            (as_("hara"), "/committees/new"),
        ]

    def counted(proposal_id):
        return [count_statements(lambda b=browser, p=path: b.get(p)) for browser, path in pages(proposal_id)]

    first = world.propose(committee_id)
    world.vote(first, world.panel[0])
    world.decide()
    counted(first)  # the rubric is read once and kept
    one = counted(first)
    for _turn in range(2):
        other = world.propose(committee_id)
        world.vote(other, world.panel[0])
        world.vote(other, world.panel[1])
        world.decide()
    world.committee(organisation=world.cast.chamber)
    three = counted(other)
    assert one == three
    assert max(three) <= 15


def test_what_members_say_is_kept_in_full(world, as_, session):
    proposal_id = world.propose()
    as_(1).submit(f"/decisions/{proposal_id}", {"choice": "defer", "reason": "  あと1件\nほしい "})
    vote = session.scalars(select(LevelVote)).one()
    assert (vote.choice, vote.reason) == (Choice.DEFER, "あと1件\nほしい")
    assert session.scalars(select(LevelProposal)).one().outcome is Outcome.OPEN
