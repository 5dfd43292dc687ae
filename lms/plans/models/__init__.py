"""Tables of plans, their wordings and what follows from them, and of templates.

Wordings that were proposed, marks, reviews, summaries and answers are only added. A reflection is its
owner's alone, who may rewrite and remove it.
"""

from lms.plans.models.milestone import (
    COURSE_NAMED,
    LEVEL_OF_ABILITY,
    PlanMark,
    PlanMilestone,
    PlanTemplateItem,
)
from lms.plans.models.offer import PlanAnswer
from lms.plans.models.plan import Plan
from lms.plans.models.revision import PlanRevision
from lms.plans.models.sharing import PlanReflection, PlanReview, PlanSummary
from lms.plans.models.template import PlanTemplate, PlanTemplateVersion

__all__ = [
    "COURSE_NAMED",
    "LEVEL_OF_ABILITY",
    "Plan",
    "PlanAnswer",
    "PlanMark",
    "PlanMilestone",
    "PlanReflection",
    "PlanReview",
    "PlanRevision",
    "PlanSummary",
    "PlanTemplate",
    "PlanTemplateItem",
    "PlanTemplateVersion",
]
