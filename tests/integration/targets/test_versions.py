"""Targets follow the rubric: better words, shifted and retired criteria; owners are asked to look again."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from lms.kernel.clock import FrozenClock
from lms.people.models import Membership
from lms.rubric.domain import CrosswalkKind, CrosswalkLine
from lms.storage.outbox import OutboxMessage
from lms.targets import commands, queries
from lms.targets.domain import Target
from lms.targets.jobs import Reviewer
from lms.targets.models import TargetRevision
from tests.cast import TODAY
from tests.conftest import NOW
from tests.factories.rubric import banso_text, following, load
from tests.factories.targets import TargetDraftFactory

SHIFTED = CrosswalkLine("A1", CrosswalkKind.SHIFTED, ("A1",), {1: 1, 2: 1, 3: 2, 4: 3})
RETIRED = CrosswalkLine("B1", CrosswalkKind.RETIRED)


@pytest.fixture
def renew(school):
    """Publish the next version: A1 on another scale and B1 gone, or only better words."""

    def publish(*, is_editorial: bool = False) -> None:
        text, lines, changes = banso_text(), [], {}
        if not is_editorial:
            same = [
                CrosswalkLine(one.code, CrosswalkKind.SAME, (one.code,))
                for one in text.criteria
                if one.code not in {"A1", "B1"}
            ]
            lines = [SHIFTED, *same, RETIRED]
            changes["domains"] = tuple(
                replace(domain, criteria=tuple(one for one in domain.criteria if one.code != "B1"))
                for domain in text.domains
            )
        council = school.cast.council.id
        load(
            school.session,
            publisher_id=council,
            clock=school.clock,
            text=following(text, crosswalk=lines, **changes),
        )

    return publish


@pytest.fixture
def card(school):
    def of(profile_id):
        actor = school.cast.actor(school.cast.hara)
        return queries.get_profile(school.session, actor, profile_id, on=TODAY, rubric=school.rubric).card

    return of


@pytest.fixture
def ask(school):
    """Ask owners; return how many were asked, and whom anybody was ever asked."""

    def now() -> tuple[int, list]:
        asked = commands.ask_to_review(school.session, clock=school.clock)
        school.session.flush()
        mails = school.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "targets.review"))
        return asked, [mail.recipient_id for mail in mails]

    return now


def test_a_target_is_read_as_the_crosswalk_leads_and_says_so(school, renew, card):
    profile_id = school.publish(levels={"A1": 3, "A2": 2, "B1": 3})
    renew()
    found = card(profile_id)
    assert dict(found.followed.targets) == {"A1": Target(2, is_carried=True), "A2": Target(2)}
    assert (len(found.followed.dropped), found.is_outdated) == (1, True)


def test_better_words_leave_targets_as_they_are_but_owners_look_again(school, renew, card):
    profile_id = school.publish()
    renew(is_editorial=True)
    found = card(profile_id)
    assert dict(found.followed.targets) == {"A1": Target(2), "B1": Target(3)}
    assert (found.followed.is_changed, found.is_outdated) == (False, True)


def test_saving_once_more_speaks_the_new_words(school, renew, card):
    profile_id = school.publish(levels={"A1": 3, "B1": 3})
    renew()
    draft = TargetDraftFactory(rubric_version_id=school.rubric.id, levels={"A1": 2})
    actor = school.cast.actor(school.cast.hara)
    facts = {"draft": draft, "reason": "新しい版に合わせた", "version": 1, "clock": school.clock}
    assert commands.revise_profile(school.session, actor=actor, profile_id=profile_id, **facts)
    school.session.flush()
    found = card(profile_id)
    assert (dict(found.followed.targets), found.is_outdated) == ({"A1": Target(2)}, False)


def test_an_outdated_profile_can_still_be_ended_as_it_stands(school, renew, card):
    profile_id = school.publish(levels={"A1": 3, "B1": 3})
    renew()
    actor = school.cast.actor(school.cast.hara)
    facts = {"ends_on": TODAY, "reason": "廃止", "version": 1, "clock": school.clock}
    commands.end_profile(school.session, actor=actor, profile_id=profile_id, **facts)
    school.session.flush()
    assert card(profile_id).n_levels == 2


def test_gaps_are_told_in_todays_words(school, renew, client_as):
    school.publish(levels={"A1": 3, "B1": 3})
    renew()
    page = client_as(school.cast.aoi).get("/me/target?lang=en").text
    assert "Read over from the earlier version of the rubric" in page
    assert "1 target fell away with its ability." in page
    assert page.count('class="gap-line"') == 1


def test_owners_are_asked_once_a_revision(school, renew, ask):
    school.publish()
    assert ask() == (0, [])
    renew()
    assert ask() == (1, [school.cast.hara.id])
    assert ask() == (0, [school.cast.hara.id])


@pytest.mark.parametrize("why", ["over", "left", "disabled"])
def test_who_has_nothing_to_look_at_any_more_is_not_asked(why, school, renew, ask, session):
    hara = school.cast.hara
    school.publish(ends_on=TODAY if why == "over" else None)
    renew()
    if why == "disabled":
        hara.disabled_at = NOW
    elif why == "left":
        for row in session.scalars(select(Membership).where(Membership.person_id == hara.id)):
            row.ends_on = TODAY
    session.flush()
    assert ask() == (0, [])


def test_a_profile_from_a_file_has_nobody_to_ask(school, renew, ask, session):

    school.publish()
    for row in session.scalars(select(TargetRevision)):
        row.recorded_by_id = None
    renew()
    assert ask() == (0, [])


def test_the_job_asks_by_itself(school, renew, database):
    school.publish()
    renew()
    Reviewer(FrozenClock(NOW)).ask()
    Reviewer(FrozenClock(NOW)).ask()
    school.session.expire_all()
    assert len(school.session.scalars(select(OutboxMessage)).all()) == 1


def test_planners_are_told_on_home_and_in_the_list(school, renew, client_as):
    school.publish()
    browser = client_as(school.cast.hara)
    assert "target profile again" not in browser.get("/?lang=en").text
    renew()
    assert "Look at 1 target profile again" in browser.get("/?lang=en").text
    assert "1 profile speaks the words of an earlier one." in browser.get("/targets?lang=en").text
    assert "speaks the words" not in client_as(school.cast.aoi).get("/targets?lang=en").text
