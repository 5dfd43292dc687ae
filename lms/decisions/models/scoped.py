"""What decisions and proposals have in common: a level for a part of a rubric version, in its own words."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.decisions.domain import Scope, ScopeKind
from lms.storage.base import Localised
from lms.storage.types import text_enum


def scope_checks() -> tuple[CheckConstraint, ...]:
    """Return the checks of a table with a level of a scope."""
    return (
        CheckConstraint("(scope_kind = 'overall') = (scope_code = '')", name="scope"),
        CheckConstraint("level BETWEEN 1 AND highest_level", name="level_on_scale"),
    )


class ScopedLevel:
    """Columns of a level for a scope. The names are kept as they were: versions and additions come and go.

    ``scope_name`` is None for everything together; ``criterion_ids`` are the criteria that were covered.
    """

    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    rubric_version: Mapped[str] = mapped_column(String(20))
    scope_kind: Mapped[ScopeKind] = mapped_column(text_enum(ScopeKind, "scope_kind"))
    scope_code: Mapped[str] = mapped_column(String(20))
    scope_name: Mapped[Mapping[str, str] | None] = mapped_column(JSON(none_as_null=True))
    criterion_ids: Mapped[list[str]] = mapped_column(JSON)
    level: Mapped[int]
    level_name: Mapped[Localised]
    highest_level: Mapped[int]

    @property
    def scope(self) -> Scope:
        """The part of its rubric version."""
        return Scope(self.scope_kind, self.scope_code)
