"""How many raters and entries it takes: from what one may read, and no figure from too little."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.agreement import Reading
from lms.people.models import Person
from lms.reporting.agreement import find_agreement
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from tests.cast import TODAY
from tests.factories.evidence import ObservationRowFactory

FIRST = date(2026, 10, 1)
Observe = Callable[..., None]


@pytest.fixture
def rubric(office) -> Rubric:
    return find_current_rubric(office.session, office.cast.actor(office.cast.mori))


@pytest.fixture
def observe(office, rubric) -> Observe:
    """Let a rater judge somebody, by default Mori B1 of a person of the chamber."""

    def judge(person: Person, level: int = 2, *, by: Person | None = None, code: str = "B1", **facts) -> None:
        row = ObservationRowFactory(
            **{
                "organisation_id": office.cast.chamber.id,
                "trainee_id": person.id,
                "rater_id": (by or office.cast.mori).id,
                "rubric_version_id": rubric.id,
                "criterion_id": rubric.criterion(code).id,
                "level": level,
                "observed_on": FIRST,
                **facts,
            }
        )
        office.session.add(row)

    return judge


@pytest.fixture
def people(office) -> list[Person]:
    """Ten advisors of the chamber."""
    return [office.hire(f"p{n}", f"支援者{n}", office.cast.chamber) for n in range(10)]


@pytest.fixture
def judged_twice(office, people, observe) -> Callable[[int], None]:
    """Have Mori and Sato judge so many abilities of the ten people within a month, mostly alike."""
    codes = ("A1", "A2", "A3", "B1", "B2", "C1")

    def judge(pairs: int) -> None:
        for number in range(pairs):
            person, code, level = people[number % 10], codes[number // 10], number % 4 + 1
            observe(person, level, code=code)
            second = level if number % 3 else max(1, level - 1)
            observe(person, second, code=code, by=office.cast.sato, observed_on=FIRST + timedelta(days=20))
        office.session.flush()

    return judge


@pytest.fixture
def sheet(office):
    """Find what one of the cast may know of agreement."""
    return lambda reader="hara": find_agreement(
        office.session, office.cast.actor(getattr(office.cast, reader)), on=TODAY
    )


def test_no_figure_is_said_under_twenty_double_ratings(judged_twice, client_as, office, sheet):
    judged_twice(19)
    found = sheet()
    assert (found.overall.n_pairs, found.overall.reading, found.overall.wanted_pairs) == (
        19,
        Reading.TOO_FEW,
        1,
    )
    assert (found.overall.alpha, found.overall.same_ratio, found.study) == (None, None, None)
    page = client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    main = page[page.index("<main") :]
    assert "Nothing to say yet: 1 more double rating is needed" in main
    assert "Too little to say yet" in main
    assert not re.search(r"0\.\d\d", main.replace("From .80", "").replace("from .67", ""))


def test_twenty_double_ratings_say_something_with_its_interval(judged_twice, client_as, office, sheet):
    judged_twice(20)
    overall = sheet().overall
    assert (overall.n_pairs, overall.reading, overall.wanted_pairs) == (20, Reading.INDICATIVE, 0)
    assert overall.alpha.interval[0] < overall.alpha.value < overall.alpha.interval[1]
    assert overall.same_ratio == pytest.approx(0.8, abs=0.11)
    page = client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    lower, upper = overall.alpha.interval
    assert f"<strong>{overall.alpha.value:.2f}</strong> ({lower:.2f}–{upper:.2f})" in page
    assert page.count('<span class="muted">indicative only') == 1
    assert page.count("10 more double ratings are needed") == 2
    assert page.count("20 more double ratings are needed") == 9


def test_figures_of_few_people_are_not_said_however_many_there_are(people, observe, office, sheet, client_as):
    for number in range(48):
        person, code = people[number % 4], f"{'ABC'[number // 4 % 3]}{number // 12 % 3 + 1}"
        day = FIRST - timedelta(days=100 * (number // 36))
        for rater, level in ((office.cast.mori, 2), (office.cast.sato, 3)):
            observe(person, level, code=code, by=rater, observed_on=day)
    office.session.flush()
    overall = sheet().overall
    assert (overall.reading, overall.wanted_pairs) == (Reading.TOO_FEW, 0)
    assert (
        "they are about fewer than 5 people"
        in client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    )


def test_ratings_more_than_thirty_days_apart_are_not_double(people, observe, office, sheet):
    for person in people:
        observe(person, 2)
        observe(person, 2, by=office.cast.sato, observed_on=FIRST + timedelta(days=31))
    office.session.flush()
    found = sheet()
    assert (found.n_observations, found.overall.n_pairs, found.met.n_pairs) == (20, 0, 10)


@pytest.mark.parametrize(
    "facts",
    [
        {"observed_on": date(2024, 11, 19)},
        {"voided_at": datetime(2026, 10, 2, tzinfo=UTC), "voided_reason": "取り違え"},
    ],
    ids=["too old", "voided"],
)
def test_what_no_longer_counts_is_left_out(facts, people, observe, office, sheet):
    if "voided_at" in facts:
        facts["voided_by_id"] = office.cast.mori.id
    observe(people[0], 2)
    observe(people[0], 2, by=office.cast.sato, **facts)
    office.session.flush()
    assert (sheet().n_observations, sheet().overall.n_pairs) == (1, 0)


def test_own_views_are_left_out(people, observe, office, sheet):
    observe(people[0], 2)
    observe(people[0], 4, by=people[0], rater_role=RaterRole.SELF)
    office.session.flush()
    assert (sheet().n_observations, sheet().overall.n_pairs) == (1, 0)


@pytest.fixture
def three_raters(people, observe, office):
    """Three raters judge three abilities of everybody, some of them twice."""
    third = office.hire("kyoko", "評価 今日子", office.cast.chamber)
    for number, person in enumerate(people):
        for shift, rater in enumerate((office.cast.mori, office.cast.sato, third)):
            for place, code in enumerate(("A1", "B1", "C1")):
                level = min(4, max(1, number % 4 + 1 + (shift == 2 and place == number % 3)))
                observe(person, level, by=rater, code=code)
                observe(person, level, by=rater, code=code, observed_on=FIRST + timedelta(days=40))
    office.session.flush()


@pytest.mark.usefixtures("three_raters")
def test_a_planner_learns_how_much_is_enough(client_as, office, sheet):
    study = sheet().study
    page = client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    assert study.smallest("sure") == [(3, 6), (4, 5)]
    ways = "6 entries by 3 raters, or 5 entries by 4 raters"
    assert f"This much makes the level of one ability dependable: {ways}." in page
    assert page.count('class="enough__none"') == 10
    for found in study.table.values():
        assert f"</span> {found.phi:.2f}<span" in page
    assert page.count('class="shares__line"') == 7
    assert f"{study.components.share_ratio('person'):.0%}" in page
    assert "Too little to say yet" not in page


@pytest.mark.usefixtures("three_raters")
def test_the_page_is_japanese_to_japanese_readers(client_as, office):
    page = client_as(office.cast.hara).get("/reports/agreement?lang=ja").text
    for words in ("評価の一致と必要な記録の数", "評価は一致しているか", "その日・その案件・偶然", "足りる"):
        assert words in page


def test_raters_who_differ_wildly_are_told_to_talk(people, observe, office, client_as):
    raters = [office.cast.mori, office.cast.sato, office.hire("kyoko", "評価 今日子", office.cast.chamber)]
    for number, person in enumerate(people):
        for shift, rater in enumerate(raters):
            for place, code in enumerate(("A1", "A2", "B1", "B2")):
                observe(
                    person, (number * 7 + shift * 5 + place * 3 + number * shift) % 4 + 1, by=rater, code=code
                )
    office.session.flush()
    page = client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    assert "Talk about examples together first." in page
    assert "weak" in page


def test_enough_that_is_not_sure_is_said_to_be_probable(people, observe, office, client_as, sheet):
    raters = [office.cast.mori, office.cast.sato, office.hire("kyoko", "評価 今日子", office.cast.chamber)]
    for number, person in enumerate(people[:6]):
        for shift, rater in enumerate(raters):
            for code in ("A1", "B1"):
                observe(person, min(4, max(1, number % 4 + 1 + (number + shift) % 2)), by=rater, code=code)
    office.session.flush()
    study = sheet().study
    assert (study.smallest("sure") == [], study.smallest("likely") != []) == (True, True)
    page = client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    assert "This much probably makes" in page


def test_equal_ratings_throughout_give_words_instead_of_figures(people, observe, office, client_as):
    for person in people:
        for code in ("A1", "B1"):
            for rater in (office.cast.mori, office.cast.sato):
                observe(person, 2, by=rater, code=code)
    office.session.flush()
    page = client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    assert "Cannot be told: the ratings hardly differ" in page


def test_before_anything_was_observed_the_page_says_what_to_wait_for(client_as, office):
    assert (
        "Nothing has been observed yet" in client_as(office.cast.hara).get("/reports/agreement?lang=en").text
    )


def test_the_outsider_sees_nothing_of_it(judged_twice, client_as, office, sheet):
    judged_twice(30)
    answer = client_as(office.cast.chie).get("/reports/agreement?lang=en")
    assert answer.status_code == 200
    assert "There is no rubric for your organisation yet" in answer.text
    assert sheet("chie") is None
    assert client_as(office.cast.aoi).get("/reports/agreement").status_code == 403


def test_nobody_inside_counts_what_is_the_outsiders(judged_twice, observe, office, sheet):
    judged_twice(10)
    rin = office.hire("rin", "凛 無縁", office.cast.outside)
    observe(rin, 4, organisation_id=office.cast.outside.id)
    observe(rin, 1, organisation_id=office.cast.outside.id, by=office.cast.sato)
    office.session.flush()
    for reader in ("hara", "mori"):
        assert (sheet(reader).n_observations, sheet(reader).n_people, sheet(reader).overall.n_pairs) == (
            20,
            10,
            10,
        )


def test_the_page_takes_as_many_statements_for_more_ratings(
    judged_twice, observe, people, office, client_as, count_statements
):
    browser = client_as(office.cast.hara)
    observe(people[0])
    office.session.flush()
    few = count_statements(lambda: browser.get("/reports/agreement"))
    judged_twice(50)
    assert count_statements(lambda: browser.get("/reports/agreement")) == few
    assert few <= 8
