"""Forms of decisions, votes and committees; and the words they share."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from lms.decisions.domain import (
    DECLARED,
    MAX_TEXT,
    Choice,
    CommitteeDraft,
    Interest,
    LevelDraft,
    Majority,
    MemberDraft,
    Outcome,
    ScopeWords,
)
from lms.decisions.domain.committee import MAX_NAME
from lms.decisions.queries import CitedObservation, DecisionFilter, DecisionState, Sign
from lms.kernel.ids import read_id
from lms.rubric.domain import Rubric
from lms.web.forms import FormBase
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from lms.decisions.models import Committee  # a type only: tables are not for the edge
    from lms.people.models import Organisation, Person  # types only

ALONE = "alone"
EMPTY_SEATS = 2
FEWEST_SEATS = 5
DAY = timedelta(days=1)

VOTE_LABELS: dict[Choice, LazyString] = {
    Choice.AWARD: _l("Award the level"),
    Choice.REFUSE: _l("Do not award it"),
    Choice.DEFER: _l("Leave it for now"),
}
SAID_LABELS: dict[Choice, LazyString] = {**VOTE_LABELS, Choice.RECUSE: _l("Takes no part")}

INTEREST_LABELS: dict[Interest, LazyString] = {
    Interest.CANDIDATE: _l("It is about them"),
    Interest.PROPOSER: _l("They proposed it"),
    Interest.SOLE_RATER: _l("They alone made all the cited observations"),
    Interest.KINSHIP: _l("Family or kinship"),
    Interest.DEALINGS: _l("Money or business between us"),
    Interest.CLOSENESS: _l("Close personal ties"),
    Interest.OTHER: _l("Something else"),
}

OUTCOME_LABELS: dict[Outcome, LazyString] = {
    Outcome.OPEN: _l("Before the committee"),
    Outcome.AWARDED: _l("Awarded"),
    Outcome.REFUSED: _l("Not awarded"),
    Outcome.DEFERRED: _l("Left for now"),
    Outcome.WITHDRAWN: _l("Taken back"),
}
OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.OPEN: "active",
    Outcome.AWARDED: "good",
    Outcome.REFUSED: "neutral",
    Outcome.DEFERRED: "neutral",
    Outcome.WITHDRAWN: "neutral",
}

SIGN_LABELS: dict[Sign, LazyString] = {
    Sign.IN_FORCE: _l("Holds"),
    Sign.EXPIRED: _l("Run out"),
    Sign.UNCONFIRMED: _l("To be confirmed"),
    Sign.REPLACED: _l("Replaced by a newer one"),
    Sign.REVERSED: _l("Reversed"),
    Sign.AWARDED: _l("Awarded"),
}
SIGN_TONES: dict[Sign, str] = {
    Sign.IN_FORCE: "good",
    Sign.EXPIRED: "warning",
    Sign.UNCONFIRMED: "warning",
    Sign.REPLACED: "neutral",
    Sign.REVERSED: "bad",
    Sign.AWARDED: "good",
}

MAJORITY_LABELS: dict[Majority, LazyString] = {
    Majority.SIMPLE: _l("More than half of the votes cast"),
    Majority.TWO_THIRDS: _l("At least two thirds of the votes cast"),
}

STATE_LABELS: dict[DecisionState, LazyString] = {
    DecisionState.STANDING: _l("Not reversed"),
    DecisionState.REVERSED: _l("Reversed"),
}
BY_LABELS: dict[str, LazyString] = {"committee": _l("By a committee"), "supervisor": _l("By one person")}


def _reason(hint: LazyString) -> TextAreaField:
    checks = [InputRequired(_l("Write the reason.")), Length(max=MAX_TEXT)]
    return TextAreaField(_l("Reason"), checks, description=hint)


class LevelForm(FormBase):
    """A level for one part of the rubric, what it rests on, who decides, and why."""

    level = RadioField(_l("Level"), [InputRequired(_l("Choose the level."))])
    citations = SelectMultipleField(_l("Observations it rests on"), validate_choice=False)
    way = RadioField(_l("Who decides"), [InputRequired(_l("Choose who decides."))])
    vote_by = DateField(
        _l("Vote by"), [MayBeEmpty()], description=_l("Only where a committee decides: its last day to vote.")
    )
    reason = _reason(
        _l(
            "What the observations show, and why it is this level. The committee reads it; if you decide,"
            " the person does."
        ),
    )
    last_day = DateField(
        _l("Holds until"),
        [MayBeEmpty()],
        description=_l("Leave it empty if the level is to hold until a newer decision."),
    )

    @classmethod
    def of(
        cls,
        rubric: Rubric,
        *,
        observations: Sequence[CitedObservation],
        committees: Sequence["Committee"],
        **values: object,
    ) -> "LevelForm":
        """Make the form for one part of a rubric, offering these observations and committees."""
        form = cls(**values)
        form.level.choices = [SelectChoice(str(one.number), localised(one.name)) for one in rubric.levels]
        form.citations.choices = [SelectChoice(str(one.id), one.comment) for one in observations]
        form.way.choices = [
            SelectChoice(ALONE, str(_l("I decide"))),
            *(SelectChoice(str(one.id), localised(one.name)) for one in committees),
        ]
        return form

    def validate_citations(self, field: SelectMultipleField) -> None:
        """Refuse none, and what is no observation; whether it may be cited is for the command to say."""
        if not field.data:
            raise ValidationError(_l("Choose at least one observation that the level rests on."))
        if any(read_id(key) is None for key in field.data or ()):
            raise ValidationError(_l("Choose the observations from the list."))

    @property
    def committee_id(self) -> UUID | None:
        """The committee it is put before; None when its writer decides."""
        return None if self.way.data == ALONE else UUID(self.way.data)

    def to_draft(self, person_id: UUID, words: ScopeWords) -> LevelDraft:
        """Return what was typed, as the commands take it; only after validation."""
        return LevelDraft(
            person_id=person_id,
            scope=words.scope,
            level=int(self.level.data),
            reason=self.reason.data or "",
            citations=frozenset(UUID(key) for key in self.citations.data or ()),
            expires_on=self.last_day.data + DAY if self.last_day.data else None,
        )


class VoteForm(FormBase):
    """A member's vote."""

    choice = RadioField(
        _l("Your vote"),
        [InputRequired(_l("Choose one of the three votes."))],
        choices=[SelectChoice(choice.value, label) for choice, label in VOTE_LABELS.items()],
    )
    reason = TextAreaField(
        _l("Your reason"),
        [Length(max=MAX_TEXT)],
        description=_l("Needed unless you vote for the award. The members read it; the person never does."),
    )


