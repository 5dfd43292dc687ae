"""A rater is compared only where no single colleague can be read from their own figure."""

import pytest

from lms.evidence.domain.strictness import is_comparable


@pytest.mark.parametrize(
    ("others", "comparable"),
    [
        ([], False),
        ([30], False),
        ([30, 30], True),
        ([30, 10], True),
        ([31, 10], False),
        ([200, 3, 3, 3], False),
        ([30, 5, 5], True),
    ],
)
def test_nobody_else_may_have_made_nearly_all(others, comparable):
    assert is_comparable(others) is comparable
