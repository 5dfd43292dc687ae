"""The worker: a process beside the web for what must happen by itself. Every job is safe to run twice."""

import os
import socket

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from lms.config import Settings, SettingsError, required
from lms.courses.jobs import HOUR as DUE_HOUR
from lms.courses.jobs import MINUTE as DUE_MINUTE
from lms.courses.jobs import Reminder
from lms.evidence.jobs import HOUR, MINUTE, Refitter
from lms.kernel.clock import JAPAN, SystemClock
from lms.moderation.jobs import AT_MINUTE, Timekeeper
from lms.notifications.delivery import Postman
from lms.notifications.transport import transport_for
from lms.plans.jobs import HOUR as PLAN_HOUR
from lms.plans.jobs import MINUTE as PLAN_MINUTE
from lms.plans.jobs import PlanReminder
from lms.targets.jobs import HOUR as REVIEW_HOUR
from lms.targets.jobs import MINUTE as REVIEW_MINUTE
from lms.targets.jobs import Reviewer
from lms.web.mail import MailText

DELIVERY_EVERY_S = 5
FOLLOW_EVERY_S = 60


def postman_for(app: Flask, settings: Settings, texts: dict[str, MailText]) -> Postman:
    """Return what delivers this installation's mails; the demo's go to ``var/mail`` unless told otherwise.

    Raises SettingsError in production without ``LMS_MAIL_URL``: reset links must not lie about in files.
    """
    if settings.mail_url is None and settings.env == "production":
        raise SettingsError(required("LMS_MAIL_URL", settings.locale))
    folder = (settings.var_dir / "mail").absolute().as_uri()
    return Postman(
        app=app,
        texts=texts,
        transport=transport_for(settings.mail_url or folder),
        clock=SystemClock(),
        base_url=settings.base_url,
        sender=settings.mail_from,
    )


def refitter() -> Refitter:
    """Return what fits the level model, under this process's name."""
    return Refitter(clock=SystemClock(), holder=f"{socket.gethostname()}:{os.getpid()}"[:80])


def run_forever(postman: Postman, refitter: Refitter) -> None:
    """Run the jobs until the process is told to stop."""
    scheduler = BlockingScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(postman.deliver_due, "interval", seconds=DELIVERY_EVERY_S, id="deliver_mail")
    scheduler.add_job(refitter.catch_up, id="catch_up_with_levels")
    scheduler.add_job(refitter.follow, "interval", seconds=FOLLOW_EVERY_S, id="follow_published_rubrics")
    scheduler.add_job(
        refitter.refit_nightly, "cron", hour=HOUR, minute=MINUTE, timezone=JAPAN, id="refit_levels"
    )
    keep_dates = Timekeeper(SystemClock()).keep_dates
    scheduler.add_job(keep_dates, id="catch_up_with_calibrations")
    scheduler.add_job(keep_dates, "cron", minute=AT_MINUTE, timezone=JAPAN, id="keep_calibrations")
    remind = PlanReminder(SystemClock()).remind
    scheduler.add_job(
        remind, "cron", hour=PLAN_HOUR, minute=PLAN_MINUTE, timezone=JAPAN, id="remind_of_plans"
    )
    ask = Reviewer(SystemClock()).ask
    scheduler.add_job(
        ask, "cron", hour=REVIEW_HOUR, minute=REVIEW_MINUTE, timezone=JAPAN, id="ask_to_review_targets"
    )
    remind = Reminder(SystemClock()).remind
    scheduler.add_job(remind, id="catch_up_with_courses_due")
    scheduler.add_job(
        remind, "cron", hour=DUE_HOUR, minute=DUE_MINUTE, timezone=JAPAN, id="remind_of_courses_due"
    )
    scheduler.start()