class RecuseForm(FormBase):
    """Why a member takes no part."""

    interest = RadioField(
        _l("Conflict of interest"),
        [InputRequired(_l("Choose what the conflict of interest is."))],
        choices=[SelectChoice(one.value, INTEREST_LABELS[one]) for one in DECLARED],
    )
    reason = TextAreaField(
        _l("In words"),
        [Length(max=MAX_TEXT)],
        description=_l("Needed only for something else. Say no more than you want to."),
    )


class CloseForm(FormBase):
    """The chair's words at the end of a vote."""

    reason = _reason(
        _l(
            "The person reads this. Say what the committee saw in the observations and what would help next;"
            " leave out who voted how."
        ),
    )


class WithdrawForm(FormBase):
    """Why a proposal is taken back."""

    reason = _reason(_l("It stays with the proposal; the person and the committee read it."))


class ReverseForm(FormBase):
    """Why a decision is taken back."""

    reason = _reason(_l("It stays with the decision for good; the person and those who decided read it."))


class CommitteeForm(FormBase):
    """A committee with its members, one row each; an empty row is nobody."""

    n_seats: int
    organisation = SelectField(_l("Organisation"), [MayBeEmpty()])
    name_ja = StringField(_l("Name in Japanese"), [InputRequired(), Length(max=MAX_NAME)])
    name_en = StringField(_l("Name in English"), [InputRequired(), Length(max=MAX_NAME)])
    quorum = IntegerField(
        _l("Quorum"),
        [InputRequired()],
        description=_l("So many members have to vote. Who takes no part does not count."),
    )
    majority = RadioField(
        _l("Majority for an award"),
        [InputRequired()],
        choices=[SelectChoice(one.value, label) for one, label in MAJORITY_LABELS.items()],
        default=Majority.SIMPLE.value,
    )
    chair = RadioField(_l("Chair"), [InputRequired(_l("Choose who is the chair."))])

    @classmethod
    def of(
        cls,
        *,
        n_members: int,
        people: Sequence["Person"],
        organisations: Sequence["Organisation"],
        on: date,
        **values: object,
    ) -> "CommitteeForm":
        """Make the form with a row for each member and some to spare, offering these people."""
        n_seats = max(n_members + EMPTY_SEATS, FEWEST_SEATS)
        fields = {name: field for row in range(n_seats) for name, field in _seat_fields(row).items()}
        values = {f"starts_{row}": on for row in range(n_seats)} | values
        form: CommitteeForm = type("SizedCommitteeForm", (cls,), {**fields, "n_seats": n_seats})(**values)
        offered = sorted(
            (_person_choice(person, on) for person in people), key=lambda one: one.optgroup or ""
        )
        choices = [SelectChoice("", str(_l("Nobody"))), *offered]
        for row in range(n_seats):
            form[f"person_{row}"].choices = choices
        form.chair.choices = [SelectChoice(str(row), str(_l("Chair"))) for row in range(n_seats)]
        if organisations:
            choices = [SelectChoice(str(one.id), localised(one.name)) for one in organisations]
            form.organisation.choices = choices
        else:
            del form.organisation
        return form

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, and that every member has a first day."""
        is_valid = bool(super().validate(extra_validators))
        for row in range(self.n_seats):
            starts = self[f"starts_{row}"]
            if self[f"person_{row}"].data and not starts.data and not starts.errors:
                starts.errors = [str(_l("Enter the first day of the term."))]
        return is_valid and not self.errors

    def to_draft(self) -> CommitteeDraft:
        """Return what was typed, as the commands take it; only after validation."""
        return CommitteeDraft(
            name={"ja": self.name_ja.data, "en": self.name_en.data},
            quorum=self.quorum.data,
            majority=Majority(self.majority.data),
            members=tuple(self._members()),
        )

    def _members(self) -> Iterator[MemberDraft]:
        for row in range(self.n_seats):
            person, last = self[f"person_{row}"].data, self[f"last_{row}"].data
            if person:
                yield MemberDraft(
                    person_id=UUID(person),
                    starts_on=self[f"starts_{row}"].data,
                    ends_on=last + DAY if last else None,
                    is_chair=self.chair.data == str(row),
                    row=row,
                )


def values_of(committee: "Committee") -> dict[str, object]:
    """Return a stored committee as the form's fields."""
    values: dict[str, object] = {
        "version": committee.version,
        "name_ja": committee.name["ja"],
        "name_en": committee.name["en"],
        "quorum": committee.quorum,
        "majority": committee.majority.value,
    }
    for row, member in enumerate(committee.members):
        values[f"person_{row}"] = str(member.person_id)
        values[f"starts_{row}"] = member.starts_on
        values[f"last_{row}"] = member.last_day
        if member.is_chair:
            values["chair"] = str(row)
    return values


def read_filter(arguments: Mapping[str, str]) -> DecisionFilter:
    """Read which decisions an address asks for; what makes no sense asks for nothing."""
    state, by = arguments.get("state"), arguments.get("by")
    return DecisionFilter(
        state=DecisionState(state) if state in set(DecisionState) else None,
        by_committee=by == "committee" if by in BY_LABELS else None,
        person_id=read_id(arguments.get("person")),
    )


def _seat_fields(row: int) -> dict[str, Any]:
    return {
        f"person_{row}": SelectField(_l("Member"), [MayBeEmpty()]),
        f"starts_{row}": DateField(_l("From"), [MayBeEmpty()]),
        f"last_{row}": DateField(_l("Until"), [MayBeEmpty()]),
    }


def _person_choice(person: "Person", on: date) -> SelectChoice:
    employer = person.employer_on(on)
    return SelectChoice(str(person.id), person.name, optgroup=localised(employer.name) if employer else None)
