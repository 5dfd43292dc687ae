"""What people of the demo do with the rubric: write on it, aim by it, read it together, decide by it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.decisions.models import LevelDecision, LevelProposal
from lms.decisions.queries import count_waiting, list_overall_in_force
from lms.evidence.models import LinkingRatingRow
from lms.evidence.queries import list_findings
from lms.moderation.domain import Round, State
from lms.moderation.models import Calibration, CalibrationMinutes
from lms.moderation.queries import find_outcomes, get_calibration, list_raters, list_waiting
from lms.pairing.models import PairingMember
from lms.people.models import Employment, Organisation, Person
from lms.rubric.queries import get_current_rubric, get_draft, get_version, list_drafts
from lms.targets.queries import find_targets, list_profiles
from tests.integration.demo.conftest import CLOCK, TODAY


@pytest.fixture
def named(built):
    """Find somebody by name."""
    return lambda name: built.scalars(select(Person).where(Person.name == name)).one()


@pytest.fixture
def session_of(built):
    """Find the calibration session that is in a state."""
    return lambda state: built.scalars(select(Calibration).where(Calibration.state == state)).one()


def test_the_rubric_is_public_and_locked_and_a_member_has_added_examples_only(built, actor_of):
    rubric = get_current_rubric(built, actor_of("advisor"))
    version = get_version(built, actor_of("advisor"), rubric.id)
    assert (version.version, version.is_public, version.is_locked) == ("1", True, True)
    assert len(rubric.criteria) == 11
    found = [d for one in rubric.criteria for d in one.descriptors.values() if d.local_examples]
    assert len(found) == 3
    assert {language for one in found for text in one.local_examples for language in text} == {"ja", "en"}


def test_the_next_version_lacks_one_text_and_a_members_criterion_waits_to_be_published(built, planner):
    added, following = sorted(list_drafts(built, planner), key=lambda line: line.saved_at)
    draft = get_draft(built, planner, following.id)
    assert [(flaw.code, flaw.facts["place"]) for flaw in draft.flaws] == [
        ("rubric.missing_language", "domains › A › criteria › A5 › descriptors › 4 › text")
    ]
    assert draft.text.version == "2"
    crosswalk = {line.source: (line.kind, line.targets) for line in draft.text.succession.crosswalk}
    changed = {code: line for code, line in crosswalk.items() if line != ("same", (code,))}
    assert changed == {"A4": ("split", ("A4", "A5")), "C2": ("shifted", ("C2",))}
    local = get_draft(built, planner, added.id)
    assert (local.flaws, [one.code for one in local.text.criteria]) == ((), ["L1"])


def test_targets_are_everybodys_by_their_year_and_one_was_given(built, planner, actor_of, named):
    profiles = list_profiles(built, planner, on=TODAY, rubric=None)
    assert {profile.code for profile in profiles} == {"year-1", "year-3", "supervisor", "yorozu-coordinator"}
    newcomer, senior = actor_of("advisor").person_id, named("村上 明子").id
    targets = find_targets(built, [newcomer, senior], on=TODAY)
    assert targets[newcomer].profile.candidate.code == "year-1"
    assert targets[senior].profile.candidate.code == "supervisor"
    assert targets[senior].choice.ground == "assigned"


def test_raters_of_many_regions_came_closer_together_and_wrote_down_how(built, planner, session_of):
    held = session_of(State.CLOSED)
    low, _high = find_outcomes(built, held.id)[Round.SECOND].overall.change.interval
    assert low > 0.1
    assert CLOCK.today() - timedelta(days=160) < held.first_closes_on < CLOCK.today() - timedelta(days=90)
    raters = list_raters(built, held.id)
    assert (len(raters), sum(one.has_answered for one in raters)) == (13, 12)
    minutes = built.scalars(select(CalibrationMinutes)).one()
    assert minutes.texts.keys() == {"", "B4", "C2"}
    assert get_calibration(built, planner, held.id).organiser_id == planner.person_id


def test_the_vignettes_link_raters_whom_no_trainer_had_linked(built):
    rated = select(LinkingRatingRow.rater_id)
    regions = built.scalars(
        select(Organisation.region)
        .join(Employment, Employment.organisation_id == Organisation.id)
        .where(Employment.person_id.in_(rated))
    )
    assert {"北海道", "四国", "関東", "中国"} <= set(regions)


def test_a_rater_has_a_result_of_their_own_and_another_session_waits_for_them(
    built, actor_of, session_of, browser_of
):
    browser = browser_of("supervisor")
    assert browser.get(f"/calibration/{session_of(State.CLOSED).id}/mine").status_code == 200
    (waiting,) = list_waiting(built, actor_of("supervisor"))
    assert waiting.closes_on > TODAY
    assert waiting.title in browser.get("/").text


def test_a_decision_opens_a_gate_that_the_evidence_does_not(built, planner, named):
    senior = named("村上 明子").id
    rubric = get_current_rubric(built, planner)
    awarded = list_overall_in_force(built, planner, [senior], TODAY, rubric=rubric)[senior]
    gate = list_findings(built, planner, [senior], TODAY)[senior].gate_level()
    assert gate is not None
    assert awarded.level > gate
    seats = built.scalars(select(PairingMember).where(PairingMember.decided_on.is_not(None))).all()
    assert {(seat.advisor_id, seat.level, seat.decided_on) for seat in seats} == {
        (senior, awarded.level, awarded.decided_on)
    }


def test_a_proposal_waits_for_votes_and_a_decision_was_taken_back_with_a_reason(built, actor_of, named):
    assert count_waiting(built, actor_of("supervisor"), on=TODAY) == 1
    open_one = built.scalars(select(LevelProposal).where(LevelProposal.outcome == "open")).one()
    assert open_one.person_id == named("平田 亮").id
    assert built.scalar(select(func.count()).select_from(LevelDecision)) == 2
    reversed_one = built.scalars(select(LevelDecision).where(LevelDecision.reversal.has())).one()
    assert reversed_one.person_id == named("石原 拓也").id
