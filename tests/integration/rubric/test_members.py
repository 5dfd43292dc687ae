"""A federation sets the standard, members add to it: what they may add, and what they may not touch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.kernel.actor import Actor, Grant
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.permission import Permission
from lms.rubric import commands, models, queries
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, LocalExample, Succession
from tests.factories.rubric import (
    CriterionTextFactory,
    DomainTextFactory,
    RubricTextFactory,
    following,
    load,
)

SAME, SPLIT, MERGED, SHIFTED, RETIRED = CrosswalkKind
BASE = RubricTextFactory(is_locked=True)
OWN = DomainTextFactory(code="L")
EXAMPLE = LocalExample("A1", 2, {"ja": "地元の例", "en": "A local example"})
RIGHTS = (Permission.RUBRIC_EDIT, Permission.RUBRIC_PUBLISH)


@pytest.fixture
def base(session, cast, clock):
    """The federation's rubric, locked."""
    return load(session, publisher_id=cast.council.id, clock=clock, text=BASE)


@pytest.fixture
def author(cast) -> Actor:
    """Mori, who also writes rubrics for the chamber."""
    mori = cast.actor(cast.mori)
    return replace(mori, grants=mori.grants | {Grant(right, cast.chamber.path) for right in RIGHTS})


@pytest.fixture
def later(clock) -> FrozenClock:
    return FrozenClock(clock.now() + timedelta(days=2))


@pytest.fixture
def begin(session, cast, clock, author):
    """Start what the chamber adds to a rubric."""

    def start(rubric, publisher=None, actor=None):
        draft_id = commands.start_additions(
            session,
            actor=actor or author,
            publisher_id=(publisher or cast.chamber).id,
            extends=rubric.id,
            clock=clock,
        )
        session.flush()
        return draft_id

    return start


@pytest.fixture
def add(session, clock, author, begin):
    """Publish what the chamber adds to a rubric."""

    def publish(rubric, **changes):
        draft_id = begin(rubric)
        draft = queries.get_draft(session, author, draft_id)
        text = replace(draft.text, **changes)
        saved = {"draft_id": draft_id, "version": draft.version}
        commands.save_draft(session, actor=author, text=text, clock=clock, **saved)
        session.flush()
        saved["version"] = session.get_one(models.RubricDraft, draft_id).version
        version_id = commands.publish_draft(session, actor=author, clock=clock, **saved)
        session.flush()
        return version_id

    return publish


@pytest.fixture
def renew(session, cast, later):
    """Publish the federation's next version, with A1 split in two and A2 as it was."""

    def publish(*lines, codes=("A1", "A2", "A3")):
        fates = lines or (("A1", SPLIT, ("A1", "A3")), ("A2", SAME, ("A2",)))
        criteria = tuple(CriterionTextFactory(code=code) for code in codes)
        text = following(
            BASE,
            crosswalk=[CrosswalkLine(*fate) for fate in fates],
            domains=(DomainTextFactory(criteria=criteria),),
        )
        return load(session, publisher_id=cast.council.id, clock=later, text=text)

    return publish


@pytest.fixture
def offer(session, cast, later):
    """Load a file in the chamber's name."""

    def give(text, publisher=None):
        publisher_id = (publisher or cast.chamber).id
        loading = commands.load_rubric(
            session, actor_id=None, rubric=text, publisher_id=publisher_id, clock=later
        )
        session.flush()
        return loading

    return give


def test_additions_begin_with_nothing_but_a_title(session, cast, author, base, begin):
    draft = queries.get_draft(session, author, begin(base))
    assert (draft.code, draft.text.extends, draft.text.title["ja"]) == (
        "small-hiroshima",
        "small",
        f"{cast.chamber.name['ja']}の追加項目",
    )
    assert (draft.base, draft.base_id, draft.predecessor) == (BASE, base.id, None)
    assert [flaw.code for flaw in draft.flaws] == ["rubric.addition_empty"]
    (line,) = queries.list_drafts(session, author)
    assert (line.extends_code, line.base_id) == ("small", base.id)


