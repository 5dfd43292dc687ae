"""Forms of profiles and of giving them to people, and the words in which audiences are said."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.validators import Optional as MayBeEmpty

from lms.kernel.calendar import fiscal_year
from lms.kernel.errors import RuleViolation
from lms.people.domain import OrganisationKind
from lms.people.forms import KIND_LABELS
from lms.rubric.domain import Rubric
from lms.storage.base import Localised
from lms.targets.domain import (
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_TEXT,
    Audience,
    ProfileState,
    Span,
    TargetDraft,
    list_flaws,
)
from lms.targets.queries import ProfileCard, Publisher
from lms.web.errors import describe
from lms.web.filters import date_short
from lms.web.forms import FormBase
from lms.web.i18n import LazyString, gettext, localised
from lms.web.i18n import lazy_gettext as _l

BY_AUDIENCE, BY_ASSIGNMENT = "audience", "assigned"
DRAFT, AGREED = "draft", "agreed"
CODE_SIGNS = r"[a-z0-9][a-z0-9_-]*"

STATE_LABELS: dict[ProfileState, LazyString] = {
    ProfileState.UPCOMING: _l("Still to come"),
    ProfileState.IN_FORCE: _l("In force"),
    ProfileState.ENDED: _l("Over"),
}
STATE_TONES = {
    ProfileState.UPCOMING: "neutral",
    ProfileState.IN_FORCE: "good",
    ProfileState.ENDED: "locked",
}


class ProfileForm(FormBase):
    """What a profile says: whom it is for, from when until when, a level for each ability that matters."""

    rubric: Rubric
    rubric_version = HiddenField()
    name_ja = StringField(
        _l("Name (Japanese)"),
        [Length(max=LONGEST_NAME)],
        description=_l("In at least one of the two languages."),
    )
    name_en = StringField(_l("Name (English)"), [Length(max=LONGEST_NAME)])
    description_ja = TextAreaField(
        _l("What somebody at this stage does (Japanese)"), [Length(max=LONGEST_TEXT)]
    )
    description_en = TextAreaField(
        _l("What somebody at this stage does (English)"), [Length(max=LONGEST_TEXT)]
    )
    reach = RadioField(
        _l("Whom it is for"),
        [InputRequired()],
        choices=[
            SelectChoice(BY_AUDIENCE, _l("Everybody who fits what is said below")),
            SelectChoice(BY_ASSIGNMENT, _l("Only people to whom it is given by name")),
        ],
        default=BY_AUDIENCE,
    )
    role = SelectField(_l("Role"), [MayBeEmpty()])
    years_from = IntegerField(_l("From which year of service"), [MayBeEmpty()])
    years_to = IntegerField(_l("To which year of service"), [MayBeEmpty()])
    kind = SelectField(_l("Kind of organisation"), [MayBeEmpty()])
    starts_on: DateField
    ends_on = DateField(
        _l("First day on which it no longer holds"),
        [MayBeEmpty()],
        description=_l("Empty: until further notice. To the end of a fiscal year: 1 April of the next."),
    )
    levels = StringField(_l("Levels"))
    standing = RadioField(
        _l("How far the levels are agreed"),
        [InputRequired()],
        choices=[
            SelectChoice(DRAFT, _l("Draft: shown as a proposal")),
            SelectChoice(AGREED, _l("Agreed in your organisation")),
        ],
        default=DRAFT,
    )
    basis_ja = TextAreaField(_l("What the levels were drawn from (Japanese)"), [Length(max=LONGEST_TEXT)])
    basis_en = TextAreaField(_l("What the levels were drawn from (English)"), [Length(max=LONGEST_TEXT)])

    @classmethod
    def of(cls, rubric: Rubric, *, roles: Mapping[str, Localised], **values: object) -> Any:  # noqa: ANN401 (a form of the class it was asked of, with a field for each criterion)
        """Make the form for a rubric, offering these roles."""
        levels = {f"level_{one.code}": RadioField(default="") for one in rubric.criteria}
        form = type("RubricProfileForm", (cls,), {**levels, "rubric": rubric})(
            **{"rubric_version": str(rubric.id), **values}
        )
        form.role.choices = [
            SelectChoice("", str(_l("Any role"))),
            *(SelectChoice(code, localised(name)) for code, name in roles.items()),
        ]
        form.kind.choices = [
            SelectChoice("", str(_l("Any kind"))),
            *(SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()),
        ]
        choices = [SelectChoice("", str(_l("No target")))]
        choices += [SelectChoice(str(step.number), localised(step.name)) for step in rubric.levels]
        for criterion in rubric.criteria:
            field = form[f"level_{criterion.code}"]
            field.choices, field.label.text = choices, localised(criterion.name)
        return form

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, and everything a draft has to keep, so that all of it is told at once."""
        is_valid = bool(super().validate(extra_validators))
        if self.rubric_version.data != str(self.rubric.id):
            # Levels of abilities with the same code stay chosen; whoever sees them again decides.
            self.rubric_version.data, self.rubric_version.raw_data = str(self.rubric.id), None
            self.form_errors.append(describe(RuleViolation("targets.rubric_renewed")))
            return False
        for name, text in self._flaws() if is_valid else ():
            self[name].errors = [*self[name].errors, text]
        return is_valid and not self.errors

    def _flaws(self) -> Iterator[tuple[str, str]]:
        flaws = list_flaws(
            self.to_draft(),
            starts_on=self.starts_on.data,
            criteria=[criterion.code for criterion in self.rubric.criteria],
            highest_level=len(self.rubric.levels),
        )
        return ((flaw.field or "levels", describe(flaw)) for flaw in flaws)

    def to_draft(self) -> TargetDraft:
        """Return what was typed, as the commands take it."""
        audience = Audience(
            self.role.data or None, self.years_from.data, self.years_to.data, self.kind.data or None
        )
        chosen = {one.code: self[f"level_{one.code}"].data for one in self.rubric.criteria}
        return TargetDraft(
            name=self._words("name"),
            rubric_version_id=self.rubric.id,
            levels={code: int(level) for code, level in chosen.items() if level},
            description=self._words("description"),
            audience=audience if self.reach.data == BY_AUDIENCE else None,
            ends_on=self.ends_on.data,
            is_draft=self.standing.data == DRAFT,
            basis=self._words("basis"),
        )

    def _words(self, name: str) -> dict[str, str]:
        texts = ((language, self[f"{name}_{language}"].data) for language in ("ja", "en"))
        return {language: text.strip() for language, text in texts if text and text.strip()}


