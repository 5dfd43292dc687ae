"""Templates: what they have to keep, what they make, what a newer version offers."""

from datetime import date

import pytest

from lms.kernel.ids import new_id
from lms.plans.domain import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_MILESTONES,
    ChangeKind,
    Decision,
    MilestoneKind,
    Term,
    apply_changes,
    decision_of,
    due_on,
    in_language,
    list_changes,
    list_offered,
    list_template_flaws,
    word_template,
)
from tests.factories.plans import (
    TERM,
    MilestoneFactory,
    TemplateItemFactory,
    TemplateTextFactory,
    WordingFactory,
)

FACTS = {"term": TERM, "months": 12, "language": "ja", "make_id": new_id}


@pytest.fixture
def flaws():
    """Return what is wrong with a template, as pairs of code and field."""

    def of(**changes) -> list[tuple[str, str | None]]:
        found = list_template_flaws(TemplateTextFactory(**changes), levels={"B1": 4}, slugs={"kihon"})
        return [(flaw.code, flaw.field) for flaw in found]

    return of


def test_a_sound_template_has_no_flaw(flaws):
    assert flaws() == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name": {"ja": " "}}, ("plans.name_missing", "name_ja")),
        ({"name": {"en": "a" * (LONGEST_TITLE + 1)}}, ("plans.title_too_long", "name_en")),
        ({"goals": {"ja": "あ" * (LONGEST_TEXT + 1)}}, ("plans.text_too_long", "goals_ja")),
        ({"months": 37}, ("plans.months_out_of_range", "months")),
        ({"review_months": 0}, ("plans.review_months_out_of_range", "review_months")),
        ({"items": ()}, ("plans.no_items", None)),
    ],
)
def test_the_frame_of_a_template_has_limits(flaws, facts, expected):
    assert flaws(**facts) == [expected]


def test_a_template_has_no_more_items_than_a_plan(flaws):
    items = tuple(TemplateItemFactory() for _ in range(MOST_MILESTONES + 1))
    assert flaws(items=items) == [("plans.too_many_milestones", None)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": {}}, ("plans.milestone_title_missing", "title_ja_1")),
        ({"title": {"en": "a" * (LONGEST_TITLE + 1)}}, ("plans.title_too_long", "title_en_1")),
        ({"due_month": 13}, ("plans.due_month_outside", "due_month_1")),
        ({"kind": MilestoneKind.COURSE}, ("plans.course_missing", "course_1")),
    ],
)
def test_a_flaw_of_an_item_names_its_place(flaws, facts, expected):
    assert flaws(items=(TemplateItemFactory(), TemplateItemFactory(**facts))) == [expected]


def test_items_are_due_at_the_ends_of_their_months():
    assert due_on(TERM, 1, months=12) == date(2026, 4, 30)
    assert due_on(TERM, 12, months=12) == date(2027, 3, 31)


def test_in_a_shorter_plan_items_come_closer_together():
    short = Term(date(2026, 10, 1), date(2027, 3, 31))
    assert due_on(short, 6, months=12) == date(2026, 12, 30)
    assert due_on(short, 12, months=12) == date(2027, 3, 31)


def test_a_plan_speaks_the_language_of_whose_it_is_as_far_as_the_template_does():
    assert in_language({"ja": "聴く", "en": "Listen"}, "en") == "Listen"
    assert in_language({"ja": "聴く"}, "en") == "聴く"
    assert in_language({}, "en") == ""
    wording = word_template(TemplateTextFactory(), term=TERM, language="en", make_id=new_id)
    assert wording.title == "Third year"
    assert [one.title for one in wording.milestones] == ["Report", "Visit"]


def test_what_is_different_is_told_item_by_item():
    old = (
        TemplateItemFactory(code="a", due_month=2),
        TemplateItemFactory(code="b"),
        TemplateItemFactory(code="c"),
    )
    moved = TemplateItemFactory(code="a", title=old[0].title, due_month=4)
    added = TemplateItemFactory(code="d")
    changes = list_changes(old, (moved, old[1], added))
    assert [(one.code, one.kind) for one in changes] == [
        ("a", ChangeKind.REWORDED),
        ("d", ChangeKind.ADDED),
        ("c", ChangeKind.REMOVED),
    ]


def test_only_what_would_do_something_is_offered():
    old = (TemplateItemFactory(code="a"), TemplateItemFactory(code="b"))
    new = (TemplateItemFactory(code="a"), TemplateItemFactory(code="c"))
    changes = list_changes(old, new)
    dropped_both = WordingFactory(milestones=(MilestoneFactory(item_code="c"),))
    assert list_offered(changes, dropped_both) == ()


def test_a_day_agreed_otherwise_stays_when_only_words_change():
    item = TemplateItemFactory(code="a", due_month=3)
    mine = MilestoneFactory(item_code="a", due_on=date(2026, 9, 9))
    wording = WordingFactory(milestones=(mine,))
    reworded = TemplateItemFactory(code="a", due_month=3, title={"ja": "書き直し"})
    moved = TemplateItemFactory(code="a", due_month=5, title=item.title)
    for after, day in ((reworded, mine.due_on), (moved, date(2026, 8, 31))):
        changes = list_changes((item,), (after,))
        (milestone,) = apply_changes(wording, changes, {"a"}, **FACTS).milestones
        assert (milestone.key, milestone.due_on) == (mine.key, day)


def test_a_change_of_what_the_plan_no_longer_has_adds_nothing():
    changes = list_changes((TemplateItemFactory(code="a"),), (TemplateItemFactory(code="a"),))
    wording = WordingFactory()
    assert apply_changes(wording, changes, {"a"}, **FACTS) == wording


def test_all_some_and_none_are_told_apart():
    changes = list_changes((), (TemplateItemFactory(code="a"), TemplateItemFactory(code="b")))
    assert decision_of(changes, {"a", "b"}) is Decision.ALL
    assert decision_of(changes, {"a"}) is Decision.SOME
    assert decision_of(changes, {"z"}) is Decision.NONE