def test_members_read_the_rubric_with_what_they_add_and_others_without(session, cast, author, base, add):
    version_id = add(base, domains=(OWN,), examples=(EXAMPLE,))
    for person, codes in ((cast.aoi, ["A1", "A2", "L1", "L2"]), (cast.kaoru, ["A1", "A2"])):
        rubric = queries.get_current_rubric(session, cast.actor(person))
        assert (rubric.id, [criterion.code for criterion in rubric.criteria]) == (base.id, codes)
    rubric = queries.get_current_rubric(session, author)
    assert rubric.criterion("A1").descriptors[2].local_examples == (EXAMPLE.text,)
    text = queries.get_text(session, author, version_id)
    assert (text.extends, text.domains, text.examples, text.levels) == ("small", (OWN,), (EXAMPLE,), ())
    line = queries.get_version(session, author, version_id)
    assert (line.extends_code, line.extends_id, line.n_criteria) == ("small", base.id, 2)


def test_starting_again_goes_on_with_what_was_added(session, author, base, add, begin):
    first = add(base, domains=(OWN,), examples=(EXAMPLE,))
    draft = queries.get_draft(session, author, begin(base))
    assert (draft.predecessor_id, draft.text.version) == (first, "1.1")
    assert (draft.text.domains, draft.text.examples) == ((OWN,), (EXAMPLE,))
    assert draft.flaws == ()
    again = commands.start_draft(
        session,
        actor=author,
        publisher_id=draft.publisher_id,
        follows=first,
        clock=FrozenClock(draft.saved_at),
    )
    assert again == draft.id


def test_several_examples_of_one_level_keep_their_order(session, author, base, add):
    examples = tuple(replace(EXAMPLE, text={"ja": f"例{n}", "en": f"Example {n}"}) for n in (1, 2, 3))
    version_id = add(base, domains=(), examples=examples)
    assert queries.get_text(session, author, version_id).examples == examples


def test_what_is_added_keeps_off_the_codes_of_the_rubric(session, base, add):
    with pytest.raises(RuleViolation) as refused:
        add(base, domains=(DomainTextFactory(code="L", criteria=(CriterionTextFactory(code="A2"),)),))
    assert refused.value.code == "rubric.code_taken"
    assert refused.value.facts == {"found": "A2", "place": "domains › L › criteria › A2 › code"}


def test_additions_that_point_elsewhere_are_flawed(session, clock, author, base, begin):
    draft_id = begin(base)
    text = queries.get_draft(session, author, draft_id).text
    plain = RubricTextFactory(code="small-hiroshima", domains=(OWN,))
    for other, code in (
        (replace(text, extends="banso", domains=(OWN,)), "rubric.extends_other"),
        (plain, "rubric.extends_other"),
    ):
        version = session.get_one(models.RubricDraft, draft_id).version
        commands.save_draft(
            session, actor=author, draft_id=draft_id, text=other, version=version, clock=clock
        )
        session.flush()
        assert code in [flaw.code for flaw in queries.get_draft(session, author, draft_id).flaws]


@pytest.mark.parametrize("level", ["above", "below", "beside"])
def test_codes_are_shared_with_those_above_and_below_but_not_beside(session, cast, base, offer, level):
    others = {"above": cast.chamber.parent_id, "below": cast.chamber.id, "beside": cast.neighbour.id}
    mine = {"above": cast.chamber, "beside": cast.chamber}
    above = session.get_one(type(cast.chamber), cast.chamber.parent_id)
    first = session.get_one(type(cast.chamber), others[level])
    second = mine.get(level, above)
    text = RubricTextFactory(extends="small", levels=(), domains=(OWN,))
    offer(replace(text, code="first"), publisher=first)
    if level == "beside":
        assert offer(replace(text, code="second"), publisher=second).is_new
        return
    with pytest.raises(RuleViolation, match=r"rubric\.code_taken"):
        offer(replace(text, code="second"), publisher=second)


def test_a_federation_keeps_off_the_codes_its_members_have_added(session, cast, base, add, renew):
    add(base, domains=(OWN,))
    with pytest.raises(RuleViolation) as refused:
        renew(("A1", SAME, ("A1",)), ("A2", SAME, ("A2",)), codes=("A1", "A2", "L1"))
    assert (refused.value.code, refused.value.facts["found"]) == ("rubric.code_taken", "L1")


