"""A committee with its seats."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from lms.decisions.domain import CommitteeDraft, Majority, MemberDraft
from lms.decisions.domain.committee import MAX_NAME
from lms.decisions.forms.level import DAY
from lms.decisions.forms.words import MAJORITY_LABELS
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

if TYPE_CHECKING:
    from lms.decisions.models import Committee  # a type only: tables are not for the edge
    from lms.people.models import Organisation, Person  # types only

EMPTY_SEATS = 2
FEWEST_SEATS = 5


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


def _seat_fields(row: int) -> dict[str, Any]:
    return {
        f"person_{row}": SelectField(_l("Member"), [MayBeEmpty()]),
        f"starts_{row}": DateField(_l("From"), [MayBeEmpty()]),
        f"last_{row}": DateField(_l("Until"), [MayBeEmpty()]),
    }


def _person_choice(person: "Person", on: date) -> SelectChoice:
    employer = person.employer_on(on)
    return SelectChoice(str(person.id), person.name, optgroup=localised(employer.name) if employer else None)
