"""Sentences of refusal of pairing; who is put on a case or off it is told by ``clients``."""

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

ERRORS: dict[str, LazyString] = {
    "pairing.run_unknown": _l("There is no such pairing, or it is outside your reach."),
    "pairing.case_unknown": _l("This pairing is not about such a case."),
    "pairing.organisation_unknown": _l("You make no pairings for this organisation."),
    "pairing.not_decider": _l("You may look at this pairing, but others decide about it."),
    "pairing.no_open_cases": _l("There is no such open case. Choose other cases or another organisation."),
    "pairing.no_advisors": _l("Nobody has the role of advisor there yet. Add people first."),
    "pairing.cases_each_out_of_range": _l("Enter between %(fewest)s and %(most)s cases."),
    "pairing.nothing_to_confirm": _l("Nobody is proposed for this case. Choose somebody, or leave it open."),
    "pairing.case_closed": _l("This case is finished meanwhile; nobody is put on it any more."),
    "pairing.already_assigned": _l(
        "Somebody has been put on the case already. Choose who else takes it instead."
    ),
    "pairing.lead_missing": _l("Choose who leads the case."),
    "pairing.same_person_twice": _l("Nobody can take two seats of one case."),
    "pairing.reason_missing": _l("Write the reason: it stays on record, and those concerned can read it."),
    "pairing.reason_too_long": _l("Use at most %(most)s characters."),
    "pairing.stale": _l(
        "Somebody else decided about this case meanwhile. See who is on it now, then decide again."
    ),
    "constraint.uq_pairing_decision_proposal_id_sequence": _l(
        "Somebody else decided about this case at the same moment. Look at it again."
    ),
}
