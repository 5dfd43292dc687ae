"""Forms of single steps: begin a draft, bring in a file, add a picture, hand over, decide."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import FileStorage
from wtforms import FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from lms.authoring.forms.course import SLUG, SLUG_MESSAGE
from lms.authoring.queries import Publisher, WritableCourse
from lms.rubric.forms.base import tidy
from lms.web.forms import FormBase
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

MAX_NOTE = 2000
MAX_TITLE = 200
MAX_ZIP = 20_000_000
NEW = "new"


@dataclass(frozen=True)
class Offer:
    """One draft that could be begun: a new course, or with ``follows_id`` the next version of one."""

    key: str
    label: str
    text: str
    publisher_id: UUID
    follows_id: UUID | None = None
    slug: str = ""

    @classmethod
    def new(cls, publisher: Publisher) -> "Offer":
        """Offer a new course of an organisation."""
        return cls(f"{NEW}-{publisher.id}", str(_l("A new course")), localised(publisher.name), publisher.id)

    @classmethod
    def next(cls, course: WritableCourse) -> "Offer":
        """Offer the next version of a course."""
        text = _l("%(publisher)s, version %(version)s is published")
        if course.draft_id is not None:
            text = _l("%(publisher)s, a draft is begun already; it opens")
        facts = {"publisher": localised(course.publisher_name), "version": course.version}
        label = str(_l("The next version of “%(title)s”", title=localised(course.title)))
        return cls(
            f"next-{course.version_id}",
            label,
            str(text) % facts,
            course.publisher_id,
            course.version_id,
            course.slug,
        )


class StartForm(FormBase):
    """Which draft to begin; title and name are asked for a new course only."""

    what = RadioField(_l("What do you want to write?"), [InputRequired(_l("Choose what you want to write."))])
    title = StringField(
        _l("Working title"),
        [Length(max=MAX_TITLE)],
        filters=[tidy],
        description=_l("For a new course, in Japanese. It can be changed at any time."),
    )
    slug = StringField(
        _l("Name in addresses"),
        [Optional(), Regexp(SLUG, message=SLUG_MESSAGE), Length(max=60)],
        filters=[tidy],
        description=_l("For a new course. Lower-case letters, digits and hyphens, such as first-visit."),
    )

    @classmethod
    def of(cls, offers: Sequence[Offer], *, wanted: str) -> "StartForm":
        """Make the form for what may be begun; the wanted one, else the first, is chosen."""
        keys = [offer.key for offer in offers]
        form = cls(what=wanted if wanted in keys else keys[0])
        form.what.choices = [SelectChoice(offer.key, offer.label) for offer in offers]
        return form

    @property
    def is_new(self) -> bool:
        """Whether a new course is wanted."""
        return str(self.what.data or "").startswith(NEW)

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for a title and a name where a new course is wanted."""
        is_valid = bool(super().validate(extra_validators))
        if not self.is_new:
            return is_valid
        asked: tuple[tuple[str, LazyString], ...] = (
            ("title", _l("Give the course a working title.")),
            ("slug", _l("Give the course a name for its address.")),
        )
        for name, sentence in asked:
            if not self[name].data:
                self[name].errors = [str(sentence)]
                is_valid = False
        return is_valid


