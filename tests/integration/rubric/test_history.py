"""Who published what when, in whose words people were judged on a day, and who may read all that."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lms.kernel.actor import Grant
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import NotFound
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.rubric import commands, queries
from lms.rubric.domain import Change, RubricText
from tests.factories.rubric import DomainTextFactory, RubricTextFactory, banso_text, following, load

NEAR_MIDNIGHT = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
"""Half past midnight on the 26th in Japan."""


@pytest.fixture
def at(session, cast):
    """Publish a text in somebody's name at an instant."""

    def publish(instant: datetime, text: RubricText, publisher=None):
        publisher_id = (publisher or cast.council).id
        loading = commands.load_rubric(
            session,
            actor_id=cast.hara.id,
            rubric=text,
            publisher_id=publisher_id,
            clock=FrozenClock(instant),
        )
        session.flush()
        return loading.rubric_version_id

    return publish


def test_a_line_tells_who_published_what_when(session, cast, clock, published, at):
    note = {"ja": "文言を直した", "en": "Mended wording"}
    text = following(banso_text())
    text = replace(text, succession=replace(text.succession, note=note), is_public=True)
    second = at(NEAR_MIDNIGHT, text)
    new, old = queries.list_versions(session, cast.actor(cast.hara))
    assert (new.id, new.code, new.version, new.title) == (second, "banso", "2", banso_text().title)
    assert (new.change, new.note, new.n_criteria) == (Change.EDITORIAL, note, 11)
    assert (new.publisher_id, new.publisher_name) == (cast.council.id, cast.council.name)
    assert (new.published_at, new.published_by_name) == (NEAR_MIDNIGHT, cast.hara.name)
    assert (new.outdated_at, new.predecessor_id) == (None, published.id)
    assert (new.is_public, new.is_locked, new.extends_code) == (True, False, None)
    assert (new.can_edit, new.can_publish) == (True, True)
    assert (old.id, old.outdated_at, old.change) == (published.id, NEAR_MIDNIGHT, Change.INITIAL)
    assert (old.published_by_name, old.note, old.archive_reason, old.archived_by_name) == (None,) * 4
    (line, _) = queries.list_versions(session, cast.actor(cast.aoi))
    assert (line.can_edit, line.can_publish) == (False, False)


def test_what_is_in_force_comes_first(session, cast, clock, published, at):
    at(NEAR_MIDNIGHT, following(banso_text()))
    at(NEAR_MIDNIGHT, RubricTextFactory(code="apart"))
    lines = queries.list_versions(session, cast.actor(cast.hara))
    assert [(line.code, line.version) for line in lines] == [("apart", "1"), ("banso", "2"), ("banso", "1")]


def test_lists_take_one_statement(session, cast, published, at, count_statements):
    hara = cast.actor(cast.hara)
    few = count_statements(lambda: queries.list_versions(session, hara))
    at(NEAR_MIDNIGHT, following(banso_text()))
    many = count_statements(lambda: queries.list_versions(session, hara))
    assert (few, many) == (1, 1)


def test_versions_of_strangers_are_not_found(session, cast, published, foreign):
    everybodys = load(session, publisher_id=None, clock=FrozenClock(NEAR_MIDNIGHT), text=RubricTextFactory())
    seen = {
        name: {line.code for line in queries.list_versions(session, cast.actor(getattr(cast, name)))}
        for name in ("aoi", "hara", "chie")
    }
    assert seen == {"aoi": {"banso", "small"}, "hara": {"banso", "small"}, "chie": {"secret", "small"}}
    assert not queries.get_version(session, cast.actor(cast.hara), everybodys.id).can_edit
    for version_id in (foreign.id, new_id()):
        for read in (queries.get_version, queries.get_text):
            with pytest.raises(NotFound, match=r"rubric\.not_found"):
                read(session, cast.actor(cast.hara), version_id)
    with pytest.raises(NotFound, match=r"rubric\.not_found"):
        queries.read_text(session, new_id())


def test_a_text_is_read_whole_and_once(session, cast, published, count_statements):
    aoi = cast.actor(cast.aoi)
    assert queries.get_text(session, aoi, published.id) == banso_text()
    assert count_statements(lambda: queries.get_text(session, aoi, published.id)) == 1


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2026, 11, 19), None),
        (date(2026, 11, 20), "1"),
        (date(2026, 11, 25), "1"),
        (date(2026, 11, 26), "2"),
        (date(2030, 1, 1), "2"),
    ],
)
def test_a_day_has_the_rubric_that_was_in_force_at_its_end_in_japan(
    session, cast, clock, published, at, on, version
):
    at(NEAR_MIDNIGHT, following(banso_text()))
    rubric = queries.find_rubric_on(session, cast.actor(cast.aoi), on)
    assert (rubric and rubric.version) == version


def test_a_day_has_what_was_added_then(session, cast, clock, published, at):
    criteria = tuple(replace(banso_text().criteria[0], code=code) for code in ("L1", "L2"))
    own = DomainTextFactory(code="L", criteria=criteria)
    added = RubricTextFactory(code="ours", extends="banso", levels=(), domains=(own,))
    at(NEAR_MIDNIGHT, added, publisher=cast.chamber)
    aoi = cast.actor(cast.aoi)
    counts = [
        len(queries.find_rubric_on(session, aoi, on).criteria)
        for on in (date(2026, 11, 25), date(2026, 11, 26))
    ]
    assert counts == [11, 13]


def test_an_archived_version_is_in_force_no_more_from_its_day_on(session, cast, clock, published):
    hara = cast.actor(cast.hara)
    commands.archive_version(
        session, actor=hara, version_id=published.id, reason="old", clock=FrozenClock(NEAR_MIDNIGHT)
    )
    session.flush()
    assert queries.find_rubric_on(session, hara, date(2026, 11, 25)) == published
    assert queries.find_rubric_on(session, hara, date(2026, 11, 26)) is None


def test_organisations_one_writes_for_are_listed_from_the_top(session, cast):
    everywhere = queries.list_publishing_organisations(session, cast.actor(cast.hara))
    assert (everywhere[0].id, everywhere[0].name) == (cast.council.id, cast.council.name)
    assert len(everywhere) == 6
    assert all(one.can_publish for one in everywhere)
    assert queries.list_publishing_organisations(session, cast.actor(cast.aoi)) == ()
    mori = cast.actor(cast.mori)
    writer = replace(mori, grants=mori.grants | {Grant(Permission.RUBRIC_EDIT, cast.chamber.path)})
    (mine,) = queries.list_publishing_organisations(session, writer)
    assert (mine.id, mine.can_publish) == (cast.chamber.id, False)
