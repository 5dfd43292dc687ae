"""Sentences of refusal and mails of plans."""

from collections.abc import Mapping

from flask import url_for

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    "plans.plan_unknown": _l("There is no such plan, or it is outside your reach."),
    "plans.milestone_unknown": _l("This milestone is not in the plan as it holds now."),
    "plans.review_unknown": _l("There is no such record of a meeting, or it was corrected already."),
    "plans.reflection_unknown": _l("There is no such note of yours."),
    "plans.template_unknown": _l("There is no such template, or it is outside your reach."),
    "plans.not_yours": _l("This step is the other side's."),
    "plans.not_now": _l(
        "This cannot be done at this moment: the plan has moved on. Please look at it again."
    ),
    "plans.not_starter": _l("You may not start plans for people of this organisation."),
    "plans.not_editor": _l("You may use the templates of this organisation, but not change them."),
    "plans.not_supervisor": _l("This person may not look after the plan of %(person)s. Choose another."),
    "plans.running_already": _l(
        "%(person)s has a plan for FY%(year)s already. Close it first, or change it."
    ),
    "plans.stale": _l("Somebody has changed it meanwhile. Please look at it again, then save."),
    "plans.wording_changed": _l("These are no longer the words that were proposed. Please read them again."),
    "plans.summary_stale": _l("Another version was saved meanwhile. Please compare and save again."),
    "plans.reflection_stale": _l("This note was changed elsewhere meanwhile. Please compare and save again."),
    "plans.offer_stale": _l("The template has changed again meanwhile. Please look at it anew."),
    "plans.nothing_changed": _l(
        "Nothing is different from what you agreed on. Change something, or drop the draft."
    ),
    "plans.no_milestones": _l("Add at least one milestone before you propose the plan."),
    "plans.nobody_chosen": _l("There is nobody for whom a plan would be made."),
    "plans.title_missing": _l("Give the plan a title."),
    "plans.title_too_long": _l("At most %(limit)s characters, please."),
    "plans.text_missing": _l("Write a few words here."),
    "plans.text_too_long": _l("At most %(limit)s characters, please."),
    "plans.too_many_milestones": _l("At most %(limit)s milestones: leave the smaller steps out."),
    "plans.milestone_title_missing": _l("Say what is to be done."),
    "plans.due_outside": _l("The plan runs from %(starts_on)s to %(ends_on)s: choose a day in between."),
    "plans.due_month_outside": _l("Choose a month from 1 to %(months)s."),
    "plans.course_missing": _l("Choose the course."),
    "plans.course_unknown": _l("There is no such course any more. Choose another."),
    "plans.ability_missing": _l("Choose the ability."),
    "plans.ability_unknown": _l("The rubric has no such ability any more. Choose another."),
    "plans.level_unknown": _l("Choose the ability first, then one of its levels."),
    "plans.ends_before_start": _l("The plan would end before it begins."),
    "plans.year_far_away": _l("Check the year: %(earliest)s to %(latest)s can be planned."),
    "plans.too_long": _l("A plan runs for at most %(years)s years."),
    "plans.review_outside": _l("Choose a day on which the plan runs."),
    "plans.review_in_future": _l("Write a meeting down after it was held: choose today or an earlier day."),
    "plans.next_review_past": _l("The next meeting comes after this one: choose a later day."),
    "plans.done_in_future": _l("Choose today or an earlier day."),
    "plans.name_missing": _l("Give the template a name in at least one language."),
    "plans.no_items": _l("A template needs at least one milestone."),
    "plans.months_out_of_range": _l("Choose 1 to %(highest)s months."),
    "plans.review_months_out_of_range": _l("Choose 1 to %(highest)s months."),
    "plans.template_ended": _l("This template is no longer in use."),
    "constraint.uq_plan_running": _l("Somebody has just started a plan for this person and fiscal year."),
}


def _plan(payload: Mapping[str, str]) -> str:
    return url_for("plans.show_plan", plan_id=payload["plan_id"])


MAILS: dict[str, MailText] = {
    "plans.proposed": MailText(
        subject=_l("A learning plan waits for your agreement (FY%(year)s, %(person)s)"),
        body=_l("Please read it. You can agree, or send it back and say what should be different."),
        link=_plan,
    ),
    "plans.agreed": MailText(
        subject=_l("The learning plan is agreed (FY%(year)s, %(person)s)"),
        body=_l("Both sides have agreed to the same words. The plan holds from now on."),
        link=_plan,
    ),
    "plans.returned": MailText(
        subject=_l("The learning plan was sent back (FY%(year)s, %(person)s)"),
        body=_l("The other side would like something to be different. What, stands beside the plan."),
        link=_plan,
    ),
    "plans.reviewed": MailText(
        subject=_l("Notes of a review meeting (FY%(year)s, %(person)s)"),
        body=_l("The notes of a review meeting were written down. Both sides can read them."),
        link=_plan,
    ),
    "plans.summarised": MailText(
        subject=_l("%(person)s has shared a summary (FY%(year)s)"),
        body=_l("It stands with the learning plan."),
        link=_plan,
    ),
    "plans.closed": MailText(
        subject=_l("The learning plan is closed (FY%(year)s, %(person)s)"),
        body=_l("Its result stands on its page. Everything in it stays to be read."),
        link=_plan,
    ),
    "plans.milestone_due": MailText(
        subject=_l("A milestone is due on %(due_on)s (FY%(year)s, %(person)s)"),
        body=_l("Your learning plan has something due within a week."),
        link=_plan,
    ),
    "plans.milestone_overdue": MailText(
        subject=_l("A milestone was due on %(due_on)s (FY%(year)s, %(person)s)"),
        body=_l("It is not marked as done yet. If the day no longer fits, propose a change of the plan."),
        link=_plan,
    ),
    "plans.review_due": MailText(
        subject=_l("Review meeting on %(due_on)s (FY%(year)s, %(person)s)"),
        body=_l("The next review meeting of the learning plan is within a week."),
        link=_plan,
    ),
    "plans.review_overdue": MailText(
        subject=_l("The review meeting of %(due_on)s is not written down yet (FY%(year)s, %(person)s)"),
        body=_l("If it was held, write down what was said; if not, agree on a new day."),
        link=_plan,
    ),
    "plans.waiting": MailText(
        subject=_l("A learning plan still waits for your agreement (FY%(year)s, %(person)s)"),
        body=_l(
            "It was proposed more than a week ago. You can agree, or send it back with what you would like."
        ),
        link=_plan,
    ),
}
