"""What holds for every crosswalk, every half-written text and everything that members add."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.rubric.domain import (
    CrosswalkKind,
    DomainText,
    LocalExample,
    additions_in,
    all_same,
    compare_texts,
    completed,
    compose,
    document_of,
    list_addition_flaws,
    list_crosswalk_flaws,
    list_flaws,
    list_lock_flaws,
    place_name,
    text_of,
)
from lms.rubric.domain.moving import moved_on
from lms.rubric.domain.preview import preview_of
from lms.rubric.domain.starting import next_of
from tests.properties.rubric.drafts import half_written, said, successors
from tests.properties.rubric.strategies import criteria, lists_of, rubrics, words

unhurried = settings(deadline=None, max_examples=50)


@unhurried
@given(rubrics().flatmap(lambda before: st.tuples(st.just(before), successors(before))))
def test_every_fate_can_be_told(pair):
    before, after = pair
    assert list_crosswalk_flaws(after, before) == ()
    assert list_flaws(after) == ()
    whole = completed(after, before)
    assert [line.source for line in whole.succession.crosswalk] == [one.code for one in before.criteria]
    assert completed(whole, before) == whole


@unhurried
@given(rubrics().flatmap(lambda before: st.tuples(st.just(before), successors(before))), st.data())
def test_a_line_taken_out_leaves_its_criterion_nowhere(pair, data):
    before, after = pair
    crosswalk = list(after.succession.crosswalk)
    taken = crosswalk.pop(data.draw(st.integers(0, len(crosswalk) - 1)))
    succession = replace(after.succession, crosswalk=tuple(crosswalk))
    flaws = list_crosswalk_flaws(replace(after, succession=succession), before)
    nowhere = [flaw for flaw in flaws if flaw.code == "rubric.crosswalk_nowhere"]
    assert [flaw.facts for flaw in nowhere] == [{"criterion": taken.source}]


@unhurried
@given(half_written(), half_written())
def test_a_crosswalk_without_flaw_leaves_no_criterion_nowhere(text, before):
    if list_crosswalk_flaws(text, before):
        return
    told = completed(text, before).succession.crosswalk
    here = {criterion.code for criterion in text.criteria}
    assert {line.source for line in told} == {criterion.code for criterion in before.criteria}
    assert all(set(line.targets) <= here for line in told)
    assert all(bool(line.targets) is (line.kind is not CrosswalkKind.RETIRED) for line in told)


@unhurried
@given(half_written(), half_written())
def test_no_half_written_text_is_an_accident(text, other):
    flaws = (
        *list_flaws(text),
        *list_crosswalk_flaws(text, other),
        *list_addition_flaws(text, other),
        *list_lock_flaws(text, other),
    )
    document = document_of(text)
    assert all(isinstance(place_name(document, flaw.path), str) for flaw in flaws)
    compare_texts(other, text, text.succession.crosswalk if text.succession else ())
    completed(text, other)
    additions_in(text, other, code="ours")


@unhurried
@given(half_written())
def test_plain_values_and_back(text):
    assert text_of(document_of(text)) == text


@unhurried
@given(rubrics().flatmap(lambda before: st.tuples(st.just(before), successors(before))))
def test_composing_with_what_stays_changes_nothing(pair):
    before, after = pair
    crosswalk = completed(after, before).succession.crosswalk
    assert compose(all_same(before), crosswalk) == crosswalk
    assert compose(crosswalk, all_same(after)) == crosswalk


@unhurried
@given(rubrics(), st.data())
def test_both_sides_of_a_comparison_say_what_the_texts_say(before, data):
    after = data.draw(successors(before))
    compared = compare_texts(before, after, after.succession.crosswalk)
    for row in compared.criteria:
        for field in row.fields:
            for language, sides in field.languages.items():
                for side, runs in ((row.old, sides.old), (row.new, sides.new)):
                    told = "".join(run.text for run in runs)
                    assert told == said(side, field.field, field.level, language)


@unhurried
@given(rubrics().flatmap(lambda before: st.tuples(st.just(before), successors(before))))
def test_a_draft_moves_on_without_loss(pair):
    before, after = pair
    untouched = moved_on(next_of(before), before=before, now=after)
    assert (untouched.domains, untouched.levels, untouched.title) == (
        after.domains,
        after.levels,
        after.title,
    )
    mine = replace(after, version="1.1")
    renamed = replace(before, version=f"{before.version.split('.')[0]}.8888")
    kept = moved_on(mine, before=before, now=renamed)
    assert (kept.domains, kept.succession.crosswalk) == (
        mine.domains,
        completed(mine, before).succession.crosswalk,
    )


@unhurried
@given(rubrics(), st.data())
def test_what_members_add_never_changes_what_the_rubric_says(base, data):
    taken = {one.code for one in base.criteria}
    own = tuple(
        code for code in data.draw(lists_of(st.sampled_from(["X1", "X2", "X3"]), 2)) if code not in taken
    )
    domain = DomainText(
        "Xown", data.draw(words), tuple(data.draw(criteria(c, len(base.levels))) for c in own)
    )
    whole = replace(base, domains=(*base.domains, domain), succession=None)
    assert list_lock_flaws(whole, base) == ()
    added = replace(
        additions_in(whole, base, code="ours"),
        examples=(LocalExample(base.criteria[0].code, 1, data.draw(words)),),
    )
    assert list_addition_flaws(added, base) == ()
    alone, merged = preview_of(base), preview_of(added, base)
    assert merged.levels == alone.levels
    for criterion in alone.criteria:
        other = merged.criterion(criterion.code)
        assert (other.name, other.definition, other.basis) == (
            criterion.name,
            criterion.definition,
            criterion.basis,
        )
        for number, descriptor in criterion.descriptors.items():
            assert replace(other.descriptors[number], local_examples=()) == descriptor
