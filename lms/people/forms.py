"""Forms of sign-in and the personal page."""

from typing import TypedDict

from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from lms.kernel.errors import RuleViolation
from lms.people.domain import PASSWORD_MAX, PASSWORD_MIN, OrganisationKind, RoleCode
from lms.web.errors import describe
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l

KIND_LABELS = {
    OrganisationKind.COUNCIL: _l("Council"),
    OrganisationKind.FEDERATION: _l("National federation"),
    OrganisationKind.PREFECTURAL: _l("Prefectural federation"),
    OrganisationKind.CHAMBER: _l("Chamber of commerce and industry"),
    OrganisationKind.SOCIETY: _l("Society of commerce and industry"),
    OrganisationKind.YOROZU: _l("Yorozu support centre"),
    OrganisationKind.BANK: _l("Bank"),
    OrganisationKind.GUARANTEE: _l("Credit guarantee association"),
    OrganisationKind.PUBLIC: _l("Public body"),
}
ROLE_LABELS = {
    RoleCode.ADVISOR: _l("Advisor"),
    RoleCode.SUPERVISOR: _l("Supervisor"),
    RoleCode.HR: _l("HR planner"),
    RoleCode.HOST: _l("Host coordinator"),
    RoleCode.AUTHOR: _l("Author"),
    RoleCode.ADMIN: _l("Administrator"),
}


class SignInForm(FormBase):
    """E-mail address and password."""

    email = EmailField(_l("E-mail address"), [DataRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [DataRequired(), Length(max=PASSWORD_MAX)])


class ResetRequestForm(FormBase):
    """The address to which a reset link goes."""

    email = EmailField(_l("E-mail address"), [DataRequired(), Length(max=254)])


class NewPasswordForm(FormBase):
    """A new password, twice."""

    new_password = PasswordField(
        _l("New password"),
        [InputRequired(), Length(max=PASSWORD_MAX)],
        description=_l(
            "At least %(minimum)s characters. A few words you can remember are better than signs and digits.",
            minimum=PASSWORD_MIN,
        ),
    )
    repeated = PasswordField(
        _l("New password once more"),
        [InputRequired(), EqualTo("new_password", message=_l("The two new passwords differ."))],
    )

    def refuse(self, refusal: RuleViolation) -> None:
        """Show a refusal at its field."""
        self._refuse(refusal.field, describe(refusal))


class ChangePasswordForm(NewPasswordForm):
    """The present password, then a new one twice."""

    current_password = PasswordField(_l("Present password"), [InputRequired(), Length(max=PASSWORD_MAX)])


class ProfileEdits(TypedDict):
    """What the profile form changes, as the command takes it."""

    name: str
    name_kana: str
    locale: str
    version: int


class ProfileForm(FormBase):
    """How one is called and in which language one reads."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=100)])
    name_kana = StringField(_l("Name in kana"), [Length(max=100)], description=_l("Lists are ordered by it."))
    locale = RadioField(
        _l("Language"),
        [InputRequired()],
        choices=[SelectChoice("ja", "日本語"), SelectChoice("en", "English")],
    )

    def edits(self) -> ProfileEdits:
        """Return the typed values as the command takes them."""
        return {
            "name": self.name.data,
            "name_kana": self.name_kana.data or "",
            "locale": self.locale.data,
            "version": self.version.data or 0,
        }


class ConfirmForm(FormBase):
    """A page that asks before something that cannot be undone."""
