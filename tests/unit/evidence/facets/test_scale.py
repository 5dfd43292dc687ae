import pytest

from lms.evidence.domain.facets import Scale
from tests.factories.evidence import OUTLINE


def test_a_rubric_gives_its_criteria_in_its_order() -> None:
    scale = Scale.of_outline(OUTLINE)
    assert scale == Scale(("A1", "A2", "B1"), (("A", ("A1", "A2")), ("B", ("B1",))), 4)
    assert (scale.steps, scale.domain_of.tolist()) == (3, [0, 0, 1])
    assert scale.pools.tolist() == [[0.5, 0.5, 0.0], [0.0, 0.0, 1.0], [1 / 3, 1 / 3, 1 / 3]]


@pytest.mark.parametrize(
    ("codes", "domains"),
    [
        (("B1", "A10", "A2", "B2", "A2"), (("A", ("A2", "A10")), ("B", ("B1", "B2")))),
        (("A1", "A2", "A3"), (("", ("A1", "A2", "A3")),)),
        (("A1", "A2", "B1"), (("", ("A1", "A2", "B1")),)),
        (("1", "2"), (("", ("1", "2")),)),
        (("k1", "k2", "1", "2"), (("", ("1", "2")), ("k", ("k1", "k2")))),
        (("課題1", "課題2", "支援1", "支援2"), (("支援", ("支援1", "支援2")), ("課題", ("課題1", "課題2")))),
        ((), (("", ()),)),
    ],
)
def test_criteria_are_grouped_by_the_letters_of_their_codes(
    codes: tuple[str, ...], domains: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    scale = Scale.of_codes(codes, 4)
    assert scale.domains == domains
    assert sorted(scale.criteria) == sorted(set(codes))


def test_a_scale_has_two_levels_at_least() -> None:
    assert Scale.of_codes(["A1"], 1).levels == 2
