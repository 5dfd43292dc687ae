"""Forms of pairing: what a run is to be about, and what is decided; and the words they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lms.clients.domain import ClientType
from lms.kernel.errors import RuleViolation
from lms.pairing.domain.decisions import LONGEST_REASON, DecisionKind, Seated, team_of
from lms.pairing.domain.problem import CrossOrganisation, Role
from lms.pairing.domain.result import OpenReason
from lms.pairing.domain.situation import USUAL_CASES_EACH, RunChoices
from lms.pairing.queries import PersonCard, ProposalFilter, ProposalState
from lms.web.forms import FormBase
from lms.web.i18n import LazyString, gettext, localised
from lms.web.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from lms.pairing.models import PairingProposal  # a type only: tables are not for the edge
    from lms.people.models import Organisation  # a type only

Word = TypeVar("Word", bound=StrEnum)

ALL_CASES, WAITING_CASES = "all", "waiting"
OPEN_ONLY, SEATED_ONLY = "open", "seated"
INDENT = "　"

STATE_LABELS: dict[ProposalState, LazyString] = {
    ProposalState.UNDECIDED: _l("To be decided"),
    ProposalState.CONFIRMED: _l("Confirmed"),
    ProposalState.CHANGED: _l("Changed"),
    ProposalState.LEFT_OPEN: _l("Left open"),
}
STATE_TONES: dict[ProposalState, str] = {
    ProposalState.UNDECIDED: "active",
    ProposalState.CONFIRMED: "good",
    ProposalState.CHANGED: "good",
    ProposalState.LEFT_OPEN: "neutral",
}
RESULT_LABELS: dict[str, LazyString] = {
    SEATED_ONLY: _l("With a proposal"),
    OPEN_ONLY: _l("Nobody found"),
}
REACH_LABELS: dict[CrossOrganisation, LazyString] = {
    CrossOrganisation.NEVER: _l("Own organisation only"),
    CrossOrganisation.SAME_REGION: _l("Up to the same region"),
    CrossOrganisation.ANYWHERE: _l("Anywhere"),
}
REACH_TEXTS: dict[CrossOrganisation, LazyString] = {
    CrossOrganisation.NEVER: _l("Only advisors of the organisation that has the case."),
    CrossOrganisation.SAME_REGION: _l("Neighbouring organisations help out; nobody crosses the country."),
    CrossOrganisation.ANYWHERE: _l("For rare abilities, when distance does not matter."),
}
OPEN_LABELS: dict[OpenReason, LazyString] = {
    OpenReason.NO_LEVEL: _l("No advisor has reached the level %(level)s."),
    OpenReason.OUT_OF_REACH: _l("There is nobody of the level %(level)s as far as this run may reach."),
    OpenReason.UNAVAILABLE: _l("Everybody of the level %(level)s within reach is away."),
    OpenReason.EXCLUDED: _l("Everybody of the level %(level)s within reach is excluded from this case."),
    OpenReason.NEEDS: _l("Nobody of the level %(level)s within reach has the abilities the case needs."),
    OpenReason.LOAD: _l("Nobody of the level %(level)s within reach has any room left."),
    OpenReason.TOO_FEW: _l("There are too few people within reach to form the team."),
    OpenReason.AT_CAPACITY: _l("Everybody of the level %(level)s within reach is fully used by other cases."),
    OpenReason.NOT_WORTH: _l("Taking it on would burden people more than it is worth."),
    OpenReason.NOT_REACHED: _l("The search ended before somebody was found. Run it again."),
}


@dataclass(frozen=True)
class EligibleAdvisor:
    """Somebody who may be chosen, with the name of the level they may be relied on at."""

    card: PersonCard
    level_name: str


class RunForm(FormBase):
    """What a run is to be about."""

    organisation = SelectField(
        _l("For whose cases"),
        [InputRequired()],
        description=_l("The organisation and everything below it: its open cases and its advisors."),
    )
    which = RadioField(
        _l("Which cases"),
        [InputRequired()],
        choices=[
            SelectChoice(ALL_CASES, _l("All open cases, those that have a lead too")),
            SelectChoice(WAITING_CASES, _l("Only open cases that nobody leads yet")),
        ],
        default=ALL_CASES,
        description=_l("Who leads a case now counts in favour of staying; nothing changes until you decide."),
    )
    reach = RadioField(
        _l("How far an advisor may help out"),
        [InputRequired()],
        choices=[SelectChoice(reach.value, label) for reach, label in REACH_LABELS.items()],
        default=CrossOrganisation.SAME_REGION.value,
    )
    cases_each = IntegerField(
        _l("Cases at once, at most"),
        [InputRequired()],
        default=USUAL_CASES_EACH,
        description=_l("For each advisor, with the cases they have already."),
    )
    allow_stretch = BooleanField(
        _l("Seat a trainee beside a senior where there is room"),
        default=True,
        description=_l("A Starter learns beside the lead on a case above their level."),
    )

    @classmethod
    def of(cls, organisations: "Sequence[Organisation]") -> "RunForm":
        """Make the form for the organisations one may make a pairing for, from the top of the tree down."""
        form = cls()
        top = min((one.path.count("/") for one in organisations), default=0)
        form.organisation.choices = [
            SelectChoice(str(one.id), INDENT * (one.path.count("/") - top) + localised(one.name))
            for one in organisations
        ]
        return form

    def to_choices(self) -> RunChoices:
        """Return what was chosen."""
        return RunChoices(
            organisation_id=UUID(self.organisation.data),
            cross_organisation=CrossOrganisation(self.reach.data),
            only_waiting=self.which.data == WAITING_CASES,
            cases_each=self.cases_each.data,
            allow_stretch=self.allow_stretch.data,
        )


class ConfirmForm(FormBase):
    """Nothing to fill in: what is sent is the wish to take a proposal as it stands."""


class DecisionForm(FormBase):
    """One case: as proposed, with others, or left open."""

    choice = RadioField(_l("Your decision"), [InputRequired()])
    lead = SelectField(_l("Lead"))
    member = SelectField(_l("Team member"))
    trainee = SelectField(_l("Trainee"))
    reason = TextAreaField(
        _l("Reason"),
        [Length(max=LONGEST_REASON)],
        description=_l("Needed when you change the proposal or leave the case open. It stays on record."),
    )

    @classmethod
    def of(
        cls,
        proposal: "PairingProposal",
        eligible: Sequence[EligibleAdvisor],
        *,
        mark: int,
        asked: Mapping[str, str],
    ) -> "DecisionForm":
        """Make the form for a proposal; ``asked`` may name another lead or team member to begin with.

        It begins with the proposal; once something is decided, with the people decided on and no choice made.
        """
        known = {str(one.card.person_id) for one in eligible}
        wished = {name: asked[name] for name in ("lead", "member") if asked.get(name) in known}
        decided = proposal.decisions[-1].team if proposal.decisions else []
        seated = {str(one.role): str(one.advisor_id) for one in decided or proposal.members}
        kept = {role: person for role, person in seated.items() if person not in wished.values()}
        form = cls(
            version=mark,
            choice=DecisionKind.CHANGED.value if wished else _first_choice(proposal),
            **{role: {**kept, **wished}.get(role, "") for role in Role},
        )
        form.choice.choices = [SelectChoice(kind.value, label) for kind, label in _kinds(proposal)]
        people = [SelectChoice(str(one.card.person_id), _name(one)) for one in _nearest(eligible, proposal)]
        form.lead.choices = [SelectChoice("", str(_l("Choose"))), *people]
        form.member.choices = form.trainee.choices = [SelectChoice("", str(_l("Nobody"))), *people]
        return form

    @property
    def kind(self) -> DecisionKind:
        """Return what is decided."""
        return DecisionKind(self.choice.data)

    def to_team(self) -> tuple[Seated, ...]:
        """Return the people chosen.

        Raises RuleViolation("pairing.lead_missing" | "pairing.same_person_twice").
        """
        if not self.lead.data:
            raise RuleViolation("pairing.lead_missing", field="lead")
        members = [UUID(self.member.data)] if self.member.data else []
        trainee = UUID(self.trainee.data) if self.trainee.data else None
        return team_of(UUID(self.lead.data), members, trainee)


def read_filter(arguments: Mapping[str, str]) -> ProposalFilter:
    """Read which proposals an address asks for; what makes no sense asks for nothing."""
    result = arguments.get("result")
    return ProposalFilter(
        state=_word(ProposalState, arguments.get("state")),
        client_type=_word(ClientType, arguments.get("type")),
        is_open={OPEN_ONLY: True, SEATED_ONLY: False}.get(result or ""),
    )


def _word(words: type[Word], value: str | None) -> Word | None:
    return words(value) if value in set(words) else None


def _first_choice(proposal: "PairingProposal") -> str | None:
    if proposal.decisions:
        return None
    return (DecisionKind.CONFIRMED if proposal.members else DecisionKind.LEFT_OPEN).value


def _kinds(proposal: "PairingProposal") -> list[tuple[DecisionKind, LazyString]]:
    change = _l("Put others on the case") if proposal.members else _l("Choose who takes it")
    kinds = [(DecisionKind.CHANGED, change)]
    if proposal.members:
        kinds.insert(0, (DecisionKind.CONFIRMED, _l("Take the proposal")))
    if all(decision.kind is DecisionKind.LEFT_OPEN for decision in proposal.decisions):
        kinds.append((DecisionKind.LEFT_OPEN, _l("Leave the case as it is")))
    return kinds


def _nearest(eligible: Sequence[EligibleAdvisor], proposal: "PairingProposal") -> Sequence[EligibleAdvisor]:
    home, region = proposal.case.organisation_id, proposal.case.organisation.region
    return sorted(eligible, key=lambda one: (one.card.organisation_id != home, one.card.region != region))


def _name(one: EligibleAdvisor) -> str:
    return gettext(
        "%(name)s (%(employer)s, %(level)s)",
        name=one.card.name,
        employer=localised(one.card.organisation_name),
        level=one.level_name,
    )
