"""What a CASE package says of a published version beside its words."""

from lms.kernel.clock import japanese_day
from lms.rubric.loader.case import AdoptionStatus, Edition
from lms.rubric.loader.case.terms import MAIN_LANGUAGE
from lms.rubric.queries import Published

EVERYBODYS = "Banso"
"""Who is named as the creator of a version that no organisation has published."""


def edition_of(published: Published, *, base_url: str) -> Edition:
    """Return what is said of a version at an installation's address."""
    until = published.outdated_at
    names = published.publisher_name or {}
    return Edition(
        base_url=base_url,
        creator=names.get(MAIN_LANGUAGE) or EVERYBODYS,
        changed_at=published.changed_at,
        status=AdoptionStatus.ADOPTED if until is None else AdoptionStatus.DEPRECATED,
        since=japanese_day(published.published_at),
        until=None if until is None else japanese_day(until),
        predecessor=published.brought_before,
    )
