"""Changes of plans and templates: starting, writing, agreeing, following, sharing, offering, reminding."""

from lms.plans.commands.agreeing import agree_to_plan, close_plan, discard_draft, propose_plan, send_back
from lms.plans.commands.following import mark_milestone, record_review
from lms.plans.commands.reminding import remind
from lms.plans.commands.sharing import (
    remove_reflection,
    rewrite_reflection,
    write_reflection,
    write_summary,
)
from lms.plans.commands.starting import PlanStart, start_cohort, start_plan
from lms.plans.commands.templates import answer_offer, end_template, publish_template, revise_template
from lms.plans.commands.wording import save_wording

__all__ = [
    "PlanStart",
    "agree_to_plan",
    "answer_offer",
    "close_plan",
    "discard_draft",
    "end_template",
    "mark_milestone",
    "propose_plan",
    "publish_template",
    "record_review",
    "remind",
    "remove_reflection",
    "revise_template",
    "rewrite_reflection",
    "save_wording",
    "send_back",
    "start_cohort",
    "start_plan",
    "write_reflection",
    "write_summary",
]
