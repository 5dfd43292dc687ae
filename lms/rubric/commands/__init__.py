"""Verbs on rubrics: write drafts, publish them or files, archive versions. Published words never change."""

from lms.rubric.commands.drafting import discard_draft, save_draft, start_additions, start_draft
from lms.rubric.commands.importing import import_draft
from lms.rubric.commands.loading import Loading, load_rubric
from lms.rubric.commands.publishing import archive_version, publish_draft

__all__ = [
    "Loading",
    "archive_version",
    "discard_draft",
    "import_draft",
    "load_rubric",
    "publish_draft",
    "save_draft",
    "start_additions",
    "start_draft",
]
