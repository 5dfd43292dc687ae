"""Mails of reviews lead to the page that is meant, and carry a title only."""

import pytest

from lms.authoring.messages import MAILS

PAYLOAD = {"draft_id": "01a1fab4-84f4-718b-80a8-0c01383cc395", "slug": "written", "title": "研修"}


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("authoring.review_asked", f"/courses/drafts/{PAYLOAD['draft_id']}/review"),
        ("authoring.returned", f"/courses/drafts/{PAYLOAD['draft_id']}"),
        ("authoring.published", "/courses/written"),
    ],
)
def test_every_mail_leads_somewhere(app, kind, page):
    with app.test_request_context():
        assert MAILS[kind].link(PAYLOAD) == page
        assert "研修" in str(MAILS[kind].subject) % PAYLOAD
        assert str(MAILS[kind].body) % PAYLOAD
