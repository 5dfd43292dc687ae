"""Changes to a draft: what follows a criterion, a level, a domain that goes or changes its code."""

from dataclasses import replace

import pytest

from lms.rubric.domain import (
    Change,
    CrosswalkKind,
    CrosswalkLine,
    DomainText,
    LocalExample,
    RubricText,
    list_crosswalk_flaws,
)
from lms.rubric.domain.editing import (
    empty_criterion,
    list_sources,
    put_criterion,
    put_domains,
    put_examples,
    put_levels,
    put_line,
    take_out_criterion,
    told,
    with_change,
)
from lms.rubric.domain.starting import next_of
from tests.factories.rubric import CriterionTextFactory, DomainTextFactory, LevelFactory, RubricTextFactory

SAME, SPLIT, MERGED = CrosswalkKind.SAME, CrosswalkKind.SPLIT, CrosswalkKind.MERGED
SHIFTED, RETIRED = CrosswalkKind.SHIFTED, CrosswalkKind.RETIRED
WORDS = {"ja": "例", "en": "Example"}


@pytest.fixture
def before() -> RubricText:
    """Two domains, A with A1 and A2, B with B1 and B2; two levels."""
    return RubricTextFactory(domains=(DomainTextFactory(code="A"), DomainTextFactory(code="B")))


@pytest.fixture
def draft(before) -> RubricText:
    return next_of(before)


@pytest.fixture
def lines():
    """Return what a draft says has become of each criterion: kind and targets by source."""

    def of(text: RubricText) -> dict[str, tuple[str, ...]]:
        return {line.source: (line.kind, *line.targets) for line in text.succession.crosswalk}

    return of


@pytest.fixture
def codes():
    """Return the codes of a draft by domain."""

    def of(text: RubricText) -> dict[str, list[str]]:
        return {domain.code: [one.code for one in domain.criteria] for domain in text.domains}

    return of


def test_a_criterion_is_replaced_where_it_stands(draft, codes, lines):
    reworded = CriterionTextFactory(code="A1", name={"ja": "新", "en": "New"})
    text = put_criterion(draft, reworded, domain="A", instead_of="A1")
    assert codes(text) == {"A": ["A1", "A2"], "B": ["B1", "B2"]}
    assert text.criteria[0] == reworded
    assert (lines(text), text.succession.change) == (lines(draft), Change.EDITORIAL)


def test_a_criterion_that_changes_its_domain_goes_to_its_end(draft, codes):
    text = put_criterion(draft, draft.criteria[0], domain="B", instead_of="A1")
    assert codes(text) == {"A": ["A2"], "B": ["B1", "B2", "A1"]}


def test_a_new_criterion_is_a_change_of_meaning_and_takes_the_number_of_one(draft, codes):
    text = put_criterion(draft, CriterionTextFactory(code="B3"), domain="B")
    assert codes(text)["B"] == ["B1", "B2", "B3"]
    assert (text.succession.change, text.version) == (Change.MEANING, "2")


def test_what_leads_to_a_criterion_follows_its_code(draft, lines, before):
    named = replace(draft, identifiers={"criteria/A1": "x", "criteria/A1/2": "y", "criteria/A2": "z"})
    text = put_criterion(named, CriterionTextFactory(code="A9"), domain="A", instead_of="A1")
    assert lines(text)["A1"] == (SAME, "A9")
    assert text.identifiers == {"criteria/A9": "x", "criteria/A9/2": "y", "criteria/A2": "z"}
    assert text.succession.change is Change.MEANING
    assert list_crosswalk_flaws(text, before) == ()


def test_a_first_version_has_nothing_to_keep_in_step(before, codes):
    text = take_out_criterion(before, "A1")
    text = put_line(text, CrosswalkLine("A2", RETIRED))
    text = put_criterion(text, CriterionTextFactory(code="A8"), domain="A", instead_of="A2")
    assert codes(text)["A"] == ["A8"]
    assert text.succession is None
    assert with_change(text, Change.MEANING) == text


