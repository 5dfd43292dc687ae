"""Publishing and archiving: who may, what is stored, and what stands against it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.kernel.actor import Actor, Grant
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.rubric import commands, models, queries
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.storage.audit import AuditEvent
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    LevelFactory,
    RubricTextFactory,
    banso_text,
    following,
    load,
)

SAME, SPLIT, MERGED, SHIFTED, RETIRED = CrosswalkKind
NOTE = {"ja": "二つに分けた", "en": "Split in two"}


@pytest.fixture
def small(session, cast, clock):
    return load(session, publisher_id=cast.council.id, clock=clock, text=RubricTextFactory())


@pytest.fixture
def hara(cast) -> Actor:
    return cast.actor(cast.hara)


@pytest.fixture
def later(clock) -> FrozenClock:
    return FrozenClock(clock.now() + timedelta(days=2))


@pytest.fixture
def draft(session, cast, clock, hara):
    """Write a draft of the version after one, with changes; return its id and the version it is saved at."""

    def write(follows, **changes):
        draft_id = commands.start_draft(
            session, actor=hara, publisher_id=cast.council.id, follows=follows and follows.id, clock=clock
        )
        text = queries.get_draft(session, hara, draft_id).text
        commands.save_draft(
            session, actor=hara, draft_id=draft_id, text=replace(text, **changes), version=1, clock=clock
        )
        session.flush()
        return {"draft_id": draft_id, "version": session.get_one(models.RubricDraft, draft_id).version}

    return write


@pytest.fixture
def split():
    """The fields of a version of the small rubric in which A1 is split and A2 retired."""
    lines = (CrosswalkLine("A1", SPLIT, ("A1", "A3")), CrosswalkLine("A2", RETIRED))
    criteria = tuple(CriterionTextFactory(code=code) for code in ("A1", "A3"))
    return {
        "version": "2",
        "domains": (DomainTextFactory(criteria=criteria),),
        "succession": Succession("1", Change.MEANING, lines, NOTE),
    }


def test_a_draft_becomes_a_version_under_its_own_id(session, hara, small, draft, split, later):
    written = draft(small, **split, is_locked=True, is_public=True)
    version_id = commands.publish_draft(session, actor=hara, **written, clock=later)
    session.flush()
    assert version_id == written["draft_id"]
    assert session.get(models.RubricDraft, version_id) is None
    row = session.get_one(models.RubricVersion, version_id)
    assert (row.code, row.version, row.change, row.note) == ("small", "2", Change.MEANING, NOTE)
    assert (row.loaded_at, row.published_by_id, row.predecessor_id) == (later.now(), hara.person_id, small.id)
    assert (row.is_locked, row.is_public, row.outdated_at) == (True, True, None)
    assert session.get_one(models.RubricVersion, small.id).outdated_at == later.now()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "rubric.published")).one()
    assert (event.actor_id, event.subject_id) == (hara.person_id, version_id)


def test_what_is_read_back_is_what_was_written(session, hara, small, draft, split, later):
    written = draft(small, **split, identifiers={"criteria/A3": "0" * 36})
    text = queries.get_draft(session, hara, written["draft_id"]).text
    version_id = commands.publish_draft(session, actor=hara, **written, clock=later)
    session.flush()
    assert queries.get_text(session, hara, version_id) == text
    stored = session.get_one(models.RubricVersion, version_id)
    assert stored.content_digest == text.digest()


def test_old_ratings_are_read_through_the_crosswalk(session, hara, small, draft, split, later):
    written = draft(small, **split)
    version_id = commands.publish_draft(session, actor=hara, **written, clock=later)
    session.flush()
    rubric = queries.get_rubric(session, version_id)
    ways = rubric.sources[small.criterion("A1").id]
    assert [(way.code, way.weight, way.is_changed) for way in ways] == [("A1", 0.5, True), ("A3", 0.5, True)]
    assert small.criterion("A2").id not in rubric.sources


def test_another_scale_is_stored_with_its_levels(session, cast, hara, small, clock):
    numbers = (1, 2, 3)
    descriptors = tuple(DescriptorFactory(level_number=number) for number in numbers)
    criterion = CriterionTextFactory(descriptors=descriptors)
    lines = [CrosswalkLine(code, MERGED, ("A1",), {1: 1, 2: 3}) for code in ("A1", "A2")]
    text = following(
        RubricTextFactory(),
        crosswalk=lines,
        levels=tuple(LevelFactory(number=number) for number in numbers),
        domains=(DomainTextFactory(criteria=(criterion,)),),
    )
    rubric = load(session, publisher_id=cast.council.id, clock=clock, text=text)
    (way,) = rubric.sources[small.criterion("A2").id]
    assert (way.code, dict(way.levels), way.weight) == ("A1", {1: 1, 2: 3}, 0.5)
    assert queries.get_text(session, hara, rubric.id) == text


def test_a_new_rubric_is_published_as_the_first(session, hara, draft, later):
    small = RubricTextFactory()
    fields = {name: getattr(small, name) for name in ("code", "title", "source", "drafting", "levels")}
    written = draft(None, **fields, domains=small.domains)
    version_id = commands.publish_draft(session, actor=hara, **written, clock=later)
    session.flush()
    assert queries.get_text(session, hara, version_id) == small


def test_publishing_touches_no_judgement(session, hara, small, draft, later, count_statements):
    written = draft(small)
    one = count_statements(lambda: commands.publish_draft(session, actor=hara, **written, clock=later))
    session.flush()
    assert one < 40


def test_a_flawed_draft_stays_a_draft(session, hara, small, draft, later):
    written = draft(small, version="1.1", title={"ja": "題", "en": ""})
    with pytest.raises(RuleViolation) as refused:
        commands.publish_draft(session, actor=hara, **written, clock=later)
    assert refused.value.code == "rubric.missing_language"
    assert refused.value.facts == {"language": "en", "place": "title"}
    assert session.get(models.RubricDraft, written["draft_id"]) is not None
    assert session.scalar(select(func.count()).select_from(models.RubricVersion)) == 1


def test_a_criterion_left_nowhere_is_refused(session, hara, small, draft, split, later):
    lines = (CrosswalkLine("A1", SPLIT, ("A1", "A3")),)
    written = draft(small, **{**split, "succession": Succession("1", Change.MEANING, lines)})
    with pytest.raises(RuleViolation) as refused:
        commands.publish_draft(session, actor=hara, **written, clock=later)
    assert refused.value.code == "rubric.crosswalk_nowhere"
    assert refused.value.facts == {"criterion": "A2", "place": "follows › crosswalk"}


def test_whoever_may_only_write_publishes_nothing(session, cast, hara, small, draft, later):
    written = draft(small)
    grants = frozenset(
        Grant(permission, cast.council.path)
        for permission in (Permission.RUBRIC_EDIT, Permission.RUBRIC_READ)
    )
    writer = replace(hara, grants=grants)
    assert not queries.get_draft(session, writer, written["draft_id"]).can_publish
    with pytest.raises(NotAllowed, match=r"rubric\.not_publisher"):
        commands.publish_draft(session, actor=writer, **written, clock=later)
    with pytest.raises(NotAllowed, match=r"rubric\.not_publisher"):
        commands.archive_version(session, actor=writer, version_id=small.id, reason="old", clock=later)


def test_who_was_overtaken_is_told_by_whom_with_what_and_when(session, cast, hara, small, draft, later):
    written = draft(small)
    other = following(RubricTextFactory())
    commands.load_rubric(
        session, actor_id=cast.hojo.id, rubric=other, publisher_id=cast.council.id, clock=later
    )
    session.flush()
    (flaw,) = queries.get_draft(session, hara, written["draft_id"]).flaws
    assert flaw.code == "rubric.overtaken"
    with pytest.raises(Conflict) as refused:
        commands.publish_draft(session, actor=hara, **written, clock=later)
    assert refused.value.code == "rubric.overtaken"
    assert refused.value.facts == {
        "rubric_version": "2",
        "by": cast.hojo.name,
        "on": "2026-11-22",
        "place": "follows › version",
    }


def test_publishing_twice_tells_who_was_first(session, cast, hara, small, draft, later):
    written = draft(small)
    commands.publish_draft(session, actor=hara, **written, clock=later)
    session.flush()
    for verb in (commands.publish_draft, commands.discard_draft):
        with pytest.raises(Conflict) as refused:
            verb(session, actor=hara, **written, clock=later)
        assert refused.value.code == "rubric.published_already"
        assert refused.value.facts == {"rubric_version": "1.1", "by": cast.hara.name, "on": "2026-11-22"}


def test_a_number_is_used_once(session, cast, hara, small, draft, later, clock):
    second = load(session, publisher_id=cast.council.id, clock=clock, text=following(RubricTextFactory()))
    written = draft(second, version="1")
    with pytest.raises(RuleViolation) as refused:
        commands.publish_draft(session, actor=hara, **written, clock=later)
    assert (refused.value.code, refused.value.facts["version"]) == ("rubric.version_taken", "1")


def test_a_draft_cannot_say_that_it_follows_what_it_does_not(session, hara, draft, later):
    small = RubricTextFactory()
    fields = {name: getattr(small, name) for name in ("code", "title", "source", "drafting", "levels")}
    succession = Succession("9", Change.EDITORIAL)
    written = draft(None, **fields, domains=small.domains, succession=succession)
    with pytest.raises(RuleViolation) as refused:
        commands.publish_draft(session, actor=hara, **written, clock=later)
    assert (refused.value.code, refused.value.facts["version"]) == ("rubric.follows_unknown", "9")


def test_an_archived_version_says_why_and_stays_readable(session, cast, hara, small, later):
    commands.archive_version(session, actor=hara, version_id=small.id, reason=" 使わない ", clock=later)
    session.flush()
    line = queries.get_version(session, hara, small.id)
    assert (line.outdated_at, line.archive_reason, line.archived_by_name) == (
        later.now(),
        "使わない",
        cast.hara.name,
    )
    assert queries.find_current_rubric(session, hara) is None
    assert queries.get_rubric(session, small.id) == small
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "rubric.archived")).one()
    assert (event.subject_id, event.details["reason"]) == (small.id, "使わない")


def test_nothing_follows_an_archived_version(session, cast, hara, small, draft, later):
    written = draft(small)
    commands.archive_version(session, actor=hara, version_id=small.id, reason="old", clock=later)
    session.flush()
    with pytest.raises(Conflict) as refused:
        commands.publish_draft(session, actor=hara, **written, clock=later)
    assert (refused.value.code, refused.value.facts["on"]) == ("rubric.archived", "2026-11-22")
    with pytest.raises(Conflict, match=r"rubric\.archived"):
        commands.archive_version(session, actor=hara, version_id=small.id, reason="again", clock=later)


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "rubric.reason_missing"), (" \n", "rubric.reason_missing"), ("x" * 1001, "rubric.reason_long")],
)
def test_archiving_needs_a_reason(session, hara, small, later, reason, code):
    with pytest.raises(RuleViolation) as refused:
        commands.archive_version(session, actor=hara, version_id=small.id, reason=reason, clock=later)
    assert (refused.value.code, refused.value.field) == (code, "reason")


def test_a_version_that_was_followed_is_archived_no_more(session, cast, hara, small, clock, later):
    load(session, publisher_id=cast.council.id, clock=clock, text=following(RubricTextFactory()))
    with pytest.raises(Conflict, match=r"rubric\.overtaken"):
        commands.archive_version(session, actor=hara, version_id=small.id, reason="old", clock=later)


def test_nobody_archives_what_is_not_theirs(session, cast, hara, foreign, clock, later):
    for version_id in (foreign.id, new_id()):
        with pytest.raises(NotFound, match=r"rubric\.not_found"):
            commands.archive_version(session, actor=hara, version_id=version_id, reason="x", clock=later)
    everybodys = load(session, publisher_id=None, clock=clock)
    with pytest.raises(NotAllowed, match=r"rubric\.not_publisher"):
        commands.archive_version(session, actor=hara, version_id=everybodys.id, reason="x", clock=later)
    with pytest.raises(RuleViolation, match=r"rubric\.follows_elsewhere"):
        commands.start_draft(
            session, actor=hara, publisher_id=cast.council.id, follows=everybodys.id, clock=clock
        )


def test_a_rubric_may_begin_again_after_it_was_archived(session, cast, hara, published, clock, later):
    commands.archive_version(session, actor=hara, version_id=published.id, reason="old", clock=clock)
    session.flush()
    text = replace(banso_text(), version="9")
    assert load(session, publisher_id=cast.council.id, clock=later, text=text).version == "9"
