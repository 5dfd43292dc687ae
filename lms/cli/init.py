"""``lms init``: an empty installation becomes one that somebody can sign in to."""

import click

import lms.people.messages
from lms.app import catalogues
from lms.cli.messages import TRANSLATIONS
from lms.config import load_settings
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError
from lms.people import commands
from lms.people.domain import OrganisationKind, RoleCode, require_good_password
from lms.people.queries import has_people
from lms.storage.migrations import upgrade
from lms.storage.session import reading, transaction
from lms.web.console import open_database, refuse, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext as _

ROOT_CODE = "root"


@click.command()
@click.option("--organisation-name", required=True, help="Name of the organisation at the top of the tree.")
@click.option(
    "--organisation-code", default=ROOT_CODE, show_default=True, help="Its code, for loading content."
)
@click.option("--admin-email", required=True, help="E-mail address of the first administrator.")
@click.option("--admin-name", required=True, help="Name of the first administrator.")
@click.password_option("--admin-password", help="Asked for when not given.")
def init(
    organisation_name: str, organisation_code: str, admin_email: str, admin_name: str, admin_password: str
) -> None:
    """Create the tables, the roles, one organisation and its administrator. Refused when people exist."""
    settings = load_settings()
    upgrade(open_database(settings))
    words = [*TRANSLATIONS, *catalogues()]
    with speaking(settings, translations=words, texts=lms.people.messages.ERRORS), reading() as session:
        if has_people(session):
            refuse(_("There are people in this database already: lms init is for an empty one."))
        try:
            require_good_password(admin_password, email=admin_email)
        except DomainError as error:
            refuse(f"--admin-password: {describe(error)}")
    today = SystemClock().today()
    with transaction() as session:
        commands.add_standard_roles(session)
        session.flush()  # the grant below looks the role up
        organisation = commands.add_organisation(
            session,
            code=organisation_code,
            name={"ja": organisation_name, "en": organisation_name},
            kind=OrganisationKind.FEDERATION,
        )
        person = commands.register_person(
            session,
            email=admin_email,
            name=admin_name,
            name_kana="",
            employer=organisation,
            employed_on=today,
            password=admin_password,
        )
        commands.grant_role(
            session, person=person, organisation=organisation, role_code=RoleCode.ADMIN, starts_on=today
        )
    with speaking(settings, translations=TRANSLATIONS):
        click.echo(
            _("%(email)s can sign in now. Next: lms rubric load FILE, lms content load.", email=admin_email)
        )
