"""Whatever people say of themselves, what is found about them stays as it is, under every POLICY."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.evidence.domain import Observation, RaterRole, Source, SourceKind
from tests.factories.evidence import OUTLINE, POLICY, TODAY, TRAINEE_ID, ObservedFactory

days = st.dates(min_value=TODAY.replace(year=2025), max_value=TODAY)
criteria = st.sampled_from(OUTLINE.criteria)
levels = st.integers(min_value=1, max_value=OUTLINE.highest_level)
seen_by_supervisors = st.lists(
    st.builds(
        ObservedFactory,
        rater_id=st.integers(min_value=1, max_value=4).map(lambda n: UUID(int=n)),
        observed_on=days,
        criterion_code=criteria,
        level=levels,
    ),
    max_size=10,
)
own_views = st.lists(
    st.builds(
        ObservedFactory,
        rater_id=st.just(TRAINEE_ID),
        rater_role=st.just(RaterRole.SELF),
        observed_on=days,
        criterion_code=criteria,
        level=levels,
        source=st.just(Source(SourceKind.SELF_ASSESSMENT, UUID(int=9))),
    ),
    min_size=1,
    max_size=11,
)


@settings(max_examples=40)
@given(seen=seen_by_supervisors, own=own_views)
def test_own_views_change_no_finding_and_open_no_gate(
    seen: list[Observation], own: list[Observation]
) -> None:
    without = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    with_them = POLICY.assess(TRAINEE_ID, [*own, *seen], outline=OUTLINE, as_of=TODAY)
    assert with_them == without
    assert with_them.gate_level() == without.gate_level()


@settings(max_examples=20)
@given(own=own_views)
def test_own_views_alone_are_no_evidence(own: list[Observation]) -> None:
    found = POLICY.assess(TRAINEE_ID, own, outline=OUTLINE, as_of=TODAY)
    assert found.overall.n_observations == 0
    assert found.gate_level() is None
    assert all(POLICY.why_not_counted(one, outline=OUTLINE, as_of=TODAY) for one in own)
    peer = [replace(one, rater_role=RaterRole.PEER) for one in own]
    assert POLICY.assess(TRAINEE_ID, peer, outline=OUTLINE, as_of=TODAY) == found
