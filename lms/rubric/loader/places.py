"""The places of a rubric that have identifiers, as ``RubricText.identifiers`` names them."""

from lms.rubric.domain import RubricText


def places_with_rows(text: RubricText) -> frozenset[str]:
    """Return the places other than levels: what is an object of a CASE package, a row of a table."""
    criteria = [f"criteria/{criterion.code}" for criterion in text.criteria]
    descriptors = [
        f"criteria/{criterion.code}/{descriptor.level_number}"
        for criterion in text.criteria
        for descriptor in criterion.descriptors
    ]
    return frozenset(["", *(f"domains/{domain.code}" for domain in text.domains), *criteria, *descriptors])
