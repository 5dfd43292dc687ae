"""A team is sound exactly when one leads it and everybody in it is somebody else."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lms.clients.domain import AdvisorRole, TeamMember, require_sound_team
from lms.kernel.errors import RuleViolation

members = st.lists(
    st.builds(TeamMember, st.integers(1, 4).map(lambda n: UUID(int=n)), st.sampled_from(AdvisorRole)),
    max_size=5,
)


@given(members)
def test_a_team_is_refused_exactly_when_it_is_not_sound(team):
    leads = [member for member in team if member.role is AdvisorRole.LEAD]
    is_sound = len(leads) == 1 and len({member.person_id for member in team}) == len(team)
    try:
        require_sound_team(team)
    except RuleViolation:
        assert not is_sound
    else:
        assert is_sound
