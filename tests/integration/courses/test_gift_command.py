"""``lms content gift``: a quiz.yaml that can be checked, or one line per problem."""

import pytest
from click.testing import CliRunner

from lms.courses.cli import content
from lms.courses.loader.quiz_shape import quiz_from_document
from lms.rubric.loader.document import read_document


@pytest.fixture
def gift(tmp_path):
    """Run ``lms content gift`` on a text; return exit code, standard output and standard error."""
    settings = {
        "LMS_ENV": "test",
        "LMS_SECRET_KEY": "s" * 32,
        "LMS_LOCALE": "en",
        "LMS_VAR_DIR": str(tmp_path),
    }

    def command(text, *arguments, english=None):
        file = tmp_path / "quiz.gift"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        if english is not None:
            (tmp_path / "english.gift").write_text(english)
            arguments = (*arguments, "--english", str(tmp_path / "english.gift"))
        output = ["-o", str(tmp_path / "quiz.yaml")]
        answer = CliRunner().invoke(content, ["gift", str(file), *arguments, *output], env=settings)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.exit_code, answer.stdout, answer.stderr

    return command


def test_a_quiz_is_written_that_can_be_read(gift, tmp_path):
    code, told, _errors = gift("問い {=聞く ~話す}", "--lesson", "first", english="Question {=listen ~talk}")
    assert code == 0
    assert "2 answers came without feedback; a general sentence stands there." in told
    assert "translate" not in told
    quiz = quiz_from_document(read_document((tmp_path / "quiz.yaml").read_bytes()).value)
    assert quiz.questions[0].prompt == {"ja": "問い", "en": "Question"}
    assert quiz.questions[0].lesson_slug == "first"


def test_one_language_is_to_be_translated(gift):
    code, told, _errors = gift("Q {=a ~b####why}")
    assert code == 0
    assert "The words stand for both languages; translate those of “en”." in told
    assert "without feedback" not in told


def test_problems_are_told_with_file_and_line(gift, tmp_path):
    (tmp_path / "quiz.yaml").write_text("before")
    code, _told, errors = gift("Q {=a ~b}\n\nWrite {}\n")
    assert code == 1
    assert f"{tmp_path / 'quiz.gift'}:3: Essays are not graded by a quiz" in errors
    assert (tmp_path / "quiz.yaml").read_text() == "before"


@pytest.mark.parametrize(
    ("content_bytes", "told"), [(b"\xff\xfe", "not text in UTF-8"), (b"x" * 1_000_001, "larger")]
)
def test_what_is_no_text_is_refused(gift, content_bytes, told):
    code, _told, errors = gift(content_bytes)
    assert code == 1
    assert told in errors
