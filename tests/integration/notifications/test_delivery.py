"""Mails leave once, after the commit, by a real SMTP server; failures wait and are tried again."""

import ssl
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from smtplib import SMTPNotSupportedError

import pytest
from aiosmtpd.controller import Controller
from structlog.testing import capture_logs

from lms.kernel.clock import FrozenClock
from lms.moderation import messages as calibration
from lms.notifications.delivery import LONGEST_PAUSE, Postman, pause_after
from lms.notifications.transport import FolderTransport, SmtpTransport, transport_for
from lms.people import commands, messages
from lms.storage import outbox
from lms.storage.outbox import OutboxMessage
from tests.conftest import NOW


class Inbox:
    def __init__(self):
        self.mails = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (the name aiosmtpd calls)
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@pytest.fixture
def inbox(free_port):
    handler = Inbox()
    handler.port = free_port
    controller = Controller(handler, hostname="127.0.0.1", port=free_port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def postman(app, inbox, clock):
    return Postman(
        app=app,
        texts=messages.MAILS,
        transport=SmtpTransport(f"smtp://127.0.0.1:{inbox.port}"),
        clock=clock,
        base_url="https://banso.example.jp",
        sender="banso@example.jp",
    )


def test_a_reset_mail_leads_to_a_page_that_sets_a_new_password(
    postman, inbox, cast, session, clock, anonymous
):
    commands.request_password_reset(session, email="AOI@example.jp", clock=clock)
    session.flush()

    assert postman.deliver_due() == 1
    assert postman.deliver_due() == 0

    (mail,) = inbox.mails
    assert mail["To"] == "aoi@example.jp"
    link = next(
        line for line in mail.get_content().splitlines() if line.startswith("https://banso.example.jp/")
    )
    path = link.removeprefix("https://banso.example.jp")
    fields = {"new_password": "a brand new phrase", "repeated": "a brand new phrase"}
    assert anonymous.submit(path, fields).status_code == 303
    assert (
        anonymous.submit(
            "/sign-in", {"email": "aoi@example.jp", "password": "a brand new phrase"}
        ).status_code
        == 303
    )


def test_a_reset_link_works_once_and_for_an_hour(postman, inbox, cast, session, clock, anonymous, app):
    commands.request_password_reset(session, email="aoi@example.jp", clock=clock)
    session.flush()
    postman.deliver_due()
    link = next(line for line in inbox.mails[0].get_content().splitlines() if line.startswith("https://"))
    path = link.removeprefix("https://banso.example.jp")
    fields = {"new_password": "a brand new phrase", "repeated": "a brand new phrase"}
    app.extensions["clock"] = FrozenClock(NOW + timedelta(hours=1))
    assert anonymous.submit(path, fields).status_code == 422
    app.extensions["clock"] = clock
    assert anonymous.submit(path, fields).status_code == 303
    assert anonymous.submit(path, fields).status_code == 422


def test_an_unknown_address_gets_the_same_page_and_no_mail(postman, inbox, cast, anonymous):
    known = anonymous.submit("/password-reset", {"email": "aoi@example.jp"})
    unknown = anonymous.submit("/password-reset", {"email": "nobody@example.jp"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert postman.deliver_due() == 1


def test_a_forged_reset_link_is_refused(anonymous):
    assert anonymous.get("/password-reset/forged.token").status_code == 410


def test_a_refused_mail_waits_and_is_sent_later(postman, inbox, cast, session, clock):
    commands.request_password_reset(session, email="aoi@example.jp", clock=clock)
    session.flush()
    inbox.answer = "451 try again later"
    assert postman.deliver_due() == 0
    session.expire_all()
    message = session.query(OutboxMessage).one()
    assert message.delivered_at is None
    assert "451" in message.last_error
    inbox.answer = "250 OK"
    assert postman.deliver_due() == 0
    later = replace(postman, clock=FrozenClock(NOW + pause_after(1)))
    assert later.deliver_due() == 1
    assert len(inbox.mails) == 1


def test_days_are_written_as_the_recipient_reads_them(postman, inbox, cast, session, clock):
    payload = {"day": "2026-12-01", "title": "秋", "calibration_id": str(cast.aoi.id)}
    outbox.add(
        session,
        kind="moderation.reminder",
        key="1",
        recipient_id=cast.aoi.id,
        payload=payload,
        at=clock.now(),
    )
    session.flush()
    texts = {"moderation.reminder": calibration.MAILS["moderation.reminder"]}
    assert replace(postman, texts=texts).deliver_due() == 1
    assert "2026年12月1日(火)" in inbox.mails[0].get_content()


def test_nothing_goes_to_somebody_who_has_left(postman, inbox, cast, session, clock):
    commands.request_password_reset(session, email="aoi@example.jp", clock=clock)
    cast.aoi.disabled_at = clock.now()
    session.flush()
    assert postman.deliver_due() == 0
    assert inbox.mails == []


def test_pauses_double_up_to_six_hours():
    assert [pause_after(n) for n in (1, 2, 3)] == [timedelta(minutes=m) for m in (1, 2, 4)]
    assert pause_after(50) == LONGEST_PAUSE


def test_the_demo_writes_mails_to_a_folder(postman, cast, session, clock, tmp_path):
    commands.request_password_reset(session, email="aoi@example.jp", clock=clock)
    session.flush()
    to_folder = replace(postman, transport=transport_for((tmp_path / "mail").as_uri()))
    assert isinstance(to_folder.transport, FolderTransport)
    assert to_folder.deliver_due() == 1
    (file,) = (tmp_path / "mail").iterdir()
    assert "aoi@example.jp" in file.read_text()


def test_a_mail_that_cannot_be_written_waits_and_holds_up_no_other(postman, inbox, cast, session, clock):
    outbox.add(session, kind="no.such", key="1", recipient_id=cast.aoi.id, payload={}, at=clock.now())
    commands.request_password_reset(session, email="aoi@example.jp", clock=clock)
    session.flush()

    assert postman.deliver_due() == 1

    unwritten = session.query(OutboxMessage).filter_by(kind="no.such").one()
    assert (unwritten.delivered_at, unwritten.attempts) == (None, 1)
    assert unwritten.due_at == clock.now() + pause_after(1)


def test_a_log_of_a_failure_names_no_recipient(postman, inbox, cast, session, clock):
    inbox.answer = "550 no mailbox aoi@example.jp"
    commands.request_password_reset(session, email="aoi@example.jp", clock=clock)
    session.flush()
    with capture_logs() as logged:
        postman.deliver_due()
    assert [line["event"] for line in logged] == ["mail not sent"]
    assert "aoi@example.jp" not in str(logged)


def test_a_password_is_not_sent_without_tls(inbox):
    transport = SmtpTransport(f"smtp://user:secret@127.0.0.1:{inbox.port}")
    with pytest.raises(SMTPNotSupportedError, match="not sent in the clear"):
        transport.send(EmailMessage())


def test_a_server_of_smtps_must_have_a_good_certificate(monkeypatch):
    def refuse(*_address, context, **_options):
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
        raise ConnectionRefusedError

    monkeypatch.setattr("smtplib.SMTP_SSL", refuse)
    with pytest.raises(ConnectionRefusedError):
        SmtpTransport("smtps://mail.example.jp").send(EmailMessage())