@pytest.mark.parametrize(
    ("becomes", "line"), [((), (RETIRED,)), (("A2",), (MERGED, "A2")), (("A2", "B1"), (SPLIT, "A2", "B1"))]
)
def test_what_is_taken_out_becomes_what_was_chosen(draft, lines, becomes, line):
    text = take_out_criterion(draft, "A1", becomes=becomes)
    assert lines(text)["A1"] == line
    assert "A1" not in {criterion.code for criterion in text.criteria}
    assert (text.succession.change, text.version) == (Change.MEANING, "2")


def test_taking_out_a_criterion_takes_its_identifiers_along(draft):
    named = replace(
        draft, identifiers={"": "w", "criteria/A1": "x", "criteria/A1/1": "y", "criteria/A2": "z"}
    )
    assert take_out_criterion(named, "A1").identifiers == {"": "w", "criteria/A2": "z"}


def test_merging_has_two_sides_and_ends_on_both(draft, lines, before):
    text = take_out_criterion(draft, "A1", becomes=("A2",))
    assert lines(text)["A2"] == (MERGED, "A2")
    assert list_crosswalk_flaws(text, before) == ()
    text = put_line(text, CrosswalkLine("A1", RETIRED))
    assert lines(text)["A2"] == (SAME, "A2")


def test_merging_what_is_read_anew_keeps_how_it_is_read(draft, lines, before):
    wider = put_levels(draft, [*enumerate(draft.levels, start=1), (None, LevelFactory(number=3))])
    text = take_out_criterion(wider, "A1", becomes=("A2",))
    assert (lines(text)["A1"], lines(text)["A2"]) == ((MERGED, "A2"), (MERGED, "A2"))
    assert {line.source: line.levels for line in text.succession.crosswalk}["A1"] == {1: 1, 2: 2}
    assert list_crosswalk_flaws(text, before) == ()
    assert lines(put_line(text, CrosswalkLine("A1", RETIRED)))["A2"] == (SHIFTED, "A2")


def test_a_part_of_a_split_that_goes_leaves_the_others_to_be_thought_over(draft, lines, before):
    text = put_criterion(draft, CriterionTextFactory(code="A3"), domain="A")
    text = put_line(text, CrosswalkLine("A1", SPLIT, ("A1", "A3")))
    text = take_out_criterion(text, "A3")
    assert lines(text)["A1"] == (SPLIT, "A1")
    assert [flaw.code for flaw in list_crosswalk_flaws(text, before)] == ["rubric.crosswalk_split"]


def test_a_line_that_was_missing_is_added(draft, lines):
    holed = replace(draft, succession=replace(draft.succession, crosswalk=()))
    text = put_line(holed, CrosswalkLine("A1", SAME, ("A1",)))
    assert lines(text) == {"A1": (SAME, "A1")}


def test_lines_that_lead_to_a_criterion_alone_are_found(draft):
    text = put_line(draft, CrosswalkLine("B1", SPLIT, ("A1", "B1")))
    assert [line.source for line in list_sources(text, "A1")] == ["A1"]
    assert list_sources(text, "B1") == ()


def test_domains_and_criteria_take_the_order_given(draft, codes):
    named = replace(draft, identifiers={"domains/A": "x", "domains/B": "y"})
    renamed = replace(draft.domains[1], name={"ja": "乙", "en": "Other"})
    text = put_domains(named, [(renamed, ["B2", "A1", "B1", "A2"])])
    assert codes(text) == {"B": ["B2", "A1", "B1", "A2"]}
    assert text.domains[0].name == {"ja": "乙", "en": "Other"}
    assert text.identifiers == {"domains/B": "y"}
    assert text.succession.change is Change.EDITORIAL


def test_a_level_with_another_name_changes_no_measure(draft):
    first, second = draft.levels
    renamed = replace(first, name={"ja": "改", "en": "Renamed"})
    text = put_levels(draft, [(1, renamed), (2, second)])
    assert text.levels == (renamed, second)
    assert (text.domains, text.succession) == (draft.domains, draft.succession)


