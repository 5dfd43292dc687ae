"""Reads of plans, of how far they are, and of templates."""

from lms.plans.queries.lines import MilestoneLine, PlanLine, find_own_plan, list_lines, list_plan_lines
from lms.plans.queries.listing import PlanFilter, count_plans, list_choices, list_plan_ids
from lms.plans.queries.offers import Offer
from lms.plans.queries.pages import (
    PlanView,
    Surroundings,
    WordingView,
    find_surroundings,
    get_plan,
    get_reflection,
    get_review,
    list_reflections,
)
from lms.plans.queries.reading import base_wording, life_of, term_of, visible_to, wording_of
from lms.plans.queries.starting import (
    Candidate,
    Supervisor,
    fit_template,
    list_candidates,
    list_supervisors,
    suggest_from_gaps,
)
from lms.plans.queries.subjects import Subjects, list_subjects
from lms.plans.queries.templates import (
    Publisher,
    TemplateCard,
    TemplatePage,
    get_template,
    list_template_publishers,
    list_templates,
    templates_visible_to,
    text_of,
)

__all__ = [
    "Candidate",
    "MilestoneLine",
    "Offer",
    "PlanFilter",
    "PlanLine",
    "PlanView",
    "Publisher",
    "Subjects",
    "Supervisor",
    "Surroundings",
    "TemplateCard",
    "TemplatePage",
    "WordingView",
    "base_wording",
    "count_plans",
    "find_own_plan",
    "find_surroundings",
    "fit_template",
    "get_plan",
    "get_reflection",
    "get_review",
    "get_template",
    "life_of",
    "list_candidates",
    "list_choices",
    "list_lines",
    "list_plan_ids",
    "list_plan_lines",
    "list_reflections",
    "list_subjects",
    "list_supervisors",
    "list_template_publishers",
    "list_templates",
    "suggest_from_gaps",
    "templates_visible_to",
    "term_of",
    "text_of",
    "visible_to",
    "wording_of",
]