class UploadForm(FormBase):
    """A file. ``take`` is its life: too large or empty is said at the field."""

    file = FileField(_l("File"))

    def take(self, upload: FileStorage | None, *, limit: int) -> bytes:
        """Return the bytes of the file; none, and say at the field why, when it cannot be used."""
        content = b""
        if upload is not None:
            with closing(upload):
                content = upload.read(limit + 1)
        if len(content) > limit:
            self.refuse(_l("The file is larger than %(limit)s MB.", limit=limit // 1_000_000))
            return b""
        if not content:
            self.refuse(_l("Choose a file that is not empty."))
        return content

    def refuse(self, sentence: LazyString | str) -> None:
        """Say at the field what is wrong with the file."""
        self.file.errors = [str(sentence)]
        self.status = 422


class ZipForm(UploadForm):
    """A course as a ZIP file, and for which organisation it is to become a draft."""

    publisher = SelectField(
        _l("For which organisation"),
        [InputRequired(_l("Choose the organisation that the draft is for."))],
        description=_l("Those who write courses there will see the draft."),
    )
    file = FileField(
        _l("File"),
        description=_l("A ZIP file of one course, as it is exported here, up to 20 MB."),
        render_kw={"accept": ".zip,application/zip"},
    )

    @classmethod
    def of(cls, publishers: Sequence[Publisher]) -> "ZipForm":
        """Make the form with the organisations one may write for."""
        form = cls()
        form.publisher.choices = [SelectChoice(str(one.id), localised(one.name)) for one in publishers]
        return form


class PictureForm(UploadForm):
    """A picture with what it shows in words, and where to put it."""

    file = FileField(
        _l("Picture"),
        description=_l(
            "PNG, JPEG, WebP or SVG, up to 5 MB. It is made anew: place, camera and other hidden data go."
        ),
        render_kw={"accept": "image/png,image/jpeg,image/webp,image/svg+xml"},
    )
    alt_ja = StringField(
        _l("What it shows (Japanese)"),
        [InputRequired(_l("Say in words what the picture shows.")), Length(max=300)],
        filters=[tidy],
        description=_l("What one would miss without seeing it; it is read out to those who cannot."),
        render_kw={"lang": "ja"},
    )
    alt_en = StringField(
        _l("What it shows (English)"),
        [InputRequired(_l("Say in words what the picture shows.")), Length(max=300)],
        filters=[tidy],
        render_kw={"lang": "en"},
    )
    lesson = SelectField(
        _l("Put it at the end of"),
        description=_l("It can be moved in the text like any other line."),
    )

    @classmethod
    def of(cls, lessons: Sequence[tuple[str, str]], *, wanted: str) -> "PictureForm":
        """Make the form for the lessons there are; ``wanted`` is the one somebody came from."""
        slugs = [slug for slug, _ in lessons]
        form = cls(lesson=wanted if wanted in slugs else "")
        form.lesson.choices = [
            SelectChoice("", _l("No lesson yet")),
            *(SelectChoice(slug, title) for slug, title in lessons),
        ]
        return form

    def alt(self) -> dict[str, str]:
        """Return what the picture shows, in both languages."""
        return {"ja": self.alt_ja.data or "", "en": self.alt_en.data or ""}


class GiftForm(UploadForm):
    """Questions in GIFT, in Japanese and where there is one in English."""

    file = FileField(
        _l("File with the questions in Japanese"),
        description=_l("A text file in GIFT, as Moodle exports it, up to 1 MB."),
        render_kw={"accept": ".txt,.gift,text/plain"},
    )
    english = FileField(
        _l("The same questions in English"),
        description=_l("May stay empty: the Japanese words then stand for both, to be translated."),
        render_kw={"accept": ".txt,.gift,text/plain"},
    )
    lesson = SelectField(_l("Lesson to read again"), description=_l("It can be changed for each question."))

    @classmethod
    def of(cls, lessons: Sequence[tuple[str, str]]) -> "GiftForm":
        """Make the form for the lessons there are."""
        form = cls()
        form.lesson.choices = [SelectChoice(slug, title) for slug, title in lessons]
        return form


class StepForm(FormBase):
    """A step that needs no words, only the version of the draft it was decided on."""


class SendForm(FormBase):
    """Handing a draft over, with what the reviewer should look at."""

    request = TextAreaField(
        _l("What should the reviewer look at?"),
        [Length(max=MAX_NOTE)],
        filters=[tidy],
        description=_l("May stay empty."),
    )


PUBLISH, RETURN = "publish", "return"


class ReviewForm(FormBase):
    """The decision about a draft. What is returned says why."""

    decision = RadioField(
        _l("What becomes of this draft?"),
        [InputRequired(_l("Choose one of the two."))],
        choices=[
            SelectChoice(PUBLISH, _l("Approve and publish")),
            SelectChoice(RETURN, _l("Return it with a note")),
        ],
    )
    note = TextAreaField(
        _l("Note to those who wrote it"),
        [Length(max=MAX_NOTE)],
        filters=[tidy],
        description=_l("Needed when you return it: what is good, and what should be put right."),
    )

    def validate_note(self, field: TextAreaField) -> None:
        """Ask for a note where the draft is returned."""
        if self.decision.data == RETURN and not field.data:
            raise ValidationError(_l("Write what should be put right."))
