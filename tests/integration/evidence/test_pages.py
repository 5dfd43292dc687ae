"""The page that says how a level was worked out."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from lms.evidence import queries
from lms.evidence.domain import RaterRole, SourceKind
from lms.evidence.domain.facets import Parameters, Scale
from lms.evidence.models import LevelFitRow
from lms.kernel.ids import new_id
from tests.conftest import NOW


@pytest.fixture
def often(world):
    """Have a person's B1 rated six times by two raters, and their other criteria by a third."""

    def observe(person, level=2):
        for day in range(1, 7):
            rater = world.cast.mori if day % 2 else world.cast.sato
            world.observe(person, by=rater, level=level, observed_on=date(2026, 10, 10 + day))
        for code in ("B2", "C1", "C2"):
            world.observe(person, code, by=world.cast.hara, level=level, observed_on=date(2026, 10, 5))

    return observe


def test_ones_own_level_is_explained_in_words(world, often, client_as):
    often(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    for words in (
        "sure, from 6 observations by 2 raters. The latest was 5 weeks ago.",
        "森 真理",
        "佐藤 聡",
        "Fri 16 Oct 2026",
        "社長の話を最後まで聴いた",
        "How the number came about",
        "2.00",
        "The plain mean of 6 ratings.",
        "there the mean is 2.00 (3 ratings)",
        "When a level is established",
    ):
        assert words in shown, words
    assert world.rubric.criterion("B1").descriptors[2].text["en"] in shown.replace("&#39;", "'")


def test_the_range_is_drawn_and_said(world, often, client_as):
    often(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    said = re.search(r"Estimate ([\d.]+) on the scale from 1 to 4; .* within ([\d.]+) to ([\d.]+)\.", shown)
    estimate, lower, upper = map(float, said.groups())
    assert 1 <= lower < estimate < upper <= 4
    drawn = re.search(r'class="scale__estimate" cx="([\d.]+)%"', shown)
    assert float(drawn[1]) == pytest.approx((estimate - 0.5) * 25, abs=0.2)


def test_a_supervisor_reads_the_same_about_a_trainee(world, established, client_as):
    established(world.cast.aoi)
    page = client_as(world.cast.mori).get(f"/people/{world.cast.aoi.id}/criteria/B1")
    assert page.status_code == 200
    assert "青井 葵" in page.text


def test_a_domain_names_the_criterion_of_every_observation(world, established, client_as):
    established(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/domains/B").text
    assert shown.count("課題発見力") >= 3
    assert client_as(world.cast.mori).get(f"/people/{world.cast.aoi.id}/domains/B").status_code == 200


def test_all_together_is_explained_as_well(world, often, client_as):
    often(world.cast.aoi)
    for reader, page in (("aoi", "/me/overall"), ("mori", f"/people/{world.cast.aoi.id}/overall")):
        shown = client_as(getattr(world.cast, reader)).get(f"{page}?lang=en").text
        assert "Overall level" in shown
        assert "The plain mean of 9 ratings." in shown
        assert "every criterion weighs the same" in shown
        assert "Time and number" in shown


def test_what_is_wanted_stands_in_the_page(world, client_as):
    world.observe(world.cast.aoi)
    world.observe(world.cast.aoi, observed_on=date(2026, 11, 11))
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "Provisionally " in shown
    assert "1 more observation by another rater makes it surer" in shown
    assert "not yet" in shown


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 19), "1 day ago"),
        (date(2026, 11, 7), "13 days ago"),
        (date(2026, 11, 6), "2 weeks ago"),
        (date(2026, 9, 18), "2 months ago"),
        (date(2024, 11, 20), "24 months ago"),
    ],
)
def test_the_age_is_said_as_people_say_it(world, client_as, day, words):
    world.observe(world.cast.aoi, observed_on=day)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert f"The latest was {words}." in shown


def test_nothing_observed_says_what_would_make_a_level_appear(world, client_as):
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "Nothing counts yet" in shown
    assert "at least 2 visits" in shown
    assert "How the number came about" not in shown
    assert "Estimate: from other criteria" not in shown


