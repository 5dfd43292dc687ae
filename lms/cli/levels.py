"""``lms evidence refit``: what the worker does by itself every night, now."""

import click

from lms.cli.messages import TRANSLATIONS
from lms.config import load_settings
from lms.evidence.cli import TRANSLATIONS as WORDS_OF_EVIDENCE
from lms.evidence.messages import ERRORS
from lms.evidence.queries import LevelFit, list_fits, list_rated_versions
from lms.jobs import refitter
from lms.kernel.errors import Conflict
from lms.storage.session import reading
from lms.web.console import open_current_database, refuse, speaking
from lms.web.i18n import gettext as _


@click.command()
@click.option("--cold", is_flag=True, help="Begin from nothing and estimate the spreads anew.")
def refit(cold: bool) -> None:  # noqa: FBT001 (click hands it over)
    """Fit the level model to the observations in the database, where anything has changed."""
    settings = load_settings()
    with speaking(settings, translations=[*TRANSLATIONS, WORDS_OF_EVIDENCE]):
        open_current_database(settings)
        with reading() as session:
            versions = list_rated_versions(session)
        try:
            made = refitter().refit(versions, is_cold=cold)
        except Conflict as conflict:
            refuse(str(ERRORS[conflict.code]))
        with reading() as session:
            fits = list_fits(session, made)
        for fit in fits:
            click.echo(_sentence(fit))
        if not fits:
            click.echo(_("Nothing has changed since the last fit."))


def _sentence(fit: LevelFit) -> str:
    counted = _(
        "Fit %(number)s: %(observations)s observations of %(people)s people by %(raters)s raters.",
        number=fit.number,
        observations=fit.n_observations,
        people=fit.n_persons,
        raters=fit.n_raters,
    )
    if fit.shift_points is None:
        return counted
    moved = _(
        "Where nothing was added, estimates moved by %(shift)s points on average.",
        shift=f"{fit.shift_points:+.3f}",
    )
    return f"{counted} {moved}"
