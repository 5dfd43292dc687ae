"""The life of a plan: whatever is done in whatever order, nothing holds without both sides' same words."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from lms.kernel.errors import DomainError
from lms.kernel.ids import new_id
from lms.plans.domain import (
    ChangeKind,
    Decision,
    Life,
    PlanState,
    RevisionState,
    Side,
    Step,
    Term,
    apply_changes,
    decision_of,
    list_changes,
    list_offered,
    word_template,
)
from tests.factories.plans import MilestoneFactory, TemplateItemFactory, TemplateTextFactory, WordingFactory

SIDES = st.sampled_from(list(Side))
TERM = Term(date(2026, 4, 1), date(2027, 3, 31))


class Table(RuleBasedStateMachine):
    """Two people and one plan. Beside the life it keeps, apart from it, who has agreed to which words."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life().begin(Side.SUPERVISOR)
        self.words = {1: "words 0"}
        self.agreed: dict[int, dict[Side, str]] = {}
        self.n_drafts = 0

    def attempt(self, step) -> bool:
        """Take a step if the life lets it; a refusal changes nothing."""
        before = self.life
        try:
            self.life = step(before)
        except DomainError:
            assert self.life == before
            return False
        return True

    @rule(side=SIDES)
    def write(self, side):
        if self.life.open is None:
            if not self.attempt(lambda life: life.begin(side)):
                return
        elif not self.life.allows(Step.WRITE, side):
            return
        self.n_drafts += 1
        self.words[self.life.open.number] = f"words {self.n_drafts}"

    @rule(side=SIDES)
    def propose(self, side):
        words = self.words[self.life.revisions[-1].number]
        if self.attempt(lambda life: life.propose(side, words)):
            self.agreed[self.life.revisions[-1].number] = {side: words}

    @rule(side=SIDES, is_stale=st.booleans())
    def agree(self, side, is_stale):
        last = self.life.revisions[-1]
        words = "what was on an old page" if is_stale else self.words[last.number]
        if self.attempt(lambda life: life.agree(side, words)):
            self.agreed[last.number][side] = words

    @rule(side=SIDES)
    def send_back(self, side):
        before = self.life.revisions[-1]
        if self.attempt(lambda life: life.send_back(side)):
            self.words[before.number + 1] = self.words[before.number]

    @rule(side=SIDES)
    def discard(self, side):
        self.attempt(lambda life: life.discard(side))

    @rule(side=SIDES, is_meant=st.integers(0, 9))
    def close(self, side, is_meant):
        if is_meant == 0:
            self.attempt(lambda life: life.close(side))

    @invariant()
    def what_holds_was_agreed_by_both_in_the_same_words(self):
        for revision in self.life.revisions:
            both = self.agreed.get(revision.number, {})
            has_both = set(both) == set(Side) and len(set(both.values())) == 1
            assert (revision.agreed_by == frozenset(Side)) == has_both
            if has_both:
                assert revision.digest == self.words[revision.number]
        if self.life.in_force is not None:
            assert self.life.in_force.agreed_by == frozenset(Side)

    @invariant()
    def what_was_agreed_to_stays_agreed(self):
        held = [one.number for one in self.life.revisions if one.agreed_by == frozenset(Side)]
        assert (self.life.in_force.number if self.life.in_force else None) == max(held, default=None)

    @invariant()
    def at_most_the_last_wording_is_open(self):
        states = [one.state for one in self.life.revisions]
        ended = {RevisionState.AGREED, RevisionState.RETURNED, RevisionState.DISCARDED}
        assert all(state in ended for state in states[:-1])
        assert [one.number for one in self.life.revisions] == list(range(1, len(states) + 1))

    @invariant()
    def nobody_agrees_to_their_own_proposal(self):
        if self.life.waits_for is not None:
            proposer = self.life.open.side
            assert self.life.waits_for is proposer.other
            assert not self.life.allows(Step.AGREE, proposer)

    @invariant()
    def an_ended_plan_takes_no_step(self):
        if self.life.state is PlanState.CLOSED:
            assert not any(self.life.allows(step, side) for step in Step for side in Side)
            assert self.life.open is None

    @invariant()
    def a_draft_is_read_by_its_own_side_only(self):
        for revision in self.life.revisions:
            if revision.state is RevisionState.DRAFT:
                assert not self.life.is_readable(revision, revision.side.other)


