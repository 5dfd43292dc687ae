"""Where mails go: an SMTP server, or a folder for the demo. ``LMS_MAIL_URL`` chooses."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 20


class Transport(Protocol):
    """Takes one mail, or raises OSError when it cannot."""

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over."""


class FolderTransport:
    """Writes each mail as a file, so that a demo can show it; the same mail again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, mail: EmailMessage) -> None:
        """Write the mail to the folder under its Message-ID."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(mail["Message-ID"]).strip("<>").split("@")[0]
        unfinished = self.folder / f".{name}.{os.getpid()}"
        unfinished.write_bytes(bytes(mail))
        unfinished.replace(self.folder / f"{name}.eml")


class SmtpTransport:
    """Sends by SMTP: smtp:// turns to TLS when the server offers it, smtps:// is TLS from the start.

    A password goes only to a server whose certificate is good.
    """

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail to the server."""
        with self._connect() as server:
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.send_message(mail)

    def _connect(self) -> smtplib.SMTP:
        host, verifying = self.url.hostname or "localhost", ssl.create_default_context()
        if self.url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self.url.port or 465, timeout=TIMEOUT_S, context=verifying)
        server = smtplib.SMTP(host, self.url.port or 25, timeout=TIMEOUT_S)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=verifying if self.url.username else None)
        elif self.url.username:
            server.close()
            message = "the server offers no TLS: the password of LMS_MAIL_URL is not sent in the clear"
            raise smtplib.SMTPNotSupportedError(message)
        return server


def transport_for(url: str) -> Transport:
    """Return the transport an ``LMS_MAIL_URL`` names."""
    parts = urlsplit(url)
    return FolderTransport(Path(unquote(parts.path))) if parts.scheme == "file" else SmtpTransport(url)
