"""Drafts: who may write them, what they begin with, and that nobody's words are overwritten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.rubric import commands, queries
from lms.rubric.domain import Change, all_same
from lms.rubric.models import RubricDraft
from lms.storage.audit import AuditEvent
from tests.factories.rubric import RubricTextFactory, banso_text, following, load

SMALL = RubricTextFactory()


@pytest.fixture
def start(session, cast, clock):
    """Start a draft in the council's name, by default a new rubric, as Hara."""

    def begin(follows=None, publisher=None, by=None):
        actor = cast.actor(by or cast.hara)
        publisher_id = (publisher or cast.council).id
        return commands.start_draft(
            session, actor=actor, publisher_id=publisher_id, follows=follows, clock=clock
        )

    return begin


@pytest.fixture
def save(session, cast, clock):
    def keep(draft_id, text, version=1, by=None):
        actor = cast.actor(by or cast.hara)
        commands.save_draft(session, actor=actor, draft_id=draft_id, text=text, version=version, clock=clock)
        session.flush()

    return keep


@pytest.fixture
def read(session, cast):
    return lambda draft_id: queries.get_draft(session, cast.actor(cast.hara), draft_id)


def test_the_next_version_begins_as_the_same_again(cast, clock, published, start, read):
    draft = read(start(published.id))
    assert (draft.code, draft.text.version, draft.version) == ("banso", "1.1", 1)
    assert draft.text.domains == banso_text().domains
    assert draft.text.succession.change is Change.EDITORIAL
    assert draft.text.succession.crosswalk == all_same(banso_text())
    assert (draft.predecessor, draft.predecessor_id, draft.base) == (banso_text(), published.id, None)
    assert (draft.publisher_name, draft.can_publish) == (cast.council.name, True)
    assert (draft.started_at, draft.started_by_name) == (clock.now(), cast.hara.name)
    assert (draft.saved_at, draft.saved_by_name) == (clock.now(), cast.hara.name)
    assert draft.flaws == ()


def test_a_new_rubric_begins_empty_and_says_what_it_needs(start, read):
    draft = read(start())
    assert (draft.code, draft.predecessor, draft.base) == ("", None, None)
    assert {flaw.code for flaw in draft.flaws} >= {"rubric.bad_rubric_code", "rubric.no_domain"}
    assert next(flaw for flaw in draft.flaws if flaw.code == "rubric.no_domain").facts["place"] == "domains"


def test_whoever_starts_again_opens_what_was_begun(published, start):
    assert start(published.id) == start(published.id)
    assert start() == start()


def test_starting_and_saving_and_discarding_are_audited(session, cast, clock, start, save):
    draft_id = start()
    save(draft_id, SMALL)
    commands.discard_draft(session, actor=cast.actor(cast.hara), draft_id=draft_id, version=2, clock=clock)
    session.flush()
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.subject_id == draft_id).order_by(AuditEvent.sequence)
    ).all()
    assert [(event.action, event.actor_id) for event in events] == [
        ("rubric.draft_started", cast.hara.id),
        ("rubric.draft_saved", cast.hara.id),
        ("rubric.draft_discarded", cast.hara.id),
    ]
    assert events[1].details == {"code": "small", "publisher_id": str(cast.council.id)}
    assert session.get(RubricDraft, draft_id) is None


@pytest.mark.parametrize("person", ["aoi", "mori", "hojo", "chie"])
def test_who_does_not_write_for_an_organisation_starts_nothing(cast, published, start, person):
    with pytest.raises(NotFound, match=r"rubric\.publisher_unknown"):
        start(published.id, by=getattr(cast, person))


@pytest.mark.parametrize("person", ["aoi", "mori", "hojo", "chie"])
def test_a_draft_is_seen_by_those_who_write_for_its_organisation(session, cast, clock, start, save, person):
    draft_id = start()
    session.flush()
    stranger = cast.actor(getattr(cast, person))
    assert queries.list_drafts(session, stranger) == ()
    asked = {"session": session, "actor": stranger, "draft_id": draft_id}
    with pytest.raises(NotFound, match=r"rubric\.draft_unknown"):
        queries.get_draft(session, stranger, draft_id)
    with pytest.raises(NotFound, match=r"rubric\.draft_unknown"):
        save(draft_id, SMALL, by=getattr(cast, person))
    for verb in (commands.discard_draft, commands.publish_draft):
        with pytest.raises(NotFound, match=r"rubric\.draft_unknown"):
            verb(**asked, version=1, clock=clock)


def test_only_the_publisher_writes_the_next_version(cast, published, start):
    with pytest.raises(RuleViolation, match=r"rubric\.follows_elsewhere"):
        start(published.id, publisher=cast.chamber)


def test_nothing_follows_a_version_one_may_not_read(foreign, start):
    with pytest.raises(NotFound, match=r"rubric\.not_found"):
        start(foreign.id)
    with pytest.raises(NotFound, match=r"rubric\.not_found"):
        start(new_id())