def test_a_level_on_top_is_a_change_of_meaning_with_a_proposal_for_each_criterion(draft, before):
    levels = [*enumerate(draft.levels, start=1), (None, LevelFactory(number=3))]
    text = put_levels(draft, levels)
    assert (text.succession.change, text.version, len(text.levels)) == (Change.MEANING, "2", 3)
    assert {(line.kind, tuple(line.levels.items())) for line in text.succession.crosswalk} == {
        (SHIFTED, ((1, 1), (2, 2)))
    }
    assert "missing_descriptor" not in {flaw.code for flaw in list_crosswalk_flaws(text, before)}
    back = put_levels(text, list(enumerate(text.levels[:2], start=1)))
    assert back.succession.crosswalk == draft.succession.crosswalk


def test_descriptors_and_identifiers_move_with_their_levels(draft):
    named = replace(
        draft,
        identifiers={
            "levels/1": "a",
            "levels/2": "b",
            "criteria/A1": "c",
            "criteria/A1/2": "d",
            "domains/A": "e",
        },
    )
    text = put_levels(named, [(2, replace(draft.levels[1], number=1))])
    assert {one.level_number for one in text.descriptors} == {1}
    assert text.descriptors[0].text == draft.descriptors[1].text
    assert text.identifiers == {"levels/1": "b", "criteria/A1": "c", "criteria/A1/1": "d", "domains/A": "e"}


def test_a_level_left_out_is_read_as_the_next_below_and_the_lowest_as_the_lowest(draft):
    three = put_levels(draft, [*enumerate(draft.levels, start=1), (None, LevelFactory(number=3))])
    lines = (
        CrosswalkLine("A1", SHIFTED, ("A1",), {1: 1, 2: 3}),
        CrosswalkLine("A2", RETIRED),
        CrosswalkLine("B1", SPLIT, ("B1", "B2")),
        CrosswalkLine("B2", MERGED, ("B2",), {1: 2, 2: 3}),
    )
    given = replace(three, succession=replace(three.succession, crosswalk=lines))
    text = put_levels(given, [(3, LevelFactory(number=1)), (None, LevelFactory(number=2))])
    assert [line.levels for line in text.succession.crosswalk] == [
        {1: 1, 2: 1},
        None,
        {1: 1, 2: 1, 3: 1},
        {1: 1, 2: 1},
    ]
    assert [line.kind for line in text.succession.crosswalk] == [SHIFTED, RETIRED, SPLIT, MERGED]


def test_a_split_on_the_scale_of_before_reads_no_level_anew(draft):
    text = put_line(draft, CrosswalkLine("B1", SPLIT, ("B1", "B2")))
    wider = put_levels(text, [*enumerate(text.levels, start=1), (None, LevelFactory(number=3))])
    assert wider.succession.crosswalk[2].levels == {1: 1, 2: 2}
    back = put_levels(wider, list(enumerate(wider.levels[:2], start=1)))
    assert back.succession.crosswalk[2] == CrosswalkLine("B1", SPLIT, ("B1", "B2"))


def test_examples_of_one_criterion_take_the_place_of_its_earlier_ones(before):
    other, old = LocalExample("A2", 1, WORDS), LocalExample("A1", 1, WORDS)
    text = replace(before, examples=(old, other))
    new = LocalExample("A1", 2, WORDS)
    assert put_examples(text, "A1", [new]).examples == (other, new)
    assert put_examples(text, "A1", []).examples == (other,)


def test_the_number_proposed_for_a_kind_of_change_follows_the_kind_and_a_chosen_one_stays(draft):
    assert with_change(draft, Change.MEANING).version == "2"
    assert with_change(with_change(draft, Change.MEANING), Change.EDITORIAL).version == "1.1"
    chosen = with_change(replace(draft, version="7"), Change.MEANING)
    assert (chosen.version, chosen.succession.change) == ("7", Change.MEANING)
    assert with_change(draft, Change.EDITORIAL) == draft


def test_a_draft_whose_structure_stays_may_call_itself_what_it_likes(draft):
    assert told(draft) == draft
    assert told(with_change(draft, Change.MEANING)).succession.change is Change.MEANING


def test_an_empty_criterion_has_room_for_every_level(before):
    empty = empty_criterion("A3", before.levels)
    assert [one.level_number for one in empty.descriptors] == [1, 2]
    text = put_criterion(before, empty, domain="A")
    assert text.domains[0] == DomainText("A", before.domains[0].name, (*before.domains[0].criteria, empty))
