"""Paths of organisations and the rights bound to them, against the chains of ids they stand for."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.actor import Actor, Grant
from lms.kernel.permission import Permission
from lms.people.domain import child_path, ids_on_path
from tests.properties.people.strategies import chains, path_of, permissions

ME = UUID(int=1)
held_rights = st.lists(st.tuples(permissions, chains), max_size=4)


@given(st.lists(st.uuids(), min_size=1, max_size=6, unique=True))
def test_a_path_holds_the_ids_it_was_made_of(chain: list[UUID]) -> None:
    assert ids_on_path(path_of(chain)) == set(chain)


@given(held_rights, permissions, chains)
def test_a_right_holds_exactly_in_its_organisations_and_below_them(
    held: list[tuple[Permission, list[UUID]]], permission: Permission, chain: list[UUID]
) -> None:
    actor = Actor(ME, frozenset(Grant(right, path_of(place)) for right, place in held))
    covered = any(right == permission and chain[: len(place)] == place for right, place in held)
    assert actor.may_in(permission, path_of(chain)) == covered
    assert actor.may_in(permission, child_path(path_of(chain), ME)) == covered


@given(held_rights, permissions)
def test_a_right_held_anywhere_has_a_path_and_holds_there(
    held: list[tuple[Permission, list[UUID]]], permission: Permission
) -> None:
    actor = Actor(ME, frozenset(Grant(right, path_of(place)) for right, place in held))
    assert actor.may(permission) == any(right == permission for right, _place in held)
    assert set(actor.paths(permission)) == {path_of(place) for right, place in held if right == permission}
    assert all(actor.may_in(permission, path) for path in actor.paths(permission))
