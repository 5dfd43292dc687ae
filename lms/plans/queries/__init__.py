"""Reads of plans, of how far they are, and of templates."""

from lms.plans.queries.lines import MilestoneLine, PlanLine, find_own_plan, list_plan_lines
from lms.plans.queries.reading import visible_to

__all__ = ["MilestoneLine", "PlanLine", "find_own_plan", "list_plan_lines", "visible_to"]