class NewProfileForm(ProfileForm):
    """A new profile: of which organisation, known by what, from when on."""

    organisation = SelectField(_l("Published by"), [InputRequired()])
    code = StringField(
        _l("Code"),
        [
            InputRequired(_l("Give it a code.")),
            Length(max=LONGEST_CODE),
            Regexp(rf"^{CODE_SIGNS}$", message=_l("Use small letters, digits and hyphens, e.g. year-1.")),
        ],
        description=_l(
            "Small letters, digits, hyphens, e.g. year-1. The same code may be used again for a later period."
        ),
    )
    starts_on = DateField(_l("Holds from"), [InputRequired(_l("Say from which day it holds."))])

    def offer(self, publishers: Sequence[Publisher]) -> None:
        """Offer organisations to publish for, each below the one above it."""
        self.organisation.choices = [
            SelectChoice(str(one.id), "\N{IDEOGRAPHIC SPACE}" * one.depth + localised(one.name))
            for one in publishers
        ]


class EditProfileForm(ProfileForm):
    """A change of what a profile says, with the reason for it; its first day is given."""

    starts_on = DateField(validators=[MayBeEmpty()])
    reason = TextAreaField(
        _l("Reason for the change"),
        [InputRequired(_l("Say why: it stays on record with the profile.")), Length(max=LONGEST_TEXT)],
    )


