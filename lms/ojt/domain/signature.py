"""What a signature covers: a digest of everything the entry says, so that a later change would show."""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from lms.ojt.domain.entry import EntryDraft

FORMAT = "ojt-entry/1"


@dataclass(frozen=True)
class SignedContent:
    """An entry as it stands at the moment of signing."""

    entry_id: UUID
    supervisor_id: UUID
    rubric_version_id: UUID
    draft: EntryDraft
    acknowledgement: str


def content_digest(content: SignedContent) -> str:
    """Return the SHA-256 (hex) of the content's canonical JSON; the order of the ratings does not matter."""
    draft = content.draft
    fields: dict[str, object] = {
        "format": FORMAT,
        "entry": str(content.entry_id),
        "supervisor": str(content.supervisor_id),
        "rubric_version": str(content.rubric_version_id),
        "advisor": str(draft.advisor_id),
        "case": str(draft.case_id) if draft.case_id else None,
        "activity": draft.activity.value,
        "visited_on": draft.visited_on.isoformat(),
        "minutes": draft.minutes,
        "comment": draft.comment,
        "ratings": sorted([rating.criterion_code, rating.level, rating.note] for rating in draft.ratings),
        "acknowledgement": content.acknowledgement,
    }
    if draft.practices:  # entries signed before there were any keep their digest
        fields["practices"] = sorted(map(str, draft.practices))
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
