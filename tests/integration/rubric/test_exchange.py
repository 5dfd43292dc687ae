"""``lms rubric export|load|check`` with files of every format: what is loaded is what was exported."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.commands import add_organisation
from lms.people.domain import OrganisationKind
from lms.rubric.cli import rubric
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, RubricText, Succession
from lms.rubric.loader import Format, read_file
from lms.rubric.models import RubricVersion
from lms.rubric.queries import find_published, read_published
from lms.storage import migrations
from lms.storage.engine import make_engine
from lms.storage.session import use_database
from tests.factories.rubric import BANSO_FILE, banso_text, shipped_schema

SUMMARY = "banso version 1: 3 domains, 11 criteria, 4 levels, 44 descriptors (40 drafts)"
FOREIGN = {
    "framework": {
        "name": "Advising",
        "standards": [{"shortname": "L", "standardid": 1}],
        "standardelements": [{"shortname": "L1", "standardid": 1, "elementid": 1}],
    }
}


@pytest.fixture
def ready(tmp_path):
    """A database of the command's own with a council in it."""
    engine = make_engine(f"sqlite:///{tmp_path / 'own.sqlite3'}")
    migrations.upgrade(engine)
    with Session(engine) as session, session.begin():
        add_organisation(
            session, code="council", name={"ja": "協議会", "en": "Council"}, kind=OrganisationKind.COUNCIL
        )
    yield engine
    use_database(None)
    engine.dispose()


@pytest.fixture
def run(ready, tmp_path):
    """Run ``lms rubric`` with arguments; return exit code, standard output and standard error."""
    environment = {
        "LMS_ENV": "test",
        "LMS_SECRET_KEY": "s" * 32,
        "LMS_LOCALE": "en",
        "LMS_DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}",
        "LMS_BASE_URL": "https://banso.example.jp",
        "LMS_VAR_DIR": str(tmp_path),
    }

    def command(*arguments):
        answer = CliRunner().invoke(rubric, [str(a) for a in arguments], env=environment)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.exit_code, answer.stdout, answer.stderr

    return command


@pytest.fixture
def stored(ready):
    """Return every stored version as a text, first published first."""

    def texts() -> list[RubricText]:
        with Session(ready) as session:
            rows = session.scalars(select(RubricVersion).order_by(RubricVersion.loaded_at)).all()
            found = [find_published(session, row.code, row.version) for row in rows]
            return [read_published(session, one) for one in found]

    return texts


