"""An actor bounded by an organisation holds there what they held, and nothing elsewhere."""

from uuid import UUID

import pytest

from lms.kernel.actor import Actor, Grant
from lms.kernel.permission import Permission

READ, SIGN = Permission.OBSERVATION_READ, Permission.OJT_ENTRY_SIGN


@pytest.mark.parametrize(
    ("held", "bound", "expected"),
    [
        ({Grant(READ, "/a/")}, "/a/b/", {Grant(READ, "/a/b/")}),
        ({Grant(READ, "/a/b/c/")}, "/a/b/", {Grant(READ, "/a/b/c/")}),
        ({Grant(READ, "/a/b/")}, "/a/b/", {Grant(READ, "/a/b/")}),
        ({Grant(READ, "/a/c/"), Grant(SIGN, "/a/b/")}, "/a/b/", {Grant(SIGN, "/a/b/")}),
        ({Grant(READ, "/x/")}, "/a/b/", set()),
    ],
)
def test_rights_shrink_to_the_subtree(held, bound, expected):
    actor = Actor(UUID(int=1), grants=frozenset(held), lineage=frozenset({UUID(int=2)}))
    assert actor.within(bound) == Actor(
        UUID(int=1), grants=frozenset(expected), lineage=frozenset({UUID(int=2)})
    )
