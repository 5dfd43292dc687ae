"""What the parts of the demo share while they make it: session, timeline, who and what is there."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from lms.demo.timeline import Timeline
from lms.kernel.actor import Actor
from lms.people.queries import load_actor

if TYPE_CHECKING:
    from lms.people.models import Organisation  # types may name tables, code may not


@dataclass
class World:
    """Organisations by code; people, cases and their plans by key, as far as they have been made."""

    session: Session
    timeline: Timeline
    organisations: "dict[str, Organisation]" = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    plans: dict[str, UUID] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Return somebody as an actor, with today's rights."""
        if key not in self._actors:
            self._actors[key] = load_actor(self.session, person_id=self.people[key], on=self.timeline.today)
        return self._actors[key]