def test_nobody_adds_to_their_own_rubric_or_to_one_that_is_not_above(
    session, cast, clock, author, base, foreign
):
    hara = cast.actor(cast.hara)
    with pytest.raises(NotFound, match=r"rubric\.not_found"):
        commands.start_additions(
            session, actor=hara, publisher_id=cast.council.id, extends=base.id, clock=clock
        )
    with pytest.raises(NotFound, match=r"rubric\.not_found"):
        commands.start_additions(
            session, actor=author, publisher_id=cast.chamber.id, extends=foreign.id, clock=clock
        )
    with pytest.raises(NotFound, match=r"rubric\.publisher_unknown"):
        commands.start_additions(
            session, actor=author, publisher_id=cast.neighbour.id, extends=base.id, clock=clock
        )


def test_a_rubric_that_others_add_to_is_not_archived(session, cast, clock, author, base, add):
    version_id = add(base, domains=(OWN,))
    hara = cast.actor(cast.hara)
    with pytest.raises(RuleViolation) as refused:
        commands.archive_version(session, actor=hara, version_id=base.id, reason="old", clock=clock)
    assert (refused.value.code, refused.value.facts) == ("rubric.in_use", {"rubric_code": "small", "n": 1})
    commands.archive_version(session, actor=author, version_id=version_id, reason="old", clock=clock)
    session.flush()
    commands.archive_version(session, actor=hara, version_id=base.id, reason="old", clock=clock)


def test_a_federation_sees_what_its_members_add_and_they_do_not_see_each_other(
    session, cast, author, base, add
):
    version_id = add(base, domains=(OWN,))
    hara, kaoru = cast.actor(cast.hara), cast.actor(cast.kaoru)
    assert version_id in [line.id for line in queries.list_versions(session, hara)]
    assert version_id not in [line.id for line in queries.list_versions(session, kaoru)]
    for read in (queries.get_text, queries.get_version):
        with pytest.raises(NotFound, match=r"rubric\.not_found"):
            read(session, kaoru, version_id)


def test_own_criteria_go_on_when_the_federation_publishes(session, cast, base, add, renew):
    add(base, domains=(OWN,), examples=(EXAMPLE, replace(EXAMPLE, criterion="A2")))
    new = renew()
    rubric = queries.get_current_rubric(session, cast.actor(cast.aoi))
    assert (rubric.id, [one.code for one in rubric.criteria]) == (new.id, ["A1", "A2", "A3", "L1", "L2"])
    assert rubric.criterion("A2").descriptors[2].local_examples == (EXAMPLE.text,)
    assert rubric.criterion("A1").descriptors[2].local_examples == ()


def test_examples_of_words_that_changed_wait_for_their_authors(session, cast, author, base, add, renew):
    version_id = add(base, domains=(), examples=(EXAMPLE, replace(EXAMPLE, criterion="A2")))
    assert queries.list_waiting_examples(session, author) == ()
    renew()
    (waiting,) = queries.list_waiting_examples(session, author)
    assert (waiting.additions_id, waiting.publisher_name) == (version_id, cast.chamber.name)
    assert (waiting.rubric_code, waiting.criterion_code, waiting.level) == ("small", "A1", 2)
    assert (waiting.text, waiting.now) == (EXAMPLE.text, ("A1", "A3"))
    assert queries.list_waiting_examples(session, cast.actor(cast.hara)) == (waiting,)
    assert queries.list_waiting_examples(session, cast.actor(cast.mori)) == ()


def test_waiting_examples_take_few_statements(session, author, base, add, renew, count_statements):
    add(base, domains=(), examples=(EXAMPLE, EXAMPLE, EXAMPLE))
    renew()
    queries.list_waiting_examples(session, author)
    assert count_statements(lambda: queries.list_waiting_examples(session, author)) == 2


def test_additions_move_on_to_the_new_version(session, clock, author, base, add, begin, renew):
    gone = replace(EXAMPLE, criterion="A2")
    add(base, domains=(OWN,), examples=(EXAMPLE, gone))
    new = renew(("A1", SHIFTED, ("A3",), {1: 1, 2: 1}), ("A2", RETIRED), codes=("A3",))
    draft = queries.get_draft(session, author, begin(new))
    assert (draft.base_id, draft.text.domains) == (new.id, (OWN,))
    moved = replace(EXAMPLE, criterion="A3", level=1)
    assert draft.text.examples == (moved, gone)
    assert [(flaw.code, flaw.path) for flaw in draft.flaws] == [
        ("rubric.example_criterion", ("examples", 1, "criterion"))
    ]


