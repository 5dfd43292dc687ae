"""What is done with drafts of courses. Nothing here ends a transaction."""

from lms.authoring.commands.drafting import (
    Beginning,
    discard_draft,
    edit_draft,
    import_draft,
    start_draft,
)
from lms.authoring.commands.picturing import add_figure, remove_figure
from lms.authoring.commands.reviewing import (
    ask_for_review,
    publish_draft,
    return_draft,
    take_back,
)

__all__ = [
    "Beginning",
    "add_figure",
    "ask_for_review",
    "discard_draft",
    "edit_draft",
    "import_draft",
    "publish_draft",
    "remove_figure",
    "return_draft",
    "start_draft",
    "take_back",
]