def test_a_borrowed_estimate_is_called_one_and_leads_to_the_domain(world, often, client_as):
    often(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/criteria/B3?lang=en").text
    assert "Estimate: from other criteria" in shown
    assert "Until then, look at the level of what it belongs to:" in shown
    assert 'href="/me/domains/B"' in shown
    assert "Nobody has rated this yet." in shown
    assert "The plain mean" not in shown
    theirs = client_as(world.cast.mori).get(f"/people/{world.cast.aoi.id}/criteria/B3").text
    assert "推定：他の項目から" in theirs
    assert f'href="/people/{world.cast.aoi.id}/domains/B"' in theirs


def test_where_the_domain_cannot_tell_it_leads_to_the_whole(world, often, client_as):
    often(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/criteria/A1?lang=en").text
    assert "Until then, look at the overall level:" in shown
    assert 'href="/me/overall"' in shown
    theirs = client_as(world.cast.mori).get(f"/people/{world.cast.aoi.id}/criteria/A1").text
    assert f'href="/people/{world.cast.aoi.id}/overall"' in theirs


def test_where_nothing_can_tell_it_leads_nowhere(world, client_as):
    world.observe(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/criteria/A1?lang=en").text
    assert "Until then, look at" not in shown


def test_what_was_written_together_stands_together(world, client_as):
    together = {"source_kind": SourceKind.OJT_ENTRY, "source_id": new_id(), "comment": "一緒に訪ねた"}
    for code in ("B1", "B2", "C1"):
        world.observe(world.cast.aoi, code, **together)
    shown = client_as(world.cast.aoi).get("/me/overall?lang=en").text
    assert shown.count("一緒に訪ねた") == 1
    assert shown.count("Open the OJT record") == 1


def test_before_any_fit_no_correction_is_claimed(world, often, client_as):
    often(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "not said to be corrected for strict and lenient raters: too few people" in shown
    assert "Strict and lenient raters evened out" not in shown
    assert "Worked out by facets_1, with values from public data because nothing was fitted yet" in shown


@pytest.fixture
def fitted(world, session):
    """A fit as it would be with many raters who differ: linked, with a wide spread of severities."""

    def fit(*, is_linked=True, spread=0.6, severities=()):
        scale = Scale.of_outline(queries.outline_of(world.rubric))
        reference = Parameters.reference(scale)
        raters = [(str(person.id), RaterRole.SUPERVISOR) for person, _severity in severities]
        size = len(reference.covariance) + len(raters)
        parameters = replace(
            reference,
            spreads=replace(reference.spreads, severity={RaterRole.SUPERVISOR: spread}),
            raters=tuple(raters),
            severities=np.array([severity for _person, severity in severities]),
            covariance=np.eye(size) * 0.01,
        )
        session.add(
            LevelFitRow(
                id=new_id(),
                rubric_version_id=world.rubric.id,
                number=1,
                model_version="facets_1",
                fitted_at=NOW,
                watermark_at=datetime(2026, 11, 18, 6, 30, tzinfo=UTC),
                is_cold=True,
                rounds=1,
                n_recorded=1,
                n_voided=0,
                n_observations=1,
                n_persons=1,
                n_raters=1,
                parameters=parameters.to_payload(),
                covariance=parameters.covariance_bytes(),
                linkage={"is_linked": is_linked, "parts": 1, "comparisons": {}},
            )
        )
        session.flush()

    return fit


@pytest.mark.parametrize(
    ("severity", "words"), [(0.8, "stricter than average"), (-0.8, "milder than average")]
)
def test_a_correction_is_a_step_where_it_speaks_of_several(world, often, fitted, client_as, severity, words):
    often(world.cast.aoi)
    fitted(severities=[(world.cast.mori, severity), (world.cast.sato, severity)])
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "Strict and lenient raters evened out" in shown
    assert f"the raters of these observations are {words}" in shown
    sign = "+" if severity > 0 else "−"
    assert re.search(rf'stairs__figure">{re.escape(sign)}0\.\d\d<.*?evened out', shown, re.DOTALL)


def test_strict_and_mild_raters_can_balance(world, often, fitted, client_as):
    often(world.cast.aoi)
    fitted(severities=[(world.cast.mori, 0.0), (world.cast.sato, 0.0)])
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "balance each other here" in shown
    assert "±0.00" in shown


@pytest.mark.parametrize("reader", ["mori", "sato"])
def test_one_of_two_raters_does_not_learn_how_strict_the_other_is(world, often, fitted, client_as, reader):
    often(world.cast.aoi)
    fitted(severities=[(world.cast.mori, 0.8), (world.cast.sato, 0.4)])
    page = f"/people/{world.cast.aoi.id}/criteria/B1?lang=en"
    shown = client_as(getattr(world.cast, reader)).get(page).text
    assert "it would tell how strictly one single colleague rates" in shown
    assert "Strict and lenient raters evened out" not in shown
    assert 'href="/me/rating"' in shown
    outside = client_as(world.cast.hara).get(page).text
    assert "Strict and lenient raters evened out" in outside
    assert 'href="/me/rating"' not in outside


def test_a_borrowed_estimate_has_no_step_for_raters(world, often, fitted, client_as):
    often(world.cast.aoi)
    fitted(severities=[(world.cast.mori, 0.8), (world.cast.sato, 0.4)])
    shown = client_as(world.cast.aoi).get("/me/criteria/A1?lang=en").text
    assert "evened out in the person's other criteria as well" in shown


def test_raters_who_hardly_differ_are_not_corrected(world, often, fitted, client_as):
    often(world.cast.aoi)
    fitted(spread=0.2)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "the raters hardly differ" in shown


def test_what_is_needed_to_work_it_out_again_stands_at_the_bottom(world, often, fitted, client_as):
    often(world.cast.aoi)
    fitted()
    shown = client_as(world.cast.aoi).get("/me/criteria/B1").text
    assert "計算方法：facets_1（2026/11/18 15:30までのデータから2026/11/20 12:00に推定）" in shown
    assert "この人の評価記録は2026/11/10 18:00の登録分まで" in shown


def test_the_own_view_is_laid_beside_and_left_out(world, often, client_as):
    often(world.cast.aoi)
    without = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "With the own view" not in without
    world.observe(world.cast.aoi, by=world.cast.aoi, level=4)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "It never counts towards a level" in shown
    said = re.search(r"it would make the estimate ([\d.]+) instead of ([\d.]+)\.<", shown)
    assert float(said[1]) > float(said[2])
    assert f"Estimate {said[2]} on the scale" in without
    assert "own view Change-Maker" in shown
    elsewhere = client_as(world.cast.aoi).get("/me/criteria/B2?lang=en").text
    assert "With the own view" not in elsewhere


def test_a_domain_has_no_single_own_view(world, often, client_as):
    often(world.cast.aoi)
    world.observe(world.cast.aoi, by=world.cast.aoi, level=4)
    shown = client_as(world.cast.mori).get(f"/people/{world.cast.aoi.id}/domains/B?lang=en").text
    assert "leaves the person's own view out" in shown
    assert shown.count("own view Change-Maker") == 1  # among what was left out, nowhere else


def test_what_was_left_out_is_shown_with_the_reason(world, client_as):
    world.observe(world.cast.aoi, by=world.cast.aoi)
    gone = {"voided_at": NOW, "voided_by_id": world.cast.mori.id, "voided_reason": "違う人の記録"}
    world.observe(world.cast.aoi, **gone)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    for words in ("own view: it never counts", "違う人の記録", "What was left out, and why"):
        assert words in shown, words


def test_a_colleague_counts_and_is_called_one(world, often, client_as):
    often(world.cast.aoi)
    page = "/me/criteria/B1?lang=en"
    assert "<span>Colleague</span>" not in client_as(world.cast.aoi).get(page).text
    world.observe(world.cast.aoi, by=world.cast.kaoru, rater_role=RaterRole.PEER)
    shown = client_as(world.cast.aoi).get(page).text
    assert "<span>Colleague</span>" in shown
    assert "from 7 observations by 3 raters" in shown


def test_many_observations_fold_away(world, client_as):
    for day in range(1, 15):
        world.observe(world.cast.aoi, observed_on=date(2026, 10, day))
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "Show 6 more" in shown


@pytest.mark.parametrize("address", ["criteria/B1", "domains/B", "overall"])
def test_strangers_find_nothing(world, established, client_as, address):
    established(world.cast.aoi)
    page = f"/people/{world.cast.aoi.id}/{address}"
    assert client_as(world.cast.chie).get(page).status_code == 404
    assert client_as(world.cast.kaoru).get(page).status_code == 403


def test_an_unknown_criterion_is_not_found(world, client_as):
    assert client_as(world.cast.aoi).get("/me/criteria/Z9").status_code == 404


@pytest.mark.parametrize("address", ["/me/criteria/B1", "/me/overall"])
def test_a_person_without_a_rubric_is_told_so(client_as, cast, address):
    assert client_as(cast.chie).get(address).status_code == 404


def test_a_page_takes_few_statements_however_much_was_observed(world, client_as, count_statements):
    browser = client_as(world.cast.mori)
    page = f"/people/{world.cast.aoi.id}/criteria/B1"
    world.observe(world.cast.aoi)
    one = count_statements(lambda: browser.get(page))
    for day in (1, 2):
        world.observe(world.cast.aoi, by=world.cast.sato, observed_on=date(2026, 10, day))
    assert (one, count_statements(lambda: browser.get(page))) == (7, 7)