def test_a_draft_of_additions_moves_on_when_it_is_started_again(session, clock, author, base, begin, renew):
    draft_id = begin(base)
    text = queries.get_draft(session, author, draft_id).text
    written = replace(text, domains=(OWN,), examples=(replace(EXAMPLE, criterion="A2"),))
    commands.save_draft(session, actor=author, draft_id=draft_id, text=written, version=1, clock=clock)
    new = renew()
    (flaw,) = queries.get_draft(session, author, draft_id).flaws
    assert (flaw.code, flaw.facts["rubric_version"]) == ("rubric.base_overtaken", "2")
    with pytest.raises(Conflict, match=r"rubric\.base_overtaken"):
        commands.publish_draft(session, actor=author, draft_id=draft_id, version=2, clock=clock)
    with pytest.raises(Conflict, match=r"rubric\.overtaken"):
        begin(base)
    assert begin(new) == draft_id
    draft = queries.get_draft(session, author, draft_id)
    assert (draft.base_id, draft.text, draft.flaws, draft.version) == (new.id, written, (), 3)


def test_a_draft_of_something_else_is_in_the_way(session, cast, clock, author, base, begin):
    draft_id = commands.start_draft(
        session, actor=author, publisher_id=cast.chamber.id, follows=None, clock=clock
    )
    text = RubricTextFactory(code="small-hiroshima")
    commands.save_draft(session, actor=author, draft_id=draft_id, text=text, version=1, clock=clock)
    session.flush()
    with pytest.raises(Conflict, match=r"rubric\.draft_exists"):
        begin(base)


# ---- files ----


def test_a_file_that_extends_is_loaded_as_additions_and_goes_on(session, cast, base, offer):
    text = RubricTextFactory(code="ours", extends="small", levels=(), domains=(OWN,), examples=(EXAMPLE,))
    first = offer(text)
    row = session.get_one(models.RubricVersion, first.rubric_version_id)
    assert (first.is_new, row.extends_id, row.publisher_id) == (True, base.id, cast.chamber.id)
    assert not offer(text).is_new
    second = offer(following(text, examples=()))
    assert session.get_one(models.RubricVersion, second.rubric_version_id).predecessor_id == row.id
    assert not offer(following(text, examples=())).is_new
    assert not offer(text).is_new


def test_additions_of_one_organisation_are_one_thing(base, offer):
    text = RubricTextFactory(code="ours", extends="small", levels=(), domains=(OWN,))
    offer(text)
    with pytest.raises(RuleViolation, match=r"rubric\.follows_missing"):
        offer(replace(text, code="more"))


@pytest.mark.parametrize("publisher", ["chamber", None])
def test_a_file_cannot_extend_what_is_not_there(session, cast, clock, publisher):
    text = RubricTextFactory(code="ours", extends="small", levels=(), domains=(OWN,))
    publisher_id = publisher and cast.chamber.id
    with pytest.raises(RuleViolation, match=r"rubric\.extends_unknown"):
        commands.load_rubric(session, actor_id=None, rubric=text, publisher_id=publisher_id, clock=clock)


def test_a_file_that_repeats_the_rubric_and_adds_becomes_additions(session, base, offer):
    whole = replace(BASE, is_locked=False, domains=(*BASE.domains, OWN))
    first = offer(whole)
    row = session.get_one(models.RubricVersion, first.rubric_version_id)
    assert (row.code, row.version, row.extends_id) == ("small-hiroshima", "1", base.id)
    assert [domain.code for domain in queries.read_text(session, row.id).domains] == ["L"]
    assert not offer(whole).is_new
    more = replace(
        whole,
        version="2",
        domains=(*whole.domains, DomainTextFactory(code="M")),
        succession=Succession("1", Change.MEANING, tuple(CrosswalkLine(c, SAME, (c,)) for c in ("L1", "L2"))),
    )
    second = offer(more)
    assert session.get_one(models.RubricVersion, second.rubric_version_id).predecessor_id == row.id
    assert not offer(more).is_new


