"""Which entries an address asks for."""

from collections.abc import Mapping

from lms.kernel.ids import read_id
from lms.ojt.domain import EntryState
from lms.ojt.queries import EntryFilter


def read_filter(arguments: Mapping[str, str]) -> EntryFilter:
    """Read which entries an address asks for; what makes no sense asks for nothing."""
    state = arguments.get("state")
    return EntryFilter(
        state=EntryState(state) if state in set(EntryState) else None,
        advisor_id=read_id(arguments.get("advisor")),
    )
