"""Templates in the database: published, revised, ended; offered to plans and never forced on them."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.plans import commands, queries
from lms.plans.domain import Decision, Result, word_template
from lms.plans.models import PlanAnswer, PlanTemplate
from lms.targets.domain import Audience
from tests.cast import TODAY
from tests.factories.plans import TERM, MilestoneFactory, TemplateItemFactory, TemplateTextFactory

REPORT = TemplateItemFactory(code="report", title={"ja": "報告する", "en": "Report"})
VISIT = TemplateItemFactory(code="visit", title={"ja": "ひとりで訪問する", "en": "Visit alone"}, due_month=9)
WRITE = TemplateItemFactory(code="write", title={"ja": "書く", "en": "Write"}, due_month=6)
NEXT = TemplateTextFactory(items=(REPORT, WRITE, VISIT), note="書く練習を足した")


@pytest.fixture
def refusal(office):
    def of(work, *arguments, **facts) -> str:
        refusals = (Conflict, NotAllowed, NotFound, RuleViolation)
        with pytest.raises(refusals) as refused, office.session.begin_nested():
            work(*arguments, **facts)
        return refused.value.code

    return of


@pytest.fixture
def template_id(office):
    return office.publish()


@pytest.fixture
def plan(office, template_id):
    """Aoi's plan from the template's first version, with one milestone of its own; it holds."""
    version = office.newest(template_id)
    wording = word_template(queries.text_of(version), term=TERM, language="ja", make_id=new_id)
    wording = replace(wording, milestones=(*wording.milestones, MilestoneFactory(title="自分の一歩")))
    return office.agreed(template_version_id=version.id, wording=wording.in_order)


@pytest.fixture
def revise(office, template_id):
    """Publish the next version of the template."""

    def of(text=NEXT, *, by=None, version=None):
        template = office.session.get_one(PlanTemplate, template_id)
        commands.revise_template(
            office.session,
            actor=office.cast.actor(by or office.cast.hara),
            template_id=template_id,
            version=template.version if version is None else version,
            text=text,
            clock=office.clock,
        )
        office.session.flush()
        return office.newest(template_id)

    return of


@pytest.fixture
def offer(office):
    def of(by=None):
        around = queries.find_surroundings(
            office.session, office.cast.actor(by or office.cast.mori), office.view(by=by)
        )
        return around.offer

    return of


@pytest.fixture
def answer(office, plan):
    def of(chosen, *, by=None, reason="", version_id=None):
        newest = version_id or office.newest(office.session.scalars(select(PlanTemplate.id)).one()).id
        facts = {"template_version_id": newest, "chosen": chosen, "reason": reason}
        return office.take(commands.answer_offer, plan, by or office.cast.mori, **facts)

    return of


@pytest.fixture
def titles(office, plan):
    """Return what the plan says to Aoi by now."""

    def of():
        office.session.expire_all()
        shown = office.view(by=office.cast.aoi).shown
        assert shown.row.plan_id == plan.id
        return [one.title for one in shown.milestones]

    return of


def test_a_new_version_changes_no_plan(revise, titles, offer):
    before = titles()
    assert offer() is None
    revise()
    assert titles() == before
    found = offer()
    assert [(one.code, str(one.kind)) for one in found.changes] == [("write", "added"), ("visit", "reworded")]
    assert (found.number, found.note) == (2, "書く練習を足した")


def test_what_is_taken_over_waits_for_both_sides(office, plan, revise, titles, answer, offer):
    before = titles()
    revise()
    answer({"write"}, reason="訪問は今のままがよい")
    assert titles() == before
    assert offer() is None
    office.propose(plan)
    assert titles() == before
    office.agree(plan)
    assert "書く" in titles()
    assert "ひとりで訪問する" not in titles()
    assert "自分の一歩" in titles()
    (kept,) = office.session.scalars(select(PlanAnswer)).all()
    assert (kept.decision, kept.reason, kept.answered_by_id) == (
        Decision.SOME,
        "訪問は今のままがよい",
        office.cast.mori.id,
    )


def test_everything_is_taken_over_into_the_draft_that_is_open(office, plan, revise, titles, answer):
    revise()
    wording = queries.wording_of(office.last(plan))
    draft = replace(wording, goals="別のねらい")
    facts = {"wording": draft, "reason": "", "and_propose": False}
    office.take(commands.save_wording, plan, office.cast.mori, **facts)
    answer({"write", "visit"})
    assert office.last(plan).number == 2
    assert office.last(plan).goals == "別のねらい"
    office.propose(plan)
    office.agree(plan)
    assert {"書く", "ひとりで訪問する", "自分の一歩"} <= set(titles())


def test_a_refusal_says_why_and_is_not_asked_again(plan, revise, titles, answer, offer, refusal):
    before = titles()
    revise()
    assert refusal(answer, set()) == "plans.text_missing"
    answer(set(), reason="今年は合わない")
    assert titles() == before
    assert (plan.state, offer()) == ("agreed", None)
    assert refusal(answer, set(), reason="もう一度") == "plans.offer_stale"
    later = replace(NEXT, items=(*NEXT.items, TemplateItemFactory(code="more", due_month=10)), note="さらに")
    revise(later)
    assert [one.code for one in offer().changes] == ["more"]


def test_an_answer_is_to_the_version_that_was_seen(revise, answer, refusal):
    seen = revise()
    revise(replace(NEXT, months=10, note="もう一度", items=(REPORT, WRITE)))
    assert refusal(answer, {"write"}, version_id=seen.id) == "plans.offer_stale"


def test_the_advisor_does_not_answer_and_a_plan_that_is_over_is_offered_nothing(
    office, plan, revise, answer, offer, refusal
):
    revise()
    assert offer(by=office.cast.aoi) is None
    assert refusal(answer, {"write"}, by=office.cast.aoi) == "plans.not_yours"
    office.take(commands.close_plan, plan, office.cast.mori, result=Result.STOPPED, words="異動")
    assert offer() is None
    assert refusal(answer, {"write"}) == "plans.not_now"


def test_who_has_none_of_it_is_offered_nothing(office, template_id, revise, offer):
    version = office.newest(template_id)
    office.agreed(template_version_id=version.id)
    revise(replace(NEXT, items=(REPORT, replace(VISIT, title={"ja": "別"})), note="言い換え"))
    assert offer() is None


def test_a_template_is_published_by_who_may_and_only_when_sound(office, refusal):
    cast = office.cast
    facts = {"organisation_id": cast.council.id, "text": TemplateTextFactory(), "clock": office.clock}
    publish = (commands.publish_template, office.session)
    assert refusal(*publish, actor=cast.actor(cast.mori), **facts) == "plans.not_editor"
    nowhere = {**facts, "organisation_id": new_id()}
    assert refusal(*publish, actor=cast.actor(cast.hara), **nowhere) == "people.organisation_unknown"
    empty = {**facts, "text": TemplateTextFactory(items=())}
    assert refusal(*publish, actor=cast.actor(cast.hara), **empty) == "plans.no_items"


def test_a_template_is_changed_by_who_may_as_it_was_seen(office, template_id, revise, refusal):
    assert refusal(revise, by=office.cast.mori) == "plans.not_editor"
    assert refusal(revise, by=office.cast.chie) == "plans.template_unknown"
    assert refusal(revise, by=office.cast.aoi) == "plans.template_unknown"
    assert refusal(revise, version=99) == "plans.stale"
    assert refusal(revise, replace(NEXT, note=" ")) == "plans.text_missing"
    template = office.session.get_one(PlanTemplate, template_id)
    facts = {"actor": office.cast.actor(office.cast.hara), "version": template.version, "clock": office.clock}
    commands.end_template(office.session, template_id=template_id, **facts)
    office.session.flush()
    assert refusal(revise) == "plans.template_ended"
    actor = office.cast.actor(office.cast.mori)
    assert queries.list_templates(office.session, actor) == []
    (ended,) = queries.list_templates(office.session, actor, is_ended=True)
    assert ended.is_ended


def test_a_template_is_seen_below_its_publisher(office, template_id, plan):
    for person, n_plans in ((office.cast.mori, 1), (office.cast.hara, 1)):
        (card,) = queries.list_templates(office.session, office.cast.actor(person))
        assert (card.id, card.n_plans, card.number) == (template_id, n_plans, 1)
    for person in (office.cast.aoi, office.cast.chie):
        assert queries.list_templates(office.session, office.cast.actor(person)) == []
    assert plan.template_version_id == office.newest(template_id).id


def test_the_template_for_fewest_people_fits_best(office, template_id):
    anybody = office.publish(TemplateTextFactory(audience=Audience()))
    office.publish(TemplateTextFactory(audience=Audience("advisor", 9, 9)))
    templates = queries.list_templates(office.session, office.cast.actor(office.cast.mori))
    fit = queries.fit_template(office.session, templates, office.cast.aoi.id, on=TODAY)
    assert fit.id == template_id
    fit = queries.fit_template(office.session, templates, office.cast.mori.id, on=TODAY)
    assert fit.id == anybody
    assert queries.fit_template(office.session, [], office.cast.aoi.id, on=TODAY) is None
    assert queries.fit_template(office.session, templates, office.cast.aoi.id, on=date(2020, 1, 1)) is None
