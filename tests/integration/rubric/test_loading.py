"""A version is stored once, whole, and never changes."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from lms.kernel.errors import Conflict, RuleViolation
from lms.rubric import models
from lms.rubric.commands import load_rubric
from lms.rubric.domain import Change
from lms.storage import audit
from lms.storage.audit import AuditEvent
from tests.factories.rubric import DomainTextFactory, RubricTextFactory, banso_text, following, load, text_of

TABLES = (
    models.RubricVersion,
    models.RubricLevel,
    models.RubricDomain,
    models.Criterion,
    models.Descriptor,
)


@pytest.fixture
def rows(session):
    """Count the rows of every table."""
    return lambda: [session.scalar(select(func.count()).select_from(table)) for table in TABLES]


@pytest.fixture
def load_again(session, cast, clock):
    """Load a text as the council or somebody else."""

    def again(text, publisher=None, actor_id=None):
        publisher_id = (publisher or cast.council).id
        return load_rubric(session, actor_id=actor_id, rubric=text, publisher_id=publisher_id, clock=clock)

    return again


def test_what_is_stored_is_what_the_file_says(session, cast, clock, rows):
    assert text_of(load(session, publisher_id=cast.council.id, clock=clock)) == banso_text()
    assert rows() == [1, 4, 3, 11, 44]


def test_loading_is_audited(session, cast, load_again):
    loading = load_again(RubricTextFactory(), actor_id=cast.hara.id)
    session.flush()
    written = session.scalars(select(AuditEvent).where(AuditEvent.action == "rubric.loaded")).one()
    assert (written.actor_id, written.subject_id) == (cast.hara.id, loading.rubric_version_id)
    assert written.details == {
        "code": "small",
        "version": "1",
        "content_digest": RubricTextFactory().digest(),
    }
    assert audit.verify(session).faults == ()


def test_the_same_content_again_changes_nothing(session, published, load_again, rows):
    before = rows()
    loading = load_again(banso_text())
    session.flush()
    assert (loading.rubric_version_id, loading.is_new) == (published.id, False)
    assert rows() == before
    assert session.scalar(select(func.count()).where(AuditEvent.action == "rubric.loaded")) == 1


def test_other_content_under_the_same_version_is_refused(session, published, load_again, rows):
    before = rows()
    with pytest.raises(Conflict) as refused:
        load_again(replace(banso_text(), title={"ja": "別の題", "en": "Another title"}))
    assert refused.value.code == "rubric.version_immutable"
    assert refused.value.facts == {"rubric_code": "banso", "rubric_version": "1"}
    assert rows() == before


def test_another_organisation_cannot_publish_the_same_version(cast, published, load_again):
    with pytest.raises(Conflict) as refused:
        load_again(banso_text(), publisher=cast.outside)
    assert refused.value.code == "rubric.other_publisher"


def test_a_new_version_follows_the_old_one(session, clock, published, load_again):
    loading = load_again(following(banso_text()))
    assert loading.is_new
    old, new = (
        session.get_one(models.RubricVersion, key) for key in (published.id, loading.rubric_version_id)
    )
    assert (old.outdated_at, new.outdated_at, new.predecessor_id) == (clock.now(), None, published.id)
    assert (new.change, new.published_by_id) == (Change.EDITORIAL, None)


def test_a_new_version_that_does_not_say_what_it_follows_is_refused(published, load_again, rows):
    before = rows()
    with pytest.raises(RuleViolation) as refused:
        load_again(replace(banso_text(), version="2"))
    assert (refused.value.code, refused.value.facts["version"]) == ("rubric.follows_missing", "1")
    assert rows() == before


def test_a_text_with_a_flaw_is_refused_and_nothing_is_stored(load_again, rows):
    broken = RubricTextFactory(domains=(DomainTextFactory(name={"ja": "領域"}),))
    with pytest.raises(RuleViolation) as refused:
        load_again(broken)
    assert refused.value.code == "rubric.missing_language"
    assert refused.value.facts == {"language": "en", "place": "domains › A › name"}
    assert rows() == [0, 0, 0, 0, 0]
