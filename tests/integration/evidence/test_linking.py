"""What raters rated alike reaches the levels by itself, without anybody being observed meanwhile."""

from datetime import timedelta

from sqlalchemy import select

from lms.evidence import commands
from lms.evidence.domain import Rating
from lms.evidence.models import LevelFitRow
from lms.kernel.clock import FrozenClock
from lms.kernel.ids import new_id
from tests.conftest import NOW

TODAY, TOMORROW, LATER = (FrozenClock(NOW + timedelta(days=days)) for days in (0, 1, 2))


def test_links_alone_are_a_reason_to_fit_anew(world, session, established):
    established(world.cast.aoi)
    assert commands.refit(session, rubric_version_id=world.rubric.id, clock=TODAY)
    assert commands.refit(session, rubric_version_id=world.rubric.id, clock=TOMORROW) is None
    for rater, level in ((world.cast.mori, 1), (world.cast.sato, 3)):
        commands.add_linking_ratings(
            session,
            actor=world.cast.actor(rater),
            source_id=new_id(),
            subject_id=new_id(),
            rubric=world.rubric,
            ratings=[Rating("B1", level)],
            clock=TOMORROW,
        )
    session.flush()
    assert commands.refit(session, rubric_version_id=world.rubric.id, clock=LATER)
    assert commands.refit(session, rubric_version_id=world.rubric.id, clock=LATER) is None
    numbers = session.scalars(select(LevelFitRow.number).order_by(LevelFitRow.number)).all()
    assert numbers == [1, 2]
