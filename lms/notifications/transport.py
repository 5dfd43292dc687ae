"""Where mails go: an SMTP server, or a folder for the demo. ``LMS_MAIL_URL`` chooses."""

import os
import smtplib
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
    """Sends by SMTP: smtp:// turns to TLS when the server offers it, smtps:// is TLS from the start."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail to the server."""
        host = self.url.hostname or "localhost"
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self.url.port or 465, timeout=TIMEOUT_S)
        else:
            server = smtplib.SMTP(host, self.url.port or 25, timeout=TIMEOUT_S)
        with server:
            server.ehlo()
            if self.url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.send_message(mail)


def transport_for(url: str) -> Transport:
    """Return the transport an ``LMS_MAIL_URL`` names."""
    parts = urlsplit(url)
    return FolderTransport(Path(unquote(parts.path))) if parts.scheme == "file" else SmtpTransport(url)
