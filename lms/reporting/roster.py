"""Whose levels a reader may compare: people by employer, and the tree of employers they are found in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.models import Employment, Membership, Organisation, Person, Role
from lms.people.queries import is_called, organisations_within, visible_to
from lms.storage.spans import holds_on


@dataclass(frozen=True)
class Place:
    """An organisation in the reader's reach; ``path`` holds the ids from the root down."""

    id: UUID
    name: Mapping[str, str] = field(compare=False)
    path: str


@dataclass(frozen=True)
class Member:
    """Somebody whose levels may be read, with who employs them."""

    id: UUID
    name: str
    name_kana: str
    place: Place


@dataclass(frozen=True)
class Branch:
    """An organisation to narrow a list to, with how many people stand below it."""

    place: Place
    n_people: int


def list_members(
    session: Session, actor: Actor, *, on: date, role: str | None, text: str = ""
) -> Sequence[Member]:
    """List the people whose levels the actor may read, by reading order; with ``role`` only who holds it.

    Each once, under the employer in reach that took them on last.
    """
    job, employer = aliased(Employment), aliased(Organisation)
    rows = session.execute(
        visible_to(actor, on)
        .with_only_columns(
            Person.id, Person.name, Person.name_kana, employer.id, employer.name, employer.path
        )
        .join(job, job.person_id == Person.id)
        .join(employer, employer.id == job.organisation_id)
        .where(
            Person.disabled_at.is_(None),
            employer.id.in_(organisations_within(actor, Permission.OBSERVATION_READ)),
            holds_on(job, on),
            *([_holds(role, actor, on)] if role else ()),
            *([is_called(text)] if text else ()),
        )
        .order_by(Person.name_kana, Person.name, Person.id, job.starts_on.desc(), job.id.desc())
    )
    places: dict[UUID, Place] = {}
    members: dict[UUID, Member] = {}
    for person_id, name, name_kana, place_id, place_name, path in rows:
        place = places.setdefault(place_id, Place(place_id, place_name, path))
        members.setdefault(person_id, Member(person_id, name, name_kana, place))
    return list(members.values())


def list_places(session: Session, actor: Actor) -> Sequence[Place]:
    """List the organisations whose people's levels the actor may read, each after the one above it."""
    reach = organisations_within(actor, Permission.OBSERVATION_READ)
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.path)
        .where(Organisation.id.in_(reach))
        .order_by(Organisation.path)
    )
    return [Place(row.id, row.name, row.path) for row in rows]


class PlaceTree:
    """The organisations in reach with how many of ``members`` they employ, themselves and all below."""

    def __init__(self, places: Sequence[Place], members: Sequence[Member]) -> None:
        self._by_path = {place.path: place for place in places}
        self._employed = Counter(member.place.path for member in members)
        self._below: Counter[str] = Counter()
        for path, n_people in self._employed.items():
            for above in (path, *paths_above(path)):
                self._below[above] += n_people

    def find(self, organisation_id: UUID | None) -> Place | None:
        """Return the organisation with an id, None when it is out of reach."""
        return next((place for place in self._by_path.values() if place.id == organisation_id), None)

    def way_to(self, place: Place) -> list[Branch]:
        """List the organisations above one, from the highest that leaves a choice down to itself."""
        way = [path for path in (place.path, *paths_above(place.path)) if path in self._by_path][::-1]
        tops = [branch.place.path for branch in self.branches(None)]
        start = next((position for position, path in enumerate(way) if path in tops), len(way) - 1)
        return [self._branch(path) for path in way[start:]]

    def branches(self, place: Place | None) -> list[Branch]:
        """List the organisations directly below one that have people; None asks for the highest of all.

        Where the highest is only one and employs nobody itself, the ones below it stand in its place.
        """
        found = self._directly_below(place.path if place else None)
        while place is None and len(found) == 1 and not self._employed[found[0].place.path]:
            found = self._directly_below(found[0].place.path)
        return found

    def employed_by(self, place: Place) -> int:
        """Count the people an organisation employs itself."""
        return self._employed[place.path]

    def _directly_below(self, path: str | None) -> list[Branch]:
        below = [other for other in self._by_path if self._below[other] and self._parent(other) == path]
        return [self._branch(other) for other in below]

    def _parent(self, path: str) -> str | None:
        return next((above for above in paths_above(path) if above in self._by_path), None)

    def _branch(self, path: str) -> Branch:
        return Branch(self._by_path[path], self._below[path])


def paths_above(path: str) -> list[str]:
    """Return the paths of all organisations above one, the nearest first, last the path above them all."""
    ids = path.strip("/").split("/")
    return [*("/" + "/".join(ids[:depth]) + "/" for depth in range(len(ids) - 1, 0, -1)), "/"]


def _holds(role: str, actor: Actor, on: date) -> ColumnElement[bool]:
    return exists().where(
        Membership.person_id == Person.id,
        Membership.organisation_id.in_(organisations_within(actor, Permission.PERSON_READ)),
        Membership.role_id == Role.id,
        Role.code == role,
        holds_on(Membership, on),
    )
