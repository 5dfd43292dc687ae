"""Makes the organisations and the people who work there."""

from collections.abc import Iterable

from lms.demo.accounts import PASSWORD
from lms.demo.drawing import Member
from lms.demo.tables import Place
from lms.demo.world import World
from lms.people.commands import add_organisation, add_standard_roles, grant_role, register_person


def add_places(world: World, places: Iterable[Place]) -> None:
    """Put the organisations into the tree; parents come before their children."""
    for place in places:
        world.organisations[place.code] = add_organisation(
            world.session,
            code=place.code,
            name=place.name,
            kind=place.kind,
            parent=world.organisations[place.parent] if place.parent else None,
            prefecture=place.prefecture,
            region=place.region,
        )
    world.session.flush()  # people refer to their employers


def add_members(world: World, members: Iterable[Member]) -> None:
    """Register the people with their employment and roles; only the demo accounts can sign in."""
    add_standard_roles(world.session)
    world.session.flush()  # grants look the roles up
    for member in members:
        employer, joined = world.organisations[member.organisation], world.timeline.april(member.years)
        person = register_person(
            world.session,
            email=member.email,
            name=member.name,
            name_kana=member.kana,
            employer=employer,
            employed_on=joined,
            title=member.title,
            password=PASSWORD if member.signs_in else None,
        )
        world.people[member.key] = person.id
        for role in member.roles:
            grant_role(world.session, person=person, organisation=employer, role_code=role, starts_on=joined)
    world.session.flush()  # whoever acts next is looked up
