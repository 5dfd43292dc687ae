"""How a feature words a mail: subject, body and the page it leads to. lms.notifications delivers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lms.web.i18n import LazyString


@dataclass(frozen=True)
class MailText:
    """The words of one outbox kind. ``body`` may use the payload's values as ``%(name)s``.

    ``link`` makes the address of the page the mail leads to; it is put below the body.
    """

    subject: LazyString
    body: LazyString
    link: Callable[[Mapping[str, str]], str]
