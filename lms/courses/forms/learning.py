"""Forms of learners."""

from lms.web.forms import FormBase


class StepForm(FormBase):
    """Nothing to fill in: begin a course, or note a lesson as read."""
