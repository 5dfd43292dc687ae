"""Organisations as chains of ids from the root down, alike enough to be mistaken for each other."""

from uuid import UUID

from hypothesis import strategies as st

from lms.kernel.permission import Permission
from lms.people.domain import child_path

few_ids = st.sampled_from([UUID(int=n) for n in (2, 0x20, 0x200, 2 << 96)])
chains = st.lists(few_ids, min_size=1, max_size=4, unique=True)
permissions = st.sampled_from([Permission.PERSON_READ, Permission.OJT_ENTRY_READ])


def path_of(chain: list[UUID]) -> str:
    """Return the materialised path of the organisation at the end of ``chain``."""
    path = None
    for organisation_id in chain:
        path = child_path(path, organisation_id)
    assert path is not None
    return path