def test_a_repeated_rubric_that_adds_nothing_is_no_version(session, base, offer):
    with pytest.raises(RuleViolation, match=r"rubric\.addition_empty"):
        offer(BASE)
    assert session.scalar(select(func.count()).select_from(models.RubricVersion)) == 1


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_file_that_weakens_the_lock_is_refused_with_what_and_where(base, offer, version):
    first, second = BASE.criteria
    renamed = replace(first, name={**first.name, "en": "Ours"})
    domains = (DomainTextFactory(criteria=(renamed, second)), OWN)
    with pytest.raises(RuleViolation) as refused:
        offer(replace(BASE, version=version, domains=domains, is_locked=False))
    assert refused.value.code == "rubric.weakens_lock"
    assert refused.value.facts == {
        "rubric_code": "small",
        "found": "Ours",
        "expected": "Criterion A1",
        "place": "domains › A › criteria › A1 › name › en",
    }


def test_a_draft_that_weakens_the_lock_says_so(session, cast, clock, author, base):
    draft_id = commands.start_draft(
        session, actor=author, publisher_id=cast.chamber.id, follows=None, clock=clock
    )
    text = replace(BASE, domains=(DomainTextFactory(criteria=BASE.criteria[:1]),))
    commands.save_draft(session, actor=author, draft_id=draft_id, text=text, version=1, clock=clock)
    session.flush()
    codes = [flaw.code for flaw in queries.get_draft(session, author, draft_id).flaws]
    assert codes == ["rubric.weakens_lock_criterion", "rubric.version_taken"]
    with pytest.raises(RuleViolation, match=r"rubric\.weakens_lock_criterion"):
        commands.publish_draft(session, actor=author, draft_id=draft_id, version=2, clock=clock)


def test_a_locked_rubric_is_not_replaced_by_another(base, offer):
    with pytest.raises(RuleViolation) as refused:
        offer(RubricTextFactory(code="ours"))
    assert (refused.value.code, refused.value.facts["rubric_code"]) == ("rubric.replaces_lock", "small")


def test_without_a_lock_members_may_go_their_own_way(session, cast, clock, offer):
    load(session, publisher_id=cast.council.id, clock=clock, text=replace(BASE, is_locked=False))
    assert offer(RubricTextFactory(code="ours")).is_new
    reworded = replace(BASE, version="7", title=BASE.title, domains=(OWN,), is_locked=False)
    row = session.get_one(models.RubricVersion, offer(reworded).rubric_version_id)
    assert (row.code, row.version, row.extends_id) == ("small", "7", None)


def test_what_was_ones_own_before_the_lock_cannot_be_reworded_after_it(session, cast, clock, later, offer):
    mine = replace(BASE, domains=(OWN,), is_locked=False)
    offer(mine)
    load(session, publisher_id=cast.council.id, clock=later, text=replace(BASE, version="5"))
    with pytest.raises(RuleViolation, match=r"rubric\.weakens_lock_domain"):
        offer(following(mine))
    whole = replace(BASE, domains=(*BASE.domains, OWN), version="2", is_locked=False)
    lines = tuple(CrosswalkLine(code, SAME, (code,)) for code in ("L1", "L2"))
    with pytest.raises(RuleViolation, match=r"rubric\.replaces_lock"):
        offer(replace(whole, succession=Succession("1", Change.MEANING, lines)))


def test_a_rubric_of_ones_own_goes_on_beside_a_lock_that_came_later(session, cast, later, offer):
    offer(RubricTextFactory(code="ours"))
    load(session, publisher_id=cast.council.id, clock=later, text=BASE)
    assert offer(following(RubricTextFactory(code="ours"))).is_new


def test_a_file_follows_only_what_its_publisher_has_published(session, cast, clock, offer):
    load(session, publisher_id=cast.council.id, clock=clock, text=replace(BASE, is_locked=False))
    text = following(replace(BASE, domains=(OWN,), is_locked=False))
    with pytest.raises(RuleViolation) as refused:
        offer(text)
    assert (refused.value.code, refused.value.facts["version"]) == ("rubric.follows_unknown", "1")
