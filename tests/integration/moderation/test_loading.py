"""Vignettes loaded once, never changed, archived instead of deleted; told apart on the command line."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.cli import lms
from lms.evidence.models import LinkingReferenceRow
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.moderation import commands
from lms.moderation.models import Vignette
from lms.moderation.queries import list_vignettes
from lms.storage.audit import AuditEvent
from tests.factories.moderation import ReferenceLevelFactory, VignetteTextFactory, shipped_file


@pytest.fixture
def load(session, world):
    def loading(text, publisher=None):
        publisher_id = (publisher or world.cast.council).id
        found = commands.load_vignette(
            session, actor_id=None, vignette=text, publisher_id=publisher_id, clock=world.clock
        )
        session.flush()
        return found

    return loading


def test_a_vignette_is_stored_with_its_levels_which_the_level_model_gets(session, world, load):
    levels = (
        ReferenceLevelFactory(criterion="A2", mean=1.2, std_error=0.3),
        ReferenceLevelFactory(criterion="A1", mean=1.9, std_error=0.5),
    )
    key = load(VignetteTextFactory(slug="third-case", reference=levels)).vignette_id
    ids = {criterion.id: criterion.code for criterion in world.rubric.criteria}
    linked = session.scalars(select(LinkingReferenceRow).where(LinkingReferenceRow.subject_id == key)).all()
    assert {(ids[row.criterion_id], row.mean, row.std_error) for row in linked} == {
        ("A2", 1.2, 0.3),
        ("A1", 1.9, 0.5),
    }
    event = session.scalars(select(AuditEvent).where(AuditEvent.subject_id == key)).one()
    assert (event.action, event.details["slug"]) == ("moderation.load_vignette", "third-case")


def test_the_same_again_changes_nothing(session, load):
    again = load(VignetteTextFactory(slug="first-case"))
    assert not again.is_new
    assert session.scalar(select(func.count()).select_from(Vignette)) == 2


def test_other_content_needs_another_version(load):
    with pytest.raises(Conflict) as refusal:
        load(VignetteTextFactory(slug="first-case", minutes=9))
    assert refusal.value.code == "moderation.version_immutable"
    assert load(VignetteTextFactory(slug="first-case", version="2", minutes=9)).is_new


def test_another_organisation_cannot_publish_the_same_version(world, load):
    with pytest.raises(Conflict) as refusal:
        load(VignetteTextFactory(slug="first-case"), publisher=world.cast.chamber)
    assert refusal.value.code == "moderation.other_publisher"


def test_a_rubric_that_is_not_loaded_is_asked_for(load):
    with pytest.raises(RuleViolation) as refusal:
        load(VignetteTextFactory(slug="third-case", rubric="absent"))
    assert refusal.value.code == "moderation.rubric_not_loaded"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reference": ()}, "moderation.reference_missing"),
        ({"criteria": ("A1", "Z9")}, "moderation.unknown_criterion"),
    ],
)
def test_a_flaw_is_refused_here_too(load, facts, code):
    with pytest.raises(RuleViolation) as refusal:
        load(VignetteTextFactory(slug="third-case", **facts))
    assert refusal.value.code == code
    assert refusal.value.facts["place"]


def test_an_archived_vignette_is_offered_no_more_and_stays_where_it_is_used(session, world):
    key = world.draft()
    commands.archive_vignette(
        session, actor_id=None, slug="first-case", version="1", reason="古くなった", clock=world.clock
    )
    session.flush()
    offered = list_vignettes(session, world.cast.actor(world.cast.hara), world.rubric)
    assert [vignette.slug for vignette in offered] == ["second-case"]
    assert len(world.row(key).places) == 2
    row = session.scalars(select(Vignette).where(Vignette.slug == "first-case")).one()
    assert (row.archived_at, row.archived_reason) == (world.clock.now(), "古くなった")
    with pytest.raises(NotFound):
        commands.archive_vignette(
            session, actor_id=None, slug="first-case", version="1", reason="また", clock=world.clock
        )


def test_archiving_needs_a_reason(session, world):
    with pytest.raises(RuleViolation) as refusal:
        commands.archive_vignette(
            session, actor_id=None, slug="first-case", version="1", reason=" ", clock=world.clock
        )
    assert refusal.value.code == "moderation.words_missing"


def test_only_the_latest_version_is_offered(session, world, load):
    load(VignetteTextFactory(slug="first-case", version="2"))
    world.later(hours=1)
    key = load(VignetteTextFactory(slug="first-case", version="3")).vignette_id
    offered = list_vignettes(session, world.cast.actor(world.cast.hara), world.rubric)
    assert [vignette.slug for vignette in offered] == ["first-case", "second-case"]
    assert offered[0].id == key


def test_what_others_publish_is_not_offered(session, world, load):
    load(VignetteTextFactory(slug="third-case"), publisher=world.cast.outside)
    offered = list_vignettes(session, world.cast.actor(world.cast.hara), world.rubric)
    assert "third-case" not in [vignette.slug for vignette in offered]


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [({"archived_reason": "理由"}, "archived_with_reason"), ({"minutes": 0}, "takes_time")],
)
def test_the_table_refuses_what_makes_no_sense(session, world, facts, constraint):
    row = session.scalars(select(Vignette)).first()
    for name, value in facts.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setenv("LMS_ENV", "test")
    monkeypatch.setenv("LMS_LOCALE", "en")
    monkeypatch.setenv("LMS_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("LMS_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LMS_DATABASE_URL", f"sqlite:///{tmp_path / 'lms.sqlite3'}")
    return lambda *words: CliRunner().invoke(lms, ["moderation", *words])


@pytest.fixture
def migrated(run, repository):
    runner = CliRunner()
    assert runner.invoke(lms, ["db", "upgrade"]).exit_code == 0
    assert runner.invoke(lms, ["rubric", "load", str(repository / "rubrics/banso-v1.yaml")]).exit_code == 0
    return run


@pytest.mark.sqlite
def test_all_shipped_vignettes_are_checked_loaded_and_unchanged_the_second_time(migrated):
    checked = migrated("check")
    assert (checked.exit_code, len(checked.stdout.splitlines())) == (0, 8)
    assert "version 1: criteria 11" in checked.stdout
    assert migrated("load").stdout.count(": loaded.") == 8
    assert migrated("load").stdout.count(": unchanged, loaded before.") == 8


@pytest.mark.sqlite
def test_a_refused_file_is_told_by_line_and_nothing_is_loaded(migrated, tmp_path):
    bad = tmp_path / "kimono-sharing.yaml"
    text = shipped_file("kimono-sharing").read_text(encoding="utf-8")
    bad.write_text(text.replace("criteria: [A1,", "criteria: [Z9,"), encoding="utf-8")
    refused = migrated("load", str(shipped_file("inn-refit")), str(bad))
    assert refused.exit_code == 1
    assert "kimono-sharing.yaml:" in refused.stderr
    assert "the rubric “banso” has no criterion Z9" in refused.stderr
    assert "Traceback" not in refused.output
    assert ": loaded." in migrated("load", str(shipped_file("inn-refit"))).stdout


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("load", "--publisher", "nobody"), "There is no organisation with the code “nobody”"),
        (("check", "absent.yaml"), "cannot be read"),
        (("archive", "absent", "--version", "1", "--reason", "x"), "There is no vignette “absent”"),
        (("archive", "inn-refit", "--version", "1", "--reason", " "), "Words are needed here"),
    ],
)
def test_what_cannot_be_done_is_one_line(migrated, words, said):
    refused = migrated(*words)
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert said in refused.stderr


@pytest.mark.sqlite
def test_a_vignette_is_put_away_on_the_command_line(migrated):
    migrated("load", str(shipped_file("inn-refit")))
    done = migrated("archive", "inn-refit", "--version", "1", "--reason", "古くなった")
    assert (done.exit_code, done.stdout) == (0, "inn-refit version 1: put away.\n")


@pytest.mark.sqlite
def test_a_folder_without_vignettes_or_schema_is_said(run, monkeypatch, tmp_path):
    monkeypatch.setenv("LMS_RUBRICS_DIR", str(tmp_path))
    assert "no vignette here" in run("check").stderr
    (tmp_path / "vignettes").mkdir()
    (tmp_path / "vignettes" / "one.yaml").write_text("slug: one")
    assert "the schema cannot be read" in run("check").stderr
