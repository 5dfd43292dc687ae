"""The worker's jobs: what is due is delivered by itself, into the folder when no server is set."""

from datetime import datetime, timedelta

import pytest
from apscheduler.schedulers.blocking import BlockingScheduler

from lms import jobs
from lms.config import SettingsError
from lms.evidence.jobs import Refitter
from lms.kernel.clock import JAPAN
from lms.moderation.jobs import Timekeeper
from lms.people import commands, messages
from lms.storage.outbox import OutboxMessage


@pytest.fixture
def settings_here(settings, tmp_path):
    return settings.model_copy(update={"var_dir": tmp_path, "base_url": "https://banso.example.jp"})


@pytest.fixture
def scheduled(monkeypatch):
    """Run the worker until it would begin to wait; return its jobs."""
    found = []

    def stop_at_once(scheduler: BlockingScheduler) -> None:
        found.extend(scheduler.get_jobs())
        scheduler.shutdown()

    monkeypatch.setattr(BlockingScheduler, "_main_loop", stop_at_once)

    def run(postman):
        jobs.run_forever(postman, jobs.refitter())
        return {job.id: job for job in found}

    return run


def test_a_mail_that_is_due_leaves_by_itself(app, cast, session, clock, settings_here, scheduled, tmp_path):
    commands.request_password_reset(session, email="aoi@example.jp", clock=clock)
    session.flush()
    found = scheduled(jobs.postman_for(app, settings_here, messages.MAILS))

    found["deliver_mail"].func()

    (mail,) = (tmp_path / "mail").iterdir()
    text = mail.read_text()
    assert "To: aoi@example.jp" in text
    assert "banso@localhost" in text
    session.expire_all()
    assert session.query(OutboxMessage).one().delivered_at is not None


def test_delivery_is_tried_every_few_seconds_one_at_a_time_and_never_given_up(app, settings_here, scheduled):
    job = scheduled(jobs.postman_for(app, settings_here, {}))["deliver_mail"]
    assert job.trigger.interval.total_seconds() == jobs.DELIVERY_EVERY_S
    assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)


def test_levels_are_fitted_every_night_in_japan_and_caught_up_with_at_the_start(
    app, settings_here, scheduled
):
    found = scheduled(jobs.postman_for(app, settings_here, {}))
    nightly, at_start = found["refit_levels"], found["catch_up_with_levels"]
    midnight = datetime(2026, 11, 20, tzinfo=JAPAN)
    assert nightly.trigger.get_next_fire_time(None, midnight) == midnight + timedelta(hours=3, minutes=10)
    assert nightly.func.__func__ is Refitter.refit_nightly
    assert at_start.func.__func__ is Refitter.catch_up
    assert at_start.trigger.get_next_fire_time(datetime.now(JAPAN), datetime.now(JAPAN)) is None


def test_a_mail_server_that_is_set_is_used(app, settings_here):
    postman = jobs.postman_for(
        app, settings_here.model_copy(update={"mail_url": "smtps://u:p@mail.example.jp:2465"}), {}
    )
    assert postman.transport.url.hostname == "mail.example.jp"


def test_production_delivers_by_a_server_only(app, settings_here):
    production = settings_here.model_copy(update={"env": "production"})
    with pytest.raises(SettingsError, match=r"^LMS_MAIL_URL: "):
        jobs.postman_for(app, production, messages.MAILS)


def test_calibration_sessions_keep_their_dates_every_hour_and_at_the_start(app, settings_here, scheduled):
    found = scheduled(jobs.postman_for(app, settings_here, {}))
    hourly, at_start = found["keep_calibrations"], found["catch_up_with_calibrations"]
    midnight = datetime(2026, 11, 20, tzinfo=JAPAN)
    assert hourly.trigger.get_next_fire_time(None, midnight) == midnight + timedelta(minutes=5)
    assert hourly.func.__func__ is at_start.func.__func__ is Timekeeper.keep_dates