TestLife = Table.TestCase


ITEMS = st.lists(
    st.builds(
        TemplateItemFactory,
        code=st.sampled_from("abcdefgh"),
        due_month=st.integers(1, 12),
        title=st.sampled_from(["聴く", "書く", "訪ねる"]).map(lambda word: {"ja": word}),
    ),
    max_size=6,
    unique_by=lambda item: item.code,
).map(tuple)
OWN = st.lists(st.builds(MilestoneFactory), max_size=3).map(tuple)


@given(old=ITEMS, new=ITEMS, own=OWN)
def test_a_template_changes_nothing_that_nobody_took_over(old, new, own):
    text = TemplateTextFactory(items=old)
    wording = word_template(text, term=TERM, language="ja", make_id=new_id)
    wording = replace(wording, milestones=(*wording.milestones, *own)).in_order
    offered = list_offered(list_changes(old, new), wording)
    facts = {"term": TERM, "months": 12, "language": "ja", "make_id": new_id}
    assert apply_changes(wording, offered, (), **facts) == wording
    assert decision_of(offered, ()) is Decision.NONE


@given(old=ITEMS, new=ITEMS, own=OWN, chosen=st.sets(st.sampled_from("abcdefgh")))
def test_what_is_taken_over_touches_only_its_own_milestones(old, new, own, chosen):
    wording = word_template(TemplateTextFactory(items=old), term=TERM, language="ja", make_id=new_id)
    wording = replace(wording, milestones=(*wording.milestones, *own)).in_order
    offered = list_offered(list_changes(old, new), wording)
    facts = {"term": TERM, "months": 12, "language": "ja", "make_id": new_id}
    after = apply_changes(wording, offered, chosen, **facts)
    touched = {one.code for one in offered if one.code in chosen}
    before_others = [one for one in wording.milestones if one.item_code not in touched]
    after_others = [one for one in after.milestones if one.item_code not in touched]
    assert sorted(before_others, key=lambda one: one.key) == sorted(after_others, key=lambda one: one.key)
    keys = {one.item_code: one.key for one in wording.milestones if one.item_code}
    codes = {one.item_code for one in after.milestones}
    for change in offered:
        if change.code not in chosen:
            continue
        assert (change.code in codes) == (change.kind is not ChangeKind.REMOVED)
        kept = next((one for one in after.milestones if one.item_code == change.code), None)
        if change.kind is ChangeKind.REWORDED:
            assert kept.key == keys[change.code]
            assert kept.title == change.after.title["ja"]


@given(old=ITEMS, new=ITEMS)
def test_taking_everything_over_leaves_nothing_to_offer(old, new):
    wording = word_template(TemplateTextFactory(items=old), term=TERM, language="ja", make_id=new_id)
    offered = list_offered(list_changes(old, new), wording)
    facts = {"term": TERM, "months": 12, "language": "ja", "make_id": new_id}
    after = apply_changes(wording, offered, {one.code for one in offered}, **facts)
    assert {one.item_code for one in after.milestones} == {item.code for item in new}
    assert list_offered(list_changes(new, new), after) == ()


@given(months=st.integers(1, 36), days=st.integers(0, 1000), data=st.data())
def test_a_milestone_of_a_template_is_due_within_its_plan(months, days, data):
    item = TemplateItemFactory(due_month=data.draw(st.integers(1, months)))
    term = Term(date(2026, 11, 30), date(2026, 11, 30) + timedelta(days=days))
    text = TemplateTextFactory(items=(item,), months=months)
    (milestone,) = word_template(text, term=term, language="ja", make_id=new_id).milestones
    assert term.starts_on <= milestone.due_on <= term.ends_on


@given(title=st.text(), goals=st.text(), other=st.text())
def test_other_words_have_another_digest(title, goals, other):
    wording = WordingFactory(title=title, goals=goals)
    assert wording.digest == replace(wording).digest
    assert (replace(wording, goals=other).digest == wording.digest) == (other == goals)
