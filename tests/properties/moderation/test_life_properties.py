"""Whatever is tried with a session, it only ever goes forwards."""

import itertools
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.errors import RuleViolation
from lms.moderation.domain import OVER, SHARED, State, Step, after

ORDER = [State.DRAFT, State.SCHEDULED, State.OPEN, State.DISCUSSION, State.SECOND_ROUND, State.CLOSED]


@given(st.lists(st.sampled_from(list(Step)), max_size=20))
def test_what_was_opened_is_never_prepared_again_and_what_was_shared_never_hidden(steps):
    seen = [State.DRAFT]
    for step in steps:
        with suppress(RuleViolation):
            seen.append(after(step, seen[-1]))
    for earlier, later in itertools.pairwise(seen):
        assert earlier not in OVER
        if earlier in SHARED:
            assert later in SHARED | {State.CANCELLED}
        if later is not State.CANCELLED and (earlier, later) != (State.SCHEDULED, State.DRAFT):
            assert ORDER.index(later) > ORDER.index(earlier)
