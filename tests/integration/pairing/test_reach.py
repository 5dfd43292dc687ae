"""Whose judgements a run rests on: those its readers may read, not all that its maker may."""

from datetime import date, timedelta

import pytest

from lms.pairing import queries
from lms.pairing.domain.situation import RunChoices
from tests.cast import TODAY
from tests.factories.evidence import ObservationRowFactory
from tests.factories.rubric import load


@pytest.fixture
def judged_next_door(session, cast, clock):
    """Before she came to the chamber, Aoi was judged next door: a Change-Maker in everything."""
    rubric = load(session, publisher_id=cast.council.id, clock=clock)
    for rater in (cast.mori, cast.sato, cast.hara):
        for turn, criterion in enumerate(rubric.criteria * 2):
            session.add(
                ObservationRowFactory(
                    organisation_id=cast.neighbour.id,
                    trainee_id=cast.aoi.id,
                    rater_id=rater.id,
                    rubric_version_id=rubric.id,
                    criterion_id=criterion.id,
                    level=4,
                    observed_on=date(2026, 10, 1) + timedelta(days=turn),
                )
            )
    session.flush()


@pytest.fixture
def level_in_run(session, cast):
    """Say which level a run that the council's planner makes for an organisation takes Aoi to have."""

    def read(organisation):
        choices = RunChoices(organisation.id)
        found = queries.read_situation(session, cast.actor(cast.hara), choices, on=TODAY)
        return next(one.gate_level for one in found.candidates if one.person_id == cast.aoi.id)

    return read


def test_a_run_tells_the_chamber_nothing_of_what_was_judged_elsewhere(cast, judged_next_door, level_in_run):
    assert level_in_run(cast.chamber) is None


def test_a_run_for_all_rests_on_everything(cast, judged_next_door, level_in_run):
    assert level_in_run(cast.council) == 4
