"""Which decisions an address asks for."""

from collections.abc import Mapping

from lms.decisions.forms.words import BY_LABELS
from lms.decisions.queries import DecisionFilter, DecisionState
from lms.kernel.ids import read_id


def read_filter(arguments: Mapping[str, str]) -> DecisionFilter:
    """Read which decisions an address asks for; what makes no sense asks for nothing."""
    state, by = arguments.get("state"), arguments.get("by")
    return DecisionFilter(
        state=DecisionState(state) if state in set(DecisionState) else None,
        by_committee=by == "committee" if by in BY_LABELS else None,
        person_id=read_id(arguments.get("person")),
    )