def test_nothing_follows_a_version_that_was_followed(session, cast, clock, published, start):
    load(session, publisher_id=cast.council.id, clock=clock, text=following(banso_text()))
    with pytest.raises(Conflict) as refused:
        start(published.id)
    assert refused.value.code == "rubric.overtaken"
    assert refused.value.facts == {
        "rubric_version": "2",
        "by": "lms rubric load",
        "on": "2026-11-20",
    }


def test_a_draft_that_was_overtaken_moves_on_with_its_words(
    session, cast, clock, published, start, save, read
):
    draft_id = start(published.id)
    title = {"ja": "私の題", "en": "My title"}
    save(draft_id, replace(read(draft_id).text, title=title))
    source = {"ja": "別の出典", "en": "Another source"}
    text = following(banso_text(), source=source)
    second = load(session, publisher_id=cast.council.id, clock=clock, text=text)
    assert [flaw.code for flaw in read(draft_id).flaws] == ["rubric.overtaken"]
    assert start(second.id) == draft_id
    draft = read(draft_id)
    assert (draft.text.title, draft.text.source) == (title, source)
    assert (draft.predecessor_id, draft.text.version, draft.version) == (second.id, "2.1", 3)
    assert draft.flaws == ()


def test_a_first_draft_is_in_the_way_of_a_version_that_came_from_elsewhere(session, cast, clock, start, save):
    save(start(), SMALL)
    small = load(session, publisher_id=cast.council.id, clock=clock, text=SMALL)
    with pytest.raises(Conflict) as refused:
        start(small.id)
    assert (refused.value.code, refused.value.facts) == ("rubric.draft_exists", {"rubric_code": "small"})


def test_what_was_saved_is_read_again(published, start, save, read):
    draft_id = start(published.id)
    half = replace(read(draft_id).text, title={"ja": "", "en": "Only English yet"})
    save(draft_id, half)
    draft = read(draft_id)
    assert (draft.text, draft.version) == (half, 2)
    assert [(flaw.code, flaw.facts["place"]) for flaw in draft.flaws] == [
        ("rubric.missing_language", "title")
    ]


def test_a_code_given_later_is_the_drafts_code(cast, session, start, save, read):
    draft_id = start()
    save(draft_id, SMALL)
    assert read(draft_id).code == "small"
    (line,) = queries.list_drafts(session, cast.actor(cast.hara))
    assert (line.id, line.code, line.title, line.rubric_version) == (draft_id, "small", SMALL.title, "1")
    assert (line.follows, line.extends_code, line.publisher_name) == (None, None, cast.council.name)


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        (replace(SMALL, code=""), "rubric.code_missing", "code"),
        (replace(SMALL, code="Not a code"), "rubric.bad_rubric_code", "code"),
        (replace(SMALL, title={"ja": " ", "en": ""}), "rubric.title_missing", "title"),
    ],
)
def test_a_draft_needs_a_code_and_a_title_and_nothing_else(start, save, text, code, field):
    draft_id = start()
    with pytest.raises(RuleViolation) as refused:
        save(draft_id, text)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_two_drafts_of_an_organisation_have_two_codes(start, save):
    save(start(), SMALL)
    with pytest.raises(Conflict, match=r"rubric\.draft_exists"):
        save(start(), SMALL)


def test_two_organisations_may_draft_under_one_code(cast, start, save):
    save(start(), SMALL)
    save(start(publisher=cast.chamber), SMALL)


def test_a_stale_save_shows_what_was_saved_meanwhile(session, cast, clock, start, save):
    draft_id = start()
    save(draft_id, replace(SMALL, title={"ja": "先の題", "en": "First"}))
    with pytest.raises(Conflict) as refused:
        save(draft_id, SMALL, version=1)
    facts = refused.value.facts
    assert refused.value.code == "rubric.stale"
    assert (facts["version"], facts["by"], facts["saved_at"]) == (2, cast.hara.name, clock.now())
    assert facts["current"]["title-ja"] == "先の題"
    assert facts["current"]["domains-0-criteria-1-code"] == "A2"
    for verb in (commands.discard_draft, commands.publish_draft):
        with pytest.raises(Conflict, match=r"rubric\.stale"):
            verb(session, actor=cast.actor(cast.hara), draft_id=draft_id, version=1, clock=clock)


def test_drafts_are_listed_the_last_saved_first_in_one_statement(
    session, cast, published, start, save, count_statements
):
    first = start()
    save(first, SMALL)
    second = start(published.id)
    hara = cast.actor(cast.hara)
    later = FrozenClock(session.get_one(RubricDraft, first).saved_at + timedelta(hours=1))
    commands.save_draft(session, actor=hara, draft_id=first, text=SMALL, version=2, clock=later)
    session.flush()
    lines = queries.list_drafts(session, hara)
    assert [(line.id, line.follows) for line in lines] == [(first, None), (second, "1")]
    assert count_statements(lambda: queries.list_drafts(session, hara)) == 1


def test_a_draft_takes_few_statements(session, cast, published, start, count_statements):
    draft_id = start(published.id)
    session.flush()
    hara = cast.actor(cast.hara)
    queries.get_draft(session, hara, draft_id)
    session.expire_all()
    assert count_statements(lambda: queries.get_draft(session, hara, draft_id)) <= 8
