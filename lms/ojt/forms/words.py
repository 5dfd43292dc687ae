"""The words that pages of entries share."""

from lms.ojt.domain import Action, Activity, EntryState
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

SUBMIT = "submit"
ACTIVITY_LABELS: dict[Activity, LazyString] = {
    Activity.ACCOMPANIED_VISIT: _l("Accompanied visit"),
    Activity.ATTENDED_CONSULTATION: _l("Attended consultation"),
    Activity.WINDOW: _l("At the window"),
    Activity.VISIT: _l("Round of visits"),
}
STATE_LABELS: dict[EntryState, LazyString] = {
    EntryState.DRAFT: _l("Draft"),
    EntryState.SUBMITTED: _l("To be acknowledged"),
    EntryState.ACKNOWLEDGED: _l("To be signed"),
    EntryState.DISPUTED: _l("Disputed"),
    EntryState.SIGNED: _l("Signed"),
    EntryState.VOIDED: _l("Voided"),
}
STATE_TONES: dict[EntryState, str] = {
    EntryState.DRAFT: "neutral",
    EntryState.SUBMITTED: "active",
    EntryState.ACKNOWLEDGED: "active",
    EntryState.DISPUTED: "warning",
    EntryState.SIGNED: "locked",
    EntryState.VOIDED: "bad",
}
DONE: dict[Action, LazyString] = {
    Action.RECORD: _l("began the record"),
    Action.REVISE: _l("rewrote it"),
    Action.SUBMIT: _l("handed it in"),
    Action.TAKE_BACK: _l("took it back to rewrite it"),
    Action.ACKNOWLEDGE: _l("acknowledged it"),
    Action.DISPUTE: _l("disputed it"),
    Action.REWRITE: _l("answered, and rewrites it"),
    Action.RESUBMIT: _l("answered, and handed it in again"),
    Action.SIGN: _l("signed it"),
    Action.VOID: _l("voided it"),
}
