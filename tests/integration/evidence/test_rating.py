"""A rater's own page: what it says, when it keeps silent, and that it is never about anybody else."""

from datetime import date, timedelta

import pytest

from lms.evidence import commands, queries
from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import RaterFlag
from lms.evidence.domain.strictness import Stance
from tests.conftest import NOW

FIRST = date(2026, 1, 5)


@pytest.fixture
def rated(world, session):
    """Let supervisors rate three people over and over, each with their own habit, and fit the model."""

    def rate(habits, times=9):
        cast = world.cast
        people = [cast.aoi, cast.hojo, cast.hara]
        for turn in range(times):
            for place, person in enumerate(people):
                usual = 1 + (place + turn) % 3
                for rater, shift in habits:
                    level = min(max(usual + shift, 1), 4)
                    day = FIRST + timedelta(days=7 * turn)
                    code = world.rubric.criteria[turn % len(world.rubric.criteria)].code
                    world.observe(person, code, by=rater, level=level, observed_on=day)
        commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)

    return rate


@pytest.fixture
def three(world, rated):
    """Mori rates a level lower than Sato, and than Kaoru from next door."""
    rated([(world.cast.mori, 0), (world.cast.sato, 1), (world.cast.kaoru, 1)])


@pytest.fixture
def read(world, session):
    def read_own(person):
        return queries.read_own_rating(session, world.cast.actor(person))

    return read_own


def test_a_strict_rater_reads_so_in_words_and_points(world, three, read):
    reading = read(world.cast.mori).reading
    assert (reading.n, reading.n_linked) == (27, 3)
    assert reading.comparison.strictness.stance is Stance.STRICTER
    assert reading.comparison.strictness.upper90 < 0
    assert reading.flags == (RaterFlag.SEVERE,)


def test_what_was_given_stands_beside_what_was_expected(world, three, read):
    uses = read(world.cast.mori).reading.uses
    assert [use.given for use in uses] == [9, 9, 9, 0]
    assert sum(use.expected for use in uses) == pytest.approx(27)
    assert uses[0].given_ratio == pytest.approx(1 / 3)
    assert sum(use.expected_ratio for use in uses) == pytest.approx(1)
    assert uses[0].expected < uses[0].given


def test_the_page_says_who_sees_it_and_what_to_do(world, three, client_as):
    shown = client_as(world.cast.mori).get("/me/rating?lang=en").text
    for words in (
        "Only you see this page",
        "stricter than average",
        "You rate more strictly than average",
        "Read the descriptors",
        "73 more are needed",
        "223 more are needed",
        "people grow meanwhile",
        "Rests on 27 ratings.",
        "facets_1",
    ):
        assert words in shown, words


def test_a_mild_rater_reads_so(world, rated, client_as):
    rated([(world.cast.mori, 0), (world.cast.sato, 1), (world.cast.kaoru, 0)])
    shown = client_as(world.cast.sato).get("/me/rating?lang=en").text
    assert "milder than average" in shown
    assert "You rate more mildly than average" in shown


def test_raters_who_agree_cannot_be_told_apart(world, rated, client_as):
    rated([(world.cast.mori, 0), (world.cast.sato, 0), (world.cast.kaoru, 0)])
    shown = client_as(world.cast.mori).get("/me/rating?lang=en").text
    assert "cannot be told from an average rater" in shown
    assert "Nothing stands out" in shown


def test_nobody_reads_of_a_colleague(world, three, client_as):
    shown = client_as(world.cast.mori).get("/me/rating?lang=en").text
    for colleague in (world.cast.sato, world.cast.kaoru):
        assert colleague.name not in shown


def test_with_one_colleague_no_figure_is_shown(world, rated, client_as, read):
    rated([(world.cast.mori, 0), (world.cast.sato, 1)])
    reading = read(world.cast.mori).reading
    assert (reading.n_linked, reading.comparison, reading.flags) == (2, None, ())
    assert [(use.given, use.expected, use.expected_ratio) for use in reading.uses] == [
        (9, None, None),
        (9, None, None),
        (9, None, None),
        (0, None, None),
    ]
    shown = client_as(world.cast.mori).get("/me/rating?lang=en").text
    assert "Only one colleague rates people whom you rate too" in shown
    assert "points" not in shown.split("<main", 1)[1].split("</main>", 1)[0]


def test_alone_there_is_nothing_to_compare(world, rated, client_as):
    rated([(world.cast.mori, 0)])
    assert (
        "Nobody else rates the people you rate" in client_as(world.cast.mori).get("/me/rating?lang=en").text
    )


def test_raters_of_other_people_are_not_counted_as_linked(world, rated, read):
    for place in range(5):
        world.observe(world.cast.sato, by=world.cast.hara, observed_on=FIRST + timedelta(days=place))
    rated([(world.cast.mori, 0)])
    assert read(world.cast.mori).reading.n_linked == 1


def test_before_the_first_fit_the_page_says_when(world, client_as):
    world.observe(world.cast.aoi)
    shown = client_as(world.cast.mori).get("/me/rating?lang=en").text
    assert "Not worked out yet" in shown
    assert "You have made 1 rating so far" in shown


def test_who_began_after_the_fit_waits_for_the_next(world, three, read):
    world.observe(world.cast.aoi, by=world.cast.hara)
    own = read(world.cast.hara)
    assert (own.n_made, own.reading) == (1, None)


@pytest.mark.parametrize("reader", ["aoi", "hara"])
def test_who_never_rated_is_told_so(world, three, client_as, reader):
    shown = client_as(getattr(world.cast, reader)).get("/me/rating?lang=en").text
    assert "You have not rated anybody yet" in shown


def test_looking_at_oneself_is_not_rating(world, read):
    world.observe(world.cast.aoi, by=world.cast.aoi, rater_role=RaterRole.SELF)
    gone = {"voided_at": NOW, "voided_by_id": world.cast.mori.id, "voided_reason": "違う人"}
    world.observe(world.cast.kaoru, by=world.cast.aoi, **gone)
    assert read(world.cast.aoi).n_made == 0


def test_without_a_rubric_there_is_still_a_page(client_as, cast):
    assert client_as(cast.chie).get("/me/rating").status_code == 200


def test_the_page_asks_to_sign_in(anonymous):
    assert anonymous.get("/me/rating").status_code == 303


def test_the_page_takes_few_statements_however_much_was_rated(
    world, session, three, client_as, count_statements
):
    browser = client_as(world.cast.mori)
    browser.get("/me/rating")  # reads the fit's parameters, which a process keeps
    few = count_statements(lambda: browser.get("/me/rating"))
    for day in (1, 2):
        world.observe(world.cast.aoi, observed_on=date(2026, 10, day))
    assert (few, count_statements(lambda: browser.get("/me/rating"))) == (7, 7)