class EndForm(FormBase):
    """From which day on something no longer holds, and why."""

    ends_on = DateField(
        _l("First day on which it no longer holds"), [InputRequired(_l("Say from which day on."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why: it stays on record with the profile.")), Length(max=LONGEST_TEXT)],
    )


class AssignForm(FormBase):
    """Which profile somebody is given, for which days, and why."""

    profile = SelectField(_l("Target profile"), [InputRequired(_l("Choose a profile."))])
    starts_on = DateField(_l("Theirs from"), [InputRequired(_l("Say from which day on."))])
    ends_on = DateField(
        _l("First day on which it is no longer theirs"),
        [MayBeEmpty()],
        description=_l("Empty: until further notice."),
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why this profile: the person reads it.")), Length(max=LONGEST_TEXT)],
        description=_l("The person reads it."),
    )

    def offer(self, cards: Sequence[ProfileCard]) -> None:
        """Offer these profiles."""
        self.profile.choices = [
            SelectChoice("", str(_l("Choose"))),
            *(SelectChoice(str(one.id), _offered(one)) for one in cards),
        ]


def _offered(card: ProfileCard) -> str:
    return gettext(
        "%(name)s – %(organisation)s",
        name=localised(card.name),
        organisation=localised(card.organisation_name),
    )


def values_of(card: ProfileCard, levels: Mapping[str, int]) -> dict[str, object]:
    """Return a stored profile as the form's fields, its levels by the codes of today's rubric."""
    audience = card.audience or Audience()
    values: dict[str, object] = {
        "version": card.version,
        "starts_on": card.span.starts_on,
        "ends_on": card.span.ends_on,
        "standing": DRAFT if card.is_draft else AGREED,
        "reach": BY_AUDIENCE if card.audience is not None else BY_ASSIGNMENT,
        "role": audience.role or "",
        "years_from": audience.years_from,
        "years_to": audience.years_to,
        "kind": audience.kind or "",
    }
    for name, text in (("name", card.name), ("description", card.description), ("basis", card.basis)):
        values |= {f"{name}_{language}": text.get(language, "") for language in ("ja", "en")}
    return values | {f"level_{code}": str(level) for code, level in levels.items()}


def audience_words(audience: Audience | None, roles: Mapping[str, Localised]) -> str:
    """Say in words for whom a profile is: 経営指導員、3年目."""
    if audience is None:
        return gettext("Only people to whom it is given by name")
    parts = []
    if audience.role is not None:
        parts.append(localised(roles.get(audience.role)) or audience.role)
    if audience.asks_for_years:
        parts.append(years_words(audience))
    if audience.kind is not None:
        parts.append(str(KIND_LABELS[OrganisationKind(audience.kind)]))
    return gettext(", ").join(parts) or gettext("Everybody of the organisation and below")


def years_words(audience: Audience) -> str:
    """Say in words which years of service an audience spans: 1年目, 2〜3年目, 4年目以上."""
    first, last = audience.years_from, audience.years_to
    if last is None:
        return gettext("from year %(first)s of service", first=first)
    if first is None or (first == 1 and last > 1):
        return gettext("up to year %(last)s of service", last=last)
    if first == last:
        return gettext("year %(first)s of service", first=first)
    return gettext("years %(first)s to %(last)s of service", first=first, last=last)


def period_words(span: Span) -> str:
    """Say in words from when until when something holds, the last day included: 2026/4/1（2026年度）から."""
    facts = {"first": date_short(span.starts_on), "year": fiscal_year(span.starts_on)}
    if span.ends_on is None:
        return gettext("from %(first)s (FY%(year)s) on", **facts)
    if span.ends_on <= span.starts_on:
        return gettext("withdrawn before its first day, %(first)s", **facts)
    last = date_short(span.ends_on - timedelta(days=1))
    return gettext("%(first)s (FY%(year)s) to %(last)s", **facts, last=last)
