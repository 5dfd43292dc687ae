"""One colleague among hardly anybody else is as good as alone: the effect of severity would be theirs."""

from uuid import UUID

import pytest

from lms.evidence.domain.staircase import Correction, correction_to_show

READER, MORI, SATO, HARA = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("raters", "shown"),
    [
        ([MORI] * 9 + [SATO], Correction.INCLUDED),
        ([MORI] * 4 + [SATO], Correction.INCLUDED),
        ([MORI] * 3 + [SATO], Correction.SHOWN),
        ([MORI] * 8 + [SATO, HARA], Correction.INCLUDED),
        ([READER] * 20 + [MORI, SATO], Correction.SHOWN),
        ([READER] * 5 + [MORI] * 9 + [SATO], Correction.INCLUDED),
    ],
)
def test_the_effect_is_told_only_where_no_other_rater_makes_nearly_all_of_it(raters, shown):
    found = correction_to_show(reader_id=READER, rater_ids=raters, is_corrected=True, is_linked=True)
    assert found is shown
