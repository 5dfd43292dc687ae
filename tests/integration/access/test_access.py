"""The access table against the routes, both ways, and against the running product with the demo data."""

import re

import pytest
from sqlalchemy import select

from lms.demo.outside import CANARIES, OUTSIDE
from lms.people.models import Employment, Organisation, Person
from lms.web.access import access_of
from tests.integration.access.table import ROLES, lines

LINES = {line.endpoint: line for line in lines()}
REFUSED = {403, 404}
CITED = "日本商工会議所"
CLOSED_FORMS = sorted(
    (endpoint, role)
    for endpoint, line in LINES.items()
    for role in ROLES
    if "POST" in line.methods and line.statuses[role] in REFUSED
)


@pytest.fixture(scope="module")
def lesson_and_figure(demo):
    """The first lesson of the course and the first figure in any of its lessons."""
    course, browser = "/courses/bansou-shien-kihon", demo.browsers["advisor"]
    lessons = re.findall(rf'class="way__link" href="{course}/([a-z0-9-]+)"', browser.get(course).text)
    pages = "".join(browser.get(f"{course}/{lesson}").text for lesson in lessons)
    return lessons[0], re.search(r'src="figures/([\w.-]+)"', pages)[1]


@pytest.fixture(scope="module")
def address(demo, lesson_and_figure):
    """Return the sample address of an endpoint."""
    samples = demo.samples()
    drafts = demo.course_drafts
    written = {**drafts, "slug": "first", "code": "single"}
    sent = {"draft_id": drafts["sent_id"]}
    special = {
        **{endpoint: written for endpoint in LINES if endpoint.startswith("authoring.")},
        "authoring.review_draft": sent,
        "authoring.take_back": sent,
        "static": {"filename": "img/mark.svg"},
        "interop.show_none": {"kind": "CFConcepts"},
        "people.reset_password": {"token": "forged"},
        "courses.keep_lesson": {"lesson_slug": lesson_and_figure[0]},
        "courses.show_lesson": {"lesson_slug": lesson_and_figure[0]},
        "courses.write_reflection": {"lesson_slug": lesson_and_figure[0], "prompt_code": "my-reflex"},
        "courses.show_figure": {"name": lesson_and_figure[1]},
        "evidence.show_domain": {"code": "B"},
        "evidence.show_own_domain": {"code": "B"},
        "moderation.withdraw_rater": {"person_id": samples["unanswered_id"]},
        "pairing.confirm_case": {"case_id": samples["proposed_case_id"]},
        "pairing.show_case": {"case_id": samples["proposed_case_id"]},
        "rubric.edit_examples": {"draft_id": samples["additions_id"]},
    }

    def build(endpoint: str) -> str:
        (rule,) = demo.app.url_map.iter_rules(endpoint)
        values = {name: samples.get(name) for name in rule.arguments} | special.get(endpoint, {})
        with demo.app.test_request_context():
            return demo.app.url_for(endpoint, **values)

    return build


def test_every_endpoint_has_a_line_and_every_line_an_endpoint(demo):
    assert set(LINES) == set(demo.app.view_functions)


@pytest.mark.parametrize("endpoint", sorted(LINES))
def test_the_endpoint_declares_what_the_table_says(endpoint, demo):
    access = access_of(demo.app, endpoint)
    declared = "public" if access.is_public else str(access.permission or "signed_in")
    methods = {method for rule in demo.app.url_map.iter_rules(endpoint) for method in rule.methods}
    assert (declared, methods - {"HEAD", "OPTIONS"}) == (LINES[endpoint].declared, LINES[endpoint].methods)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("endpoint", sorted(LINES))
def test_a_get_answers_as_the_table_says(endpoint, role, demo, address):
    expected = LINES[endpoint].statuses[role]
    if expected is None:
        assert demo.browsers[role].get(address(endpoint)).status_code == 405
    else:
        assert demo.browsers[role].get(address(endpoint)).status_code == expected


@pytest.mark.parametrize("endpoint", sorted(LINES))
def test_a_stranger_is_sent_to_sign_in(endpoint, demo, address):
    answer = demo.anonymous.open(address(endpoint), method=min(LINES[endpoint].methods))
    if LINES[endpoint].declared == "public":
        nothing = {404} if set(LINES[endpoint].statuses.values()) == {404} else set()
        assert answer.status_code in (nothing or {200, 410})
    elif LINES[endpoint].methods == {"POST"}:
        assert answer.status_code == 400  # no security token without a page of ours
    else:
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize(("endpoint", "role"), CLOSED_FORMS)
def test_who_may_not_open_a_form_may_not_send_it_either(endpoint, role, demo, address):
    browser = demo.browsers[role]
    token = browser.hidden_fields("/account")["csrf_token"]
    answer = browser.post(address(endpoint), data={"csrf_token": token})
    assert answer.status_code in REFUSED


@pytest.mark.parametrize("role", [role for role in ROLES if role != "outsider"])
def test_nothing_of_the_outsider_is_on_anyone_elses_page(role, crawl):
    pages = crawl(role)
    assert len(pages) > 5
    leaks = {address for address, page in pages.items() for canary in CANARIES if canary in page}
    assert leaks == set()


@pytest.fixture(scope="module")
def foreign_words(demo):
    """The name of everybody and every organisation outside the outsider's, and the address of their course.

    The national federation is left out: every course may cite its public documents.
    """
    with demo.database.reader() as session:
        outside = session.scalars(select(Organisation.path).where(Organisation.code == OUTSIDE)).one()
        others = select(Organisation.id).where(~Organisation.path.startswith(outside))
        employed = select(Employment.person_id).where(Employment.organisation_id.in_(others))
        people = session.scalars(select(Person.name).where(Person.id.in_(employed))).all()
        organisations = session.scalars(select(Organisation.name).where(Organisation.id.in_(others))).all()
    return ("bansou-shien-kihon", *people, *(name["ja"] for name in organisations if name["ja"] != CITED))


def test_nothing_of_the_others_is_on_the_outsiders_pages(crawl, foreign_words):
    pages = crawl("outsider")
    assert any(CANARIES[0] in page for page in pages.values()), "the outsider's own data is missing"
    leaks = {(address, word) for address, page in pages.items() for word in foreign_words if word in page}
    assert leaks == set()
