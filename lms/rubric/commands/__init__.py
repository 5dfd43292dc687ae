"""Verbs on rubrics: load a version from a file. A stored version never changes."""

from lms.rubric.commands.loading import Loading, load_rubric

__all__ = ["Loading", "load_rubric"]
