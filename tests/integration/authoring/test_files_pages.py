"""Pictures and files that arrive in the browser, sound and hostile; what is exported comes back as it was."""

from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lms.authoring import commands
from lms.authoring.domain import append_figure
from lms.courses.domain import Figure
from lms.courses.queries import find_stored_text
from tests.client import hidden_fields_of
from tests.factories.authoring import (
    begin,
    bomb,
    photograph,
    picture,
    row_of,
    send,
    whole_of,
    whole_text,
    zip_of,
)
from tests.factories.courses import CourseTextFactory, publish

GIFT = "::Kamakura:: 鎌倉は{=県 ~市#違います ~国}\n\n::Two:: 2+2は{#4:0}"


@pytest.fixture
def mori(cast, author, client_as):
    return client_as(cast.mori)


@pytest.fixture
def place(draft_id):
    return f"/courses/drafts/{draft_id}"


@pytest.fixture
def upload(mori):
    """Send a file with a form's other fields."""

    def send_file(url: str, content: bytes, fields: dict | None = None, name: str = "x.png"):
        given = {**hidden_fields_of(mori.get(url)), **(fields or {})}
        file = FileStorage(BytesIO(content), filename=name, name="file")
        boundary, body = encode_multipart({**given, "file": file})  # in memory, however large
        return mori.post(url, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    return send_file


@pytest.fixture
def illustrate(session, clock, author, draft_id):
    """Put a picture into the first lesson."""
    figure = Figure("0123456789abcdef.png", "image/png", picture())
    facts = {"actor": author, "draft_id": draft_id, "clock": clock}
    commands.add_figure(
        session, figure=figure, alt={"ja": "絵", "en": "A picture"}, lesson_slug="first", **facts
    )
    session.flush()
    return figure


def test_a_photograph_arrives_without_what_the_camera_added(mori, upload, place, get, author, draft_id):
    fields = {"alt_ja": "店の前", "alt_en": "In front of the shop", "lesson": "first"}
    answer = upload(f"{place}/pictures", photograph(), fields, "C:\\fakepath\\../../etc/passwd.jpg")
    assert answer.status_code == 303
    draft = get(author, draft_id)
    (figure,) = draft.figures
    assert answer.location == f"{place}/pictures#{figure.name}"
    assert figure.name.endswith(".jpeg")
    assert "passwd" not in figure.name
    assert f"![店の前](figures/{figure.name})" in draft.text.markdown("first", "ja")
    shown = mori.get(f"{place}/pictures/{figure.name}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert b"SECRET" not in shown.data
    assert f"{place}/pictures/{figure.name}" in mori.get(f"{place}/preview/first").text
    assert f"{place}/pictures/{figure.name}" in mori.get(f"{place}/lessons/first").text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空でないファイル"),
        (b"<script>alert(1)</script>", "画像ではありません"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "script"),
        (picture("GIF"), "画像ではありません"),
        (picture()[:50], "壊れているか"),
        (b"x" * 5_000_001, "5 MBを超えて"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(
    upload, place, get, author, draft_id, content, words
):
    answer = upload(f"{place}/pictures", content, {"alt_ja": "残る言葉", "alt_en": "x", "lesson": ""})
    assert answer.status_code == 422
    assert words in answer.text
    assert "残る言葉" in answer.text
    assert get(author, draft_id).figures == ()


def test_a_bomb_is_refused(upload, place):
    answer = upload(f"{place}/pictures", bomb(), {"alt_ja": "絵", "alt_en": "x", "lesson": ""})
    assert answer.status_code == 422


def test_a_picture_without_words_is_refused(upload, place, get, author, draft_id):
    answer = upload(f"{place}/pictures", picture(), {"alt_ja": "", "alt_en": "x", "lesson": ""})
    assert answer.status_code == 422
    assert "言葉で書いてください" in answer.text
    assert get(author, draft_id).figures == ()


def test_far_too_large_requests_are_not_read(upload, place):
    answer = upload(f"{place}/pictures", b"x" * 6_500_000, {"alt_ja": "絵", "alt_en": "x"})
    assert answer.status_code == 413


def test_other_pages_take_no_more_than_before(upload, place):
    assert upload(f"{place}/about", b"x" * 2_200_000).status_code == 413


def test_a_picture_is_removed_on_its_own_page(mori, place, illustrate, get, author, draft_id):
    page = f"{place}/pictures/{illustrate.name}/remove"
    assert "レッスンfirst" in mori.get(page).text
    assert mori.submit(page).location == f"{place}/pictures"
    assert get(author, draft_id).figures == ()
    assert mori.get(page).status_code == 404
    assert mori.get(f"{place}/pictures/{illustrate.name}").status_code == 404
    assert f"{place}/lessons/first#text-ja" in mori.get(place).text


def test_what_is_exported_comes_back_identically(
    session, cast, clock, mori, upload, place, illustrate, author, draft_id
):
    exported = mori.get(f"{place}/export.zip")
    assert exported.headers["Content-Disposition"] == 'attachment; filename="written-1.0.zip"'
    with ZipFile(BytesIO(exported.data)) as archive:
        assert f"written/figures/{illustrate.name}" in archive.namelist()
    before = whole_of(session, author, draft_id).course
    mori.submit(f"{place}/discard")
    answer = upload(
        "/courses/drafts/import", exported.data, {"publisher": str(cast.chamber.id)}, "course.zip"
    )
    assert answer.status_code == 303
    again = answer.location
    assert again != place
    assert mori.get(f"{again}/export.zip").data == exported.data
    new_id = again.rsplit("/", 1)[1]
    assert whole_of(session, author, UUID(new_id)).course.digest() == before.digest()


def test_a_version_made_here_is_the_one_loaded_from_its_zip(
    session, cast, clock, mori, author, reviewer, draft_id
):
    exported = mori.get(f"/courses/drafts/{draft_id}/export.zip").data
    send(session, author, draft_id, clock)
    commands.publish_draft(
        session,
        actor=reviewer,
        draft_id=draft_id,
        version=2,
        whole=whole_of(session, reviewer, draft_id),
        note="",
        clock=clock,
    )
    session.flush()
    stored = find_stored_text(session, slug="written")
    with ZipFile(BytesIO(exported)) as archive:
        assert b"written" in archive.read("written/course.yaml")
    assert stored.digest() == CourseTextFactory(slug="written", figures=()).digest()


HOSTILE = {
    "no zip": b"PK\x03\x04 not really",
    "empty zip": zip_of({}),
    "no course": zip_of({"notes.txt": b"x"}),
    "traversal": zip_of({"../course.yaml": b"slug: x"}),
    "absolute": zip_of({"/etc/course.yaml": b"slug: x"}),
    "backslash": zip_of({"a\\course.yaml": b"slug: x"}),
    "twins": zip_of({"course.yaml": b"slug: x", "COURSE.yaml": b"slug: y"}),
    "nested": zip_of({"course.yaml": b"slug: x", "inner.zip": zip_of({"a": b"x"})}),
    "broken yaml": zip_of({"course.yaml": b"slug: [x", "quiz.yaml": b"pass_mark: 1"}),
    "yaml bomb": zip_of({"course.yaml": b"a: &a [x, x]\nb: [*a, *a]", "quiz.yaml": b"{}"}),
    "wrong shape": zip_of({"course.yaml": b"slug: [1]", "quiz.yaml": b"- 1"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_reasons(cast, upload, mori, name):
    answer = upload("/courses/drafts/import", HOSTILE[name], {"publisher": str(cast.chamber.id)}, "x.zip")
    assert answer.status_code == 422
    assert "研修として読み取れません" in answer.text
    assert "下書きはまだありません" in mori.get("/courses/drafts").text


def test_a_zip_bomb_is_refused(cast, upload, mori):
    stream = BytesIO()
    with ZipFile(stream, "w", 8) as archive:
        archive.writestr("course.yaml", b"0" * 6_000_000)
    answer = upload("/courses/drafts/import", stream.getvalue(), {"publisher": str(cast.chamber.id)}, "x.zip")
    assert answer.status_code == 422


def test_a_file_is_asked_for_and_the_organisation_must_be_ones_own(
    cast, upload, session, clock, mori, author, rubric
):
    draft_id = begin(session, author, cast.chamber.id, clock)
    exported = mori.get(f"/courses/drafts/{draft_id}/export.zip").data
    url = "/courses/drafts/import"
    assert upload(url, b"", {"publisher": str(cast.chamber.id)}).status_code == 422
    assert upload(url, exported, {"publisher": str(cast.outside.id)}).status_code == 422
    again = upload(url, exported, {"publisher": str(cast.chamber.id)})
    assert again.status_code == 409
    assert "すでにあります" in again.text


def test_an_export_waits_for_no_higher_number(session, cast, clock, mori, author, rubric):
    publish(session, publisher_id=cast.chamber.id, clock=clock, text=CourseTextFactory(figures=()))
    beginning = commands.Beginning(whole_text("small"))
    draft_id = commands.import_draft(
        session, actor=author, publisher_id=cast.chamber.id, beginning=beginning, clock=clock
    )
    session.flush()
    page = mori.get(f"/courses/drafts/{draft_id}").text
    assert "第1.0版はすでに公開されています" in page
    assert mori.get(f"/courses/drafts/{draft_id}/export.zip").status_code == 200
    assert mori.get(f"/courses/drafts/{draft_id}/send").status_code == 303


def test_questions_come_from_gift(upload, place, get, author, draft_id):
    url = f"{place}/quiz/import"
    answer = upload(url, GIFT.encode(), {"lesson": "second"}, "quiz.gift")
    assert answer.location == f"{place}/quiz"
    codes = get(author, draft_id).text.question_codes
    assert codes[:2] == ("single", "multiple")
    added = [get(author, draft_id).text.question(code) for code in codes[2:]]
    assert [(one["kind"], one["lesson"]) for one in added] == [("single", "second"), ("numeric", "second")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空でないファイル"),
        ("::Essay:: 書いてください{}".encode(), "1行目"),
        (b"\xff\xfe", "1行目"),
    ],
)
def test_questions_that_cannot_be_read_are_told_with_their_line(
    upload, place, get, author, draft_id, content, words
):
    answer = upload(f"{place}/quiz/import", content, {"lesson": "first"}, "quiz.gift")
    assert answer.status_code == 422
    assert words in answer.text
    assert get(author, draft_id).text.question_codes == ("single", "multiple")


def test_both_languages_come_from_two_files(mori, place, get, author, draft_id):
    url = f"{place}/quiz/import"
    data = {
        **hidden_fields_of(mori.get(url)),
        "lesson": "first",
        "file": (BytesIO("::A:: 鎌倉は{=県#はい ~国#いいえ}".encode()), "ja.gift"),
        "english": (BytesIO(b"::A:: Kamakura is{=a city#yes ~a state#no}"), "en.gift"),
    }
    assert mori.post(url, data=data, content_type="multipart/form-data").status_code == 303
    text = get(author, draft_id).text
    assert text.question(text.question_codes[-1])["prompt"] == {"ja": "鎌倉は", "en": "Kamakura is"}


def test_a_picture_hidden_in_a_zip_is_looked_at(session, cast, clock, upload, mori, author, draft_id):
    row = row_of(session, draft_id)
    assert row.slug == "written"
    text = append_figure(whole_text("third"), "first", "a.png", {"ja": "絵", "en": "x"})
    other = begin(session, author, cast.chamber.id, clock, text)
    assert mori.get(f"/courses/drafts/{other}/export.zip").status_code == 303
