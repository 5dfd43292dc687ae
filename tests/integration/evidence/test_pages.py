"""The page that says how a level was worked out."""

from datetime import date

import pytest

from tests.conftest import NOW


def test_ones_own_level_is_explained_in_words(world, established, client_as):
    established(world.cast.aoi)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    for words in ("Master", "88%", "3 observations", "2 raters", "森 真理", "Sun 1 Nov 2026", "The rule"):
        assert words in shown, words
    assert world.rubric.criterion("B1").descriptors[2].text["en"] in shown.replace("&#39;", "'")


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


def test_what_is_wanted_stands_in_the_page(world, client_as):
    world.observe(world.cast.aoi)
    world.observe(world.cast.aoi, observed_on=date(2026, 11, 11))
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "provisional" in shown
    assert "1 more observation makes it surer, 1 of them by another rater." in shown
    assert "not yet" in shown


def test_nothing_observed_says_what_would_make_a_level_appear(world, client_as):
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "Nothing counts yet" in shown
    assert "at least 2 visits" in shown


def test_what_was_left_out_is_shown_with_the_reason(world, client_as):
    world.observe(world.cast.aoi, by=world.cast.aoi)
    gone = {"voided_at": NOW, "voided_by_id": world.cast.mori.id, "voided_reason": "違う人の記録"}
    world.observe(world.cast.aoi, **gone)
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    for words in ("own view: it never counts", "違う人の記録", "What was left out, and why"):
        assert words in shown, words


def test_many_observations_fold_away_and_skip_the_strip(world, client_as):
    for day in range(1, 15):
        world.observe(world.cast.aoi, observed_on=date(2026, 10, day))
    shown = client_as(world.cast.aoi).get("/me/criteria/B1?lang=en").text
    assert "Show 6 more" in shown
    assert 'class="strip"' not in shown


@pytest.mark.parametrize("address", ["criteria/B1", "domains/B"])
def test_strangers_find_nothing(world, established, client_as, address):
    established(world.cast.aoi)
    page = f"/people/{world.cast.aoi.id}/{address}"
    assert client_as(world.cast.chie).get(page).status_code == 404
    assert client_as(world.cast.kaoru).get(page).status_code == 403


def test_an_unknown_criterion_is_not_found(world, client_as):
    assert client_as(world.cast.aoi).get("/me/criteria/Z9").status_code == 404


def test_a_person_without_a_rubric_is_told_so(client_as, cast):
    assert client_as(cast.chie).get("/me/criteria/B1").status_code == 404


def test_a_page_takes_few_statements_however_much_was_observed(world, client_as, count_statements):
    browser = client_as(world.cast.mori)
    page = f"/people/{world.cast.aoi.id}/criteria/B1"
    world.observe(world.cast.aoi)
    one = count_statements(lambda: browser.get(page))
    for day in (1, 2):
        world.observe(world.cast.aoi, by=world.cast.sato, observed_on=date(2026, 10, day))
    assert (one, count_statements(lambda: browser.get(page))) == (7, 7)
