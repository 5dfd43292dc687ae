"""For whom a profile is, in words of both languages."""

import pytest
from flask_babel import force_locale

from lms.targets.domain import Audience
from lms.targets.forms import audience_words

ROLES = {"advisor": {"ja": "経営指導員", "en": "Business advisor"}}


@pytest.mark.parametrize(
    ("audience", "japanese", "english"),
    [
        (None, "個別に割り当てた人だけ", "Only people to whom it is given by name"),
        (Audience(), "この組織とその下の全員", "Everybody of the organisation and below"),
        (Audience(role="advisor"), "経営指導員", "Business advisor"),
        (
            Audience(role="advisor", years_from=1, years_to=1),
            "経営指導員、1年目",
            "Business advisor, year 1 of service",
        ),
        (Audience(years_from=4), "4年目以上", "from year 4 of service"),
        (Audience(years_to=3), "3年目まで", "up to year 3 of service"),
        (Audience(years_from=1, years_to=3), "3年目まで", "up to year 3 of service"),
        (Audience(years_from=2, years_to=3), "2〜3年目", "years 2 to 3 of service"),
        (Audience(role="gone", kind="yorozu"), "gone、よろず支援拠点", "gone, Yorozu support centre"),
    ],
)
def test_an_audience_is_said_in_words(app, audience, japanese, english):
    said = {}
    for locale in ("ja", "en"):
        with app.test_request_context(), force_locale(locale):
            said[locale] = audience_words(audience, ROLES)
    assert said == {"ja": japanese, "en": english}
