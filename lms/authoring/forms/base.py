"""What the forms of a draft share: a part of it as fields, and telling whether somebody else changed it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from wtforms import HiddenField, StringField

from lms.authoring.domain import DraftText, Node
from lms.authoring.forms.arranging import VERBS, Arranged, arranged
from lms.authoring.forms.spec import Spec
from lms.kernel.errors import Conflict
from lms.rubric.forms.base import fingerprint
from lms.web.forms import FormBase

SAVE, PREVIEW, AUTOSAVE = "save", "preview", "autosave"


@dataclass(frozen=True)
class Part:
    """A part of a draft that one form is about: its fields, how it is taken out of a text and put back."""

    spec: Spec
    take: Callable[[DraftText], Node]
    put: Callable[[DraftText, Node], DraftText]


class PartForm(FormBase):
    """A form for one part of a draft; a part of it may be left empty until the draft is published.

    ``seen`` tells what the part said when the form was opened: two people may work on two parts at once, and
    only who changes what somebody else has changed meanwhile gets both texts to choose from.
    """

    part: Part
    before: Node

    seen = HiddenField()
    intent = StringField()

    @classmethod
    def of(cls, part: Part, text: DraftText) -> Self:
        """Make the form for a draft's text."""
        said = part.take(text)
        facts = {"part": part, "before": said, **part.spec.fields("", said)}
        form_type: Any = type(f"{cls.__name__}OfDraft", (cls,), facts)
        form: Self = form_type(seen=fingerprint({"": said}), **part.spec.values("", said))
        return form

    @property
    def is_preview(self) -> bool:
        """Say whether the page is only to be shown again with what was typed."""
        return bool(self.intent.data == PREVIEW)

    @property
    def is_autosave(self) -> bool:
        """Say whether a script saves while somebody goes on writing."""
        return bool(self.intent.data == AUTOSAVE)

    def typed(self) -> Node:
        """Return what was typed, as the document would say it."""
        return self.part.spec.read(self, "", self.before)

    def arranged(self) -> Arranged:
        """Return the same with its rows as the pressed button wants them."""
        return arranged(self.part.spec, self.typed(), self.intent.data or "")

    @property
    def arranged_row(self) -> str | None:
        """The row a button has added or moved, empty when it was taken out; else None."""
        verb = (self.intent.data or "").partition(":")[0]
        return self.arranged().row if verb in VERBS else None

    def applied_to(self, text: DraftText) -> DraftText:
        """Return a draft's text with what was typed."""
        return self.part.put(text, self.arranged().value)

    def changed(self, text: DraftText) -> DraftText:
        """Return a draft's text with what was typed.

        Raises Conflict("authoring.stale") when this part says something else by now.
        """
        self._require_unchanged(text)
        return self.applied_to(text)

    def _require_unchanged(self, text: DraftText) -> None:
        said = self.part.take(text)
        if self.seen.data != fingerprint({"": said}):
            current = self.part.spec.values("", said)
            mark = fingerprint({"": said})
            raise Conflict("authoring.stale", current=current, seen=mark)

    def _show_conflict(self, conflict: Conflict) -> None:
        # A course has a field of this name, which must keep what was typed.
        conflict.facts = {**conflict.facts, "version": self.version.data}
        super()._show_conflict(conflict)
        if "seen" in conflict.facts:
            self.seen.data = conflict.facts["seen"]
