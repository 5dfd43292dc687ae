"""Forms of bringing a file in: which file for whom, then the look before it becomes a draft.

Between the two, the words of the file travel in the page, compressed and signed: nothing is stored before
somebody has decided, and what comes back is what was read.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from lms.kernel.ids import new_id
from lms.rubric.domain import RubricText, document_of, text_of
from lms.rubric.queries import PublishingOrganisation
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

LARGEST_UPLOAD = 1_500_000
LARGEST_CARRIED = 450_000
"""Characters; a browser's form may hold 500,000. The largest rubric is compressed to a third of this."""


class UploadForm(FormBase):
    """Which file, and for which organisation."""

    publisher = SelectField(
        _l("For which organisation"),
        [InputRequired(_l("Choose the organisation that the draft is for."))],
        description=_l("Those who write rubrics there will see the draft."),
    )
    file = FileField(
        _l("File"),
        description=_l(
            "YAML, CSV, CASE (JSON), or a framework of Moodle (CSV) or Mahara (.matrix), up to 1.5 MB. You "
            "see what it would change before anything is saved."
        ),
    )
    fall_back = BooleanField(
        _l("Where a text stands in one language only, put it in for the other one, too"),
        description=_l("The descriptors concerned are marked as drafts, to be translated later."),
    )

    @classmethod
    def of(cls, organisations: Sequence[PublishingOrganisation]) -> "UploadForm":
        """Make the form with the organisations one may write for."""
        form = cls()
        form.publisher.choices = [SelectChoice(str(one.id), localised(one.name)) for one in organisations]
        return form

    def take(self, upload: FileStorage | None) -> bytes:
        """Return the bytes of the file; none, and say at the field why, when it cannot be used."""
        if upload is None:
            content = b""
        else:
            with closing(upload):
                content = upload.read(LARGEST_UPLOAD + 1)
        if len(content) > LARGEST_UPLOAD:
            self.refuse(str(_l("The file is larger than 1.5 MB; load it at the command line.")))
            return b""
        if not content:
            self.refuse(str(_l("Choose a file that is not empty.")))
        return content

    def refuse(self, sentence: str) -> None:
        """Say at the field what is wrong with the file."""
        self.file.errors = [sentence]
        self.status = 422


@dataclass(frozen=True)
class Carried:
    """What was read from a file, and the organisation it is for."""

    publisher_id: UUID
    text: RubricText


class ImportForm(FormBase):
    """What was read from the file, waiting to become a draft."""

    content = HiddenField(validators=[InputRequired()])

    @classmethod
    def carrying(cls, carried: Carried) -> "ImportForm":
        """Make the form for a text, which it carries along."""
        form = cls()
        form.operation.data = str(new_id())  # not that of the file's own form
        content = {"publisher": str(carried.publisher_id), "text": document_of(carried.text)}
        form.content.data = _serializer().dumps(content)
        return form

    @property
    def is_too_large(self) -> bool:
        """Whether a browser could not send it back."""
        return len(str(self.content.data)) > LARGEST_CARRIED

    def carried(self) -> Carried | None:
        """Return what is carried; None when it is not what we have written."""
        try:
            content = _serializer().loads(str(self.content.data or ""))
        except BadData:
            return None
        return Carried(UUID(content["publisher"]), text_of(content["text"]))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="rubric-import")
