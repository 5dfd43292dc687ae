"""What every form shares: nothing typed is lost, nothing sent twice is done twice, nobody overwrites unseen.

A form is shown by GET and sent by POST at the same address, so that text typed into an expired session can
come back there. ``FormBase.save`` is the whole life of a POST; see its docstring.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import current_app, redirect, request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.storage import held_form, idempotency
from lms.storage.session import retrying, transaction
from lms.web.access import SAFE_METHODS, hold_typed_text
from lms.web.answers import done, problem, wants_json
from lms.web.errors import describe
from lms.web.i18n import lazy_gettext
from lms.web.request import current_account, current_clock, current_session

_MACHINERY = frozenset({"csrf_token", "operation", "version"})
_KEY_TAKEN = "constraint.pk_idempotency_key"


@dataclass(frozen=True)
class ConflictingField:
    """One field two people changed: what was typed here beside what is saved by now."""

    field: Field
    mine: str
    saved: str


class FormBase(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A form with an operation id against double sending and, for an edit, the version the row was read at.

    ``status`` is the HTTP status to answer with; ``restored`` says that held text was put back;
    ``conflict`` lists the differing fields after a stale save.
    """

    operation = HiddenField()
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, **values: object) -> None:
        self.status = 200
        self.conflict: tuple[ConflictingField, ...] = ()
        held = self._held_text()
        self.restored = held is not None
        # Named here, else Flask-WTF would also take JSON and files for the texts of fields.
        super().__init__(formdata=held if request.method in SAFE_METHODS else request.form, **values)
        if not self.operation.data:
            self.operation.data = str(new_id())

    @staticmethod
    def _held_text() -> MultiDict[str, str] | None:
        account = current_account()
        if account is None or request.method not in SAFE_METHODS:
            return None
        fields = held_form.find_held(current_session(), person_id=account.person_id, path=request.path)
        return None if fields is None else MultiDict(fields)

    def save(self, work: Callable[[Session], str]) -> Response | None:
        """Do the work of a valid POST once, and send the browser to the address it returns.

        Returns None for a GET, and for a POST that was refused: then the fields carry the reasons, what was
        typed stays, and ``status`` is 422, or 409 when somebody else saved first. Work may be called again
        by PostgreSQL's wish, always in a transaction of its own. Whoever asks for JSON is answered here in
        both cases; what was refused is kept, so that the form's page shows it to be corrected.
        """
        if request.method in SAFE_METHODS:
            return None
        target = self._attempt(work)
        if wants_json():
            return self._refusal() if target is None else done(target)
        return None if target is None else redirect(target, 303)

    def _attempt(self, work: Callable[[Session], str]) -> str | None:
        if not self.validate():
            self.status = 422
            return None
        try:
            return retrying(lambda: self._once(work))
        except Conflict as conflict:
            if (
                conflict.code == _KEY_TAKEN
            ):  # the same form arrived twice at the same moment: its answer is there now
                return retrying(lambda: self._once(work))
            self.status = 409
            self._show_conflict(conflict)
        except RuleViolation as refusal:
            self.status = 422
            self._refuse(refusal.field, describe(refusal))
        return None

    def _once(self, work: Callable[[Session], str]) -> str:
        account = current_account()
        with transaction() as session:
            if account is None:
                return work(session)
            claimed = idempotency.claim(
                session,
                person_id=account.person_id,
                key=self._operation_id(),
                payload_digest=self._payload_digest(),
                at=current_clock().now(),
            )
            if not claimed.answer:
                claimed.answer = work(session)
                held_form.release(session, person_id=account.person_id, path=request.path)
            return claimed.answer

    def _refusal(self) -> Response:
        account = current_account()
        if account is not None:
            hold_typed_text(account)
        errors = [{"field": "", "label": "", "detail": str(text)} for text in self.form_errors]
        errors += [
            {"field": field.name, "label": str(field.label.text), "detail": str(text)}
            for field in self
            for text in field.errors
        ]
        return problem(self.status, str(lazy_gettext("Please check what you entered")), errors=errors)

    def _operation_id(self) -> UUID:
        try:
            return UUID(str(self.operation.data))
        except ValueError:
            return new_id()

    def _payload_digest(self) -> str:
        """Tell one content from another; keyed, since a plain digest would help to guess a password sent."""
        sent = {name: values for name, values in sorted(request.form.lists()) if name not in _MACHINERY}
        content = json.dumps([request.path, sent], ensure_ascii=False, separators=(",", ":"))
        key = str(current_app.config["SECRET_KEY"])
        return hmac.new(key.encode(), content.encode(), hashlib.sha256).hexdigest()

    def _refuse(self, field_name: str | None, text: str) -> None:
        field = self._fields.get(field_name) if field_name else None
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]

    def _show_conflict(self, conflict: Conflict) -> None:
        self.form_errors.append(describe(conflict))
        saved = conflict.facts.get("current")
        if not isinstance(saved, Mapping):
            return
        self.version.data = conflict.facts.get("version")
        self.version.raw_data = None
        pairs = ((name, self._fields[name]) for name in saved if name in self._fields)
        self.conflict = tuple(
            ConflictingField(
                field, mine=shown_value(field, field.data), saved=shown_value(field, saved[name])
            )
            for name, field in pairs
            if shown_value(field, field.data) != shown_value(field, saved[name])
        )


def shown_value(field: Field, value: object) -> str:
    """Return a field's value as its reader sees it: choices by their labels, the rest as text."""
    if isinstance(value, list):
        return ", ".join(sorted(shown_value(field, one) for one in value))
    for choice in getattr(field, "choices", None) or ():
        if str(choice.value) == str(value):
            return str(choice.label)
    return "" if value is None else str(value)
