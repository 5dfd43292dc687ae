"""Who acts: one person with the rights their memberships give, each bounded by an organisation's subtree."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from lms.kernel.permission import Permission


@dataclass(frozen=True)
class Grant:
    """A permission within the organisation at ``path`` and everything below it.

    ``path`` is the materialised path of the organisation: ``/<root id>/…/<own id>/`` with ids in hex.
    """

    permission: Permission
    path: str


@dataclass(frozen=True)
class Actor:
    """The signed-in person as the rules see them.

    ``lineage`` holds the ids of all organisations at or above the person's own: what those publish
    (a rubric, courses) is theirs to read.
    """

    person_id: UUID
    grants: frozenset[Grant] = frozenset()
    organisation_ids: frozenset[UUID] = frozenset()
    lineage: frozenset[UUID] = field(default=frozenset())

    def may(self, permission: Permission) -> bool:
        """Say whether the permission is held anywhere at all."""
        return any(grant.permission == permission for grant in self.grants)

    def may_in(self, permission: Permission, organisation_path: str) -> bool:
        """Say whether the permission covers the organisation at ``organisation_path``."""
        return any(organisation_path.startswith(path) for path in self.paths(permission))

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """Return the paths under which the permission is held, in order."""
        return tuple(sorted({grant.path for grant in self.grants if grant.permission == permission}))

    def within(self, organisation_path: str) -> "Actor":
        """Return the same person with no more rights than they hold in an organisation's subtree."""
        held = frozenset(
            Grant(grant.permission, max(grant.path, organisation_path, key=len))
            for grant in self.grants
            if grant.path.startswith(organisation_path) or organisation_path.startswith(grant.path)
        )
        return replace(self, grants=held)