@pytest.fixture
def second(tmp_path):
    """A file of the second version: C3 has become part of C2, A1 is worded anew."""
    text = banso_text()
    lines = [CrosswalkLine(one.code, CrosswalkKind.SAME, (one.code,)) for one in text.criteria[:-2]]
    lines += [CrosswalkLine(code, CrosswalkKind.MERGED, ("C2",)) for code in ("C2", "C3")]
    content = BANSO_FILE.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"', 1)
    content = content[: content.index("      - code: C3")]
    crosswalk = [{"from": one.source, "becomes": one.kind.value, "to": list(one.targets)} for one in lines]
    follows = {"version": "1", "change": "meaning", "crosswalk": crosswalk}
    file = tmp_path / "second.yaml"
    file.write_text(
        f"follows: {json.dumps(follows)}\n" + content.replace("en: Ownership}", "en: Agency}", 1),
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("name", ["out.yaml", "out.yml", "out.csv", "out.json"])
def test_what_is_exported_is_what_was_loaded(run, tmp_path, stored, name):
    run("load", BANSO_FILE, "--publisher", "council")
    file = tmp_path / name
    assert run("export", "banso", "-o", file) == (0, f"{file}: {SUMMARY}\n", "")
    assert read_file(file.read_bytes(), schema=shipped_schema(), name=name).rubric == banso_text()
    assert run("check", file) == (0, f"{file}: {SUMMARY}\n", "")
    again = f"{file}: unchanged, loaded before. {SUMMARY}\n"
    assert run("load", file, "--publisher", "council") == (0, again, "")
    assert stored() == [banso_text()]


def test_without_a_file_it_goes_to_the_screen_in_the_format_asked_for(run):
    run("load", BANSO_FILE)
    code, out, err = run("export", "banso@1", "--format", "case")
    assert (code, err) == (0, "")
    document = json.loads(out)["CFDocument"]
    assert (document["creator"], document["uri"].split("/ims/")[0]) == ("Banso", "https://banso.example.jp")
    assert run("export", "banso")[1].startswith("code: banso\nversion: '1'\n")


def test_a_rubric_that_is_not_there_is_told(run, tmp_path):
    run("load", BANSO_FILE)
    assert run("export", "banso@9") == (1, "", "There is no rubric “banso@9”.\n")
    assert run("export", "other") == (1, "", "There is no rubric “other”.\n")
    assert run("export", "banso", "-o", tmp_path)[0] == 1
    assert run("export", "banso", "--format", "moodle")[0] == 2


def test_versions_travel_with_their_crosswalk(run, second, stored, tmp_path):
    run("load", BANSO_FILE, "--publisher", "council")
    assert run("load", second, "--publisher", "council")[0] == 0
    files = {name: tmp_path / f"second.{name}" for name in ("csv", "json")}
    for file in files.values():
        assert run("export", "banso", "-o", file)[0] == 0
        reading = read_file(file.read_bytes(), schema=shipped_schema(), name=file.name)
        assert reading.rubric == stored()[1]
    succession = stored()[1].succession
    assert isinstance(succession, Succession)
    assert (succession.predecessor, succession.change) == ("1", Change.MEANING)
    package = json.loads(files["json"].read_text(encoding="utf-8"))
    replaced = [one for one in package["CFAssociations"] if one["associationType"] == "replacedBy"]
    assert len(replaced) == 1 + 11


def test_a_dry_run_tells_what_would_become_of_each_criterion_and_stores_nothing(run, second, stored):
    run("load", BANSO_FILE, "--publisher", "council")
    code, out, err = run("load", second, "--publisher", "council", "--dry-run")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{second}: dry run, nothing is stored. Against version 1:"
    assert lines[1:4] == [
        "  Rubric of capabilities for business advisors: unchanged",
        "  A1 Agency: changed (name)",
        "  A2 Self-regulation: unchanged",
    ]
    assert [line.split(":")[1].split(" (")[0].strip() for line in lines[-3:-1]] == ["merged", "merged"]
    assert lines[-1].startswith(f"{second}: would be loaded. banso version 2:")
    assert stored() == [banso_text()]


def test_a_dry_run_of_something_new_and_of_something_known(run):
    _, out, _ = run("load", BANSO_FILE, "--dry-run")
    assert out.splitlines()[0] == f"{BANSO_FILE}: dry run, nothing is stored."
    assert "  A1 Ownership: new" in out.splitlines()
    run("load", BANSO_FILE)
    _, out, _ = run("load", BANSO_FILE, "--dry-run")
    assert out.splitlines()[-1] == f"{BANSO_FILE}: unchanged, loaded before. {SUMMARY}"


def test_a_dry_run_names_the_lock_where_nothing_else_differs(run, tmp_path):
    run("load", BANSO_FILE, "--publisher", "council")
    file = tmp_path / "locked.yaml"
    file.write_text(BANSO_FILE.read_text(encoding="utf-8") + "locked: true\n", encoding="utf-8")
    code, out, err = run("load", file, "--publisher", "council", "--dry-run")
    changed = "  Rubric of capabilities for business advisors: changed (what is locked for members)"
    assert (code, out.splitlines()[1]) == (1, changed)
    assert "is loaded with other content" in err


def test_a_dry_run_is_refused_as_the_loading_would_be(run, second, stored):
    code, out, err = run("load", second, "--dry-run")
    assert code == 1
    assert out.startswith(f"{second}: dry run, nothing is stored.\n")
    assert err.startswith(f"{second}: ")
    assert stored() == []


def test_loaded_for_everybody_it_stays_so(run, stored):
    assert run("load", BANSO_FILE, "--public")[0] == 0
    again = f"{BANSO_FILE}: unchanged, loaded before. {SUMMARY}\n"
    assert run("load", BANSO_FILE, "--public")[1] == again
    assert run("load", BANSO_FILE)[1] == again
    assert stored() == [replace(banso_text(), is_public=True)]


def test_what_was_not_loaded_for_everybody_is_not_made_so(run, stored, tmp_path):
    run("load", BANSO_FILE)
    expected = (
        "Version 1 of “banso” is loaded already, but not for everybody; publish the next version with "
        "`public: true`."
    )
    assert run("load", BANSO_FILE, "--public") == (1, "", f"{BANSO_FILE}: {expected}\n")
    other = tmp_path / "other.yaml"
    other.write_text(BANSO_FILE.read_text(encoding="utf-8").replace("en: Ownership}", "en: Agency}", 1))
    assert "loaded with other content" in run("load", other, "--public")[2]
    assert "loaded with other content" in run("load", other)[2]
    assert "There is no organisation" in run("load", BANSO_FILE, "--publisher", "x")[2]
    assert stored() == [banso_text()]


def test_what_another_organisation_published_is_refused(run, stored):
    run("load", BANSO_FILE, "--publisher", "council")
    assert "was published by another organisation already." in run("load", BANSO_FILE, "--public")[2]
    assert stored() == [banso_text()]


def test_what_others_lack_is_told_and_what_they_have_more_too(run, tmp_path, stored):
    file = tmp_path / "advising.matrix"
    framework = {**FOREIGN["framework"]}
    framework["standards"] = [{"shortname": "L", "description": "Why", "standardid": 1}]
    file.write_text(json.dumps({"framework": framework}))
    code, out, err = run("load", file)
    lines = err.splitlines()
    assert (code, out) == (1, "")
    assert lines[0].startswith(f"{file}: framework.name: the language “ja” is missing, here and in ")
    assert lines[-1] == f"{file}: Not taken over, as a rubric has no place for it: standards[].description."
    assert run("check", file, "--language-fallback")[2].count("has no descriptor for level") == 3
    assert stored() == []


def test_a_file_is_read_as_what_it_is_said_to_be(run, tmp_path):
    file = tmp_path / "framework"
    file.write_text(json.dumps(FOREIGN))
    assert "has no descriptor" in run("check", file, "--format", Format.MATRIX)[2]
    assert run("check", file, "--format", "yaml")[2].startswith(f"{file}:1: ")
    assert f"{file}: the file: “CFDocument” is missing." in run("check", file, "--format", "case")[2]
    assert run("check", file, "--format", "excel")[0] == 2
