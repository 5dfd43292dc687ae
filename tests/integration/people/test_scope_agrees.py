"""The predicate that decides about one person and the query that lists people never disagree."""

import itertools

from lms.people import queries
from lms.people.access import can_read_person
from lms.people.models import Person
from tests.cast import TODAY


def test_can_read_person_agrees_with_visible_to_for_every_pair(session, cast):
    people = (cast.aoi, cast.kaoru, cast.mori, cast.sato, cast.hara, cast.hojo, cast.chie)
    for reader, person in itertools.product(people, people):
        actor = cast.actor(reader)
        listed = session.scalar(queries.visible_to(actor, TODAY).where(Person.id == person.id))
        employer = queries.employer_of(session, person_id=person.id, on=TODAY)
        allowed = can_read_person(actor, person_id=person.id, organisation_paths=[employer.path])
        assert (listed is not None) is allowed, f"{reader.name} and {person.name}"
