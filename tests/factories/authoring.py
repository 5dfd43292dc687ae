"""Drafts of courses for tests: one that is whole, what it is held against, uploads sound and hostile."""

import struct
import zlib
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import factory
from PIL import Image
from PIL.ExifTags import Base
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import commands, queries
from lms.authoring.domain import DraftState, DraftText, ReviewVerdict, Whole, text_from
from lms.authoring.loader import Yardstick, read_whole
from lms.authoring.models import CourseDraft, CourseDraftFigure, CourseDraftWriter, CourseReview
from lms.courses.loader import document_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.ids import new_id
from lms.people import commands as people_commands
from lms.people.domain import RoleCode
from tests.cast import JOINED, Cast
from tests.conftest import NOW
from tests.factories.courses import LEVELS, CourseTextFactory, schemas


def whole_text(slug: str = "written", **facts) -> DraftText:
    """Return a draft that keeps every rule."""
    return text_from(document_of(CourseTextFactory(slug=slug, figures=(), **facts)))


def yardstick() -> Yardstick:
    """Return the rules with a small rubric, and no course beside."""
    return Yardstick(schemas(), LEVELS, {})


class CourseDraftFactory(factory.Factory[CourseDraft]):
    class Meta:
        model = CourseDraft

    id = factory.LazyFunction(new_id)
    slug = "written"
    document = factory.LazyFunction(lambda: document_without_figures(whole_text()))
    state = DraftState.DRAFT
    started_at = NOW
    saved_at = NOW


class CourseDraftWriterFactory(factory.Factory[CourseDraftWriter]):
    class Meta:
        model = CourseDraftWriter

    first_at = NOW


class CourseDraftFigureFactory(factory.Factory[CourseDraftFigure]):
    class Meta:
        model = CourseDraftFigure

    name = "a.png"
    media_type = "image/png"
    content = b""
    content_digest = "0" * 64
    alt = {"ja": "絵", "en": "A picture"}
    added_at = NOW


class CourseReviewFactory(factory.Factory[CourseReview]):
    class Meta:
        model = CourseReview

    number = 1
    asked_at = NOW
    request = ""
    content_digest = "0" * 64
    verdict = ReviewVerdict.RETURNED
    note = ""
    ended_at = NOW


def document_without_figures(text: DraftText) -> dict[str, object]:
    """Return a draft's text as it is stored."""
    return {"course": text.course, "quiz": text.quiz, "lessons": text.lessons}


def make_author(session: Session, cast: Cast, person, organisation=None) -> Actor:
    """Let somebody write courses for an organisation, else for the chamber."""
    people_commands.grant_role(
        session,
        person=person,
        organisation=organisation or cast.chamber,
        role_code=RoleCode.AUTHOR,
        starts_on=JOINED,
    )
    session.flush()
    return cast.actor(person)


def begin(
    session: Session, actor: Actor, publisher_id: UUID, clock: Clock, text: DraftText | None = None
) -> UUID:
    """Begin a draft that is whole, unless other words are given."""
    beginning = commands.Beginning(text or whole_text())
    draft_id = commands.start_draft(
        session, actor=actor, publisher_id=publisher_id, beginning=beginning, clock=clock
    )
    session.flush()
    return draft_id


def whole_of(session: Session, actor: Actor, draft_id: UUID) -> Whole:
    """Read a draft as the course it is to become."""
    draft = queries.get_draft(session, actor, draft_id)
    figures = queries.read_figures(session, draft_id)
    whole = read_whole(draft.text, yardstick(), figures=figures, digest=draft.digest)
    assert whole is not None
    return whole


def send(session: Session, actor: Actor, draft_id: UUID, clock: Clock, request: str = "") -> None:
    """Hand a draft over."""
    whole = whole_of(session, actor, draft_id)
    commands.ask_for_review(
        session, actor=actor, draft_id=draft_id, whole=whole, request=request, clock=clock
    )
    session.flush()


def row_of(session: Session, draft_id: UUID) -> CourseDraft:
    """Return the row of a draft as it is stored now."""
    session.expire_all()
    return session.scalars(select(CourseDraft).where(CourseDraft.id == draft_id)).one()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options) -> bytes:
    """Return a picture that is what it says."""
    stream = BytesIO()
    Image.new(mode, size, 120).save(stream, kind, **options)
    return stream.getvalue()


def photograph() -> bytes:
    """Return a picture that tells who took it and where, lying on its side."""
    exif = Image.Exif()
    exif[Base.Make.value] = "SECRET-CAMERA"
    exif[Base.Orientation.value] = 6
    exif.get_ifd(Base.GPSInfo.value)[1] = "N"
    return picture("JPEG", (40, 20), exif=exif, comment=b"SECRET-COMMENT")


def bomb() -> bytes:
    """Return a PNG of few bytes that says it has 60,000 by 60,000 points."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def zip_of(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file with these entries."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
