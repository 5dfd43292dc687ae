"""Small pairing problems: teams, odd loads, no capacity, priorities, borders, trainees, conflicts."""

from hypothesis import strategies as st

from lms.pairing.domain.problem import (
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Problem,
    Weights,
)

CLIENT_TYPES = (
    ClientType("community_rooted", (1,)),
    ClientType("regional_core", (4,)),
    ClientType("complex_analysis", (4, 2)),
    ClientType("pair_of_starters", (2, 1)),
)
TOPICS = ("finance", "tax")
weights = st.sampled_from([0.0, 1.0, 5.0, 12.5, 40.0])
organisations = st.sampled_from(["o1", "o2", None])
regions = st.sampled_from(["r1", "r2", None])


@st.composite
def policies(draw: st.DrawFn, *, only_seats: bool) -> Policy:
    extra = st.just(0.0) if only_seats else st.sampled_from([0.0, 5.0, 30.0, 300.0])
    return Policy(
        cross_organisation=draw(st.sampled_from(CrossOrganisation)),
        allow_stretch=draw(st.booleans()),
        top_k=draw(st.integers(0, 3)),
        weights=Weights(
            level=draw(weights),
            topics=draw(weights),
            continuity=draw(weights),
            locality=draw(weights),
            workload=draw(extra),
            development=draw(extra),
        ),
    )


@st.composite
def advisors(draw: st.DrawFn, number: int, *, whole: bool) -> Advisor:
    capacities = [0.0, 1.0, 2.0, 3.0] if whole else [0.0, 0.5, 1.0, 1.25, 2.0, 3.5]
    return Advisor(
        id=f"a{number}",
        level=draw(st.sampled_from([1, 2, 3, 4, 4])),
        capacity=draw(st.sampled_from(capacities)),
        organisation=draw(organisations),
        region=draw(regions),
        criteria=draw(st.dictionaries(st.just("B1"), st.sampled_from([1.0, 2.4, 4.0]))),
        topics=draw(st.dictionaries(st.sampled_from(TOPICS), st.sampled_from([0.0, 0.3, 1.0]))),
        trainee=draw(st.booleans()),
        unavailable=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def cases(draw: st.DrawFn, number: int, n_advisors: int, *, whole: bool) -> PairingCase:
    ids = st.sampled_from([f"a{one}" for one in range(n_advisors)])
    return PairingCase(
        id=f"c{number}",
        client_type=draw(st.sampled_from(CLIENT_TYPES)).code,
        organisation=draw(organisations),
        region=draw(regions),
        topics=tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True))),
        needs=draw(st.dictionaries(st.just("B1"), st.sampled_from([1.0, 2.4, 3.0]), max_size=1)),
        load=1.0 if whole else draw(st.sampled_from([0.0, 0.25, 0.7, 1.0, 2.0])),
        priority=draw(st.sampled_from([0.0, 0.5, 1.0, 1.0, 3.0])),
        previous_advisor=draw(st.none() | ids),
        excluded_advisors=frozenset(draw(st.lists(ids, max_size=1))),
    )


@st.composite
def problems(draw: st.DrawFn, *, only_seats: bool = False) -> Problem:
    whole = draw(st.booleans())
    people = tuple(draw(advisors(number, whole=whole)) for number in range(draw(st.integers(1, 4))))
    count = draw(st.integers(0, 4))
    waiting = tuple(draw(cases(number, len(people), whole=whole)) for number in range(count))
    return Problem(draw(policies(only_seats=only_seats)), CLIENT_TYPES, people, waiting)
