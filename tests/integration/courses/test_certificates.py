"""Certificates: when one is given, what is drawn on it, who gets it, what a stranger learns by its code."""

import re

import pytest
from sqlalchemy import select

from lms.courses.commands.certifying import correct_certificate, issue_certificate
from lms.courses.domain.certificate import grouped_code
from lms.courses.models import CourseCertificate, CourseVersion, Enrolment
from lms.courses.queries.certificates import MOST_AT_ONCE, find_verified, get_certificate, list_certificates
from lms.courses.views.certificates import draw
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.storage.audit import AuditEvent
from tests.factories.courses import publish
from tests.integration.courses.conftest import RIGHT

LESSONS = ("first", "second")
FILE = "/courses/small/certificate.pdf"
ALL = "/courses/certificates.pdf"
PAGE = re.compile(rb"/Type ?/Page\b")


@pytest.fixture
def finish(learn, published):
    """Let somebody finish the small course."""
    return lambda *people: [learn(person, lessons=LESSONS, answers=RIGHT) for person in people]


@pytest.fixture
def of(session):
    """Return somebody's certificate."""
    return lambda person: session.scalars(
        select(CourseCertificate).where(CourseCertificate.person_id == person.id)
    ).one()


def test_finishing_gives_one_certificate(session, cast, finish, of, learn, enrolment_of):
    learn(cast.aoi, lessons=LESSONS)
    assert session.scalars(select(CourseCertificate)).all() == []
    finish(cast.aoi)
    finish(cast.aoi)
    certificate, enrolment = of(cast.aoi), enrolment_of(cast.aoi)
    assert certificate.enrolment_id == enrolment.id
    assert certificate.course_version_id == enrolment.course_version_id
    assert certificate.organisation_id == cast.chamber.id
    assert certificate.name == cast.aoi.name
    assert certificate.issued_at == enrolment.finished_at
    assert certificate.finished_on.isoformat() == "2026-11-20"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "certificate.issued")).one()
    assert event.subject_id == certificate.id


def test_the_name_stays_what_it_was_on_the_day(session, cast, finish, of):
    finish(cast.aoi)
    cast.aoi.name = "赤井 葵"
    session.flush()
    mine = get_certificate(session, cast.actor(cast.aoi), slug="small", person_id=cast.aoi.id)
    assert mine.name == of(cast.aoi).name == "青井 葵"


def test_a_name_is_corrected_and_that_is_on_record(session, cast, finish, of, clock):
    finish(cast.aoi)
    code = of(cast.aoi).code
    corrected = correct_certificate(
        session, actor_id=None, code=grouped_code(code).lower(), name=" 靑井 葵 ", clock=clock
    )
    session.flush()
    assert (corrected.name, corrected.code) == ("靑井 葵", code)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "certificate.corrected")).one()
    assert event.subject_id == corrected.id


@pytest.mark.parametrize(
    ("code", "name", "refusal"), [("0" * 16, "青井", "not_found"), ("", "青井", "not_found")]
)
def test_a_certificate_that_is_not_there_is_not_corrected(session, clock, code, name, refusal):
    with pytest.raises(NotFound) as refused:
        correct_certificate(session, actor_id=None, code=code, name=name, clock=clock)
    assert refused.value.code == f"courses.certificate_{refusal}"


def test_a_certificate_names_somebody(session, cast, finish, of, clock):
    finish(cast.aoi)
    with pytest.raises(RuleViolation) as refused:
        correct_certificate(session, actor_id=None, code=of(cast.aoi).code, name=" ", clock=clock)
    assert refused.value.code == "courses.certificate_name_missing"


def test_holders_and_who_looks_after_them_see_it(session, cast, finish):
    finish(cast.aoi, cast.kaoru)
    for person, names in (
        (cast.aoi, {"青井 葵"}),
        (cast.mori, {"青井 葵"}),
        (cast.hara, {"青井 葵", "香川 薫"}),
    ):
        actor = cast.actor(person)
        assert {one.name for one in list_certificates(session, actor)} == names
        assert get_certificate(session, actor, slug="small", person_id=cast.aoi.id).name == "青井 葵"
    for person in (cast.kaoru, cast.hojo, cast.chie):
        with pytest.raises(NotFound):
            get_certificate(session, cast.actor(person), slug="small", person_id=cast.aoi.id)
    for person in (cast.hojo, cast.chie):
        with pytest.raises(NotFound):
            list_certificates(session, cast.actor(person))


def test_a_list_is_narrowed_by_what_is_asked(session, cast, finish, of):
    finish(cast.aoi, cast.kaoru)
    hara = cast.actor(cast.hara)
    assert [one.name for one in list_certificates(session, hara, under=cast.neighbour.path)] == ["香川 薫"]
    assert len(list_certificates(session, hara, under=cast.council.path)) == 2
    chosen = list_certificates(session, hara, enrolment_ids=[of(cast.aoi).enrolment_id])
    assert [one.name for one in chosen] == ["青井 葵"]
    assert len(list_certificates(session, hara, slug="small")) == 2
    for nothing in ({"slug": "other"}, {"under": "/none/"}, {"enrolment_ids": [new_id()]}):
        with pytest.raises(NotFound) as refused:
            list_certificates(session, hara, **nothing)
        assert refused.value.code == "courses.certificates_none"


def test_a_file_has_its_limit(session, cast, finish, monkeypatch):
    finish(cast.aoi, cast.kaoru)
    monkeypatch.setattr("lms.courses.queries.certificates.MOST_AT_ONCE", 1)
    with pytest.raises(RuleViolation) as refused:
        list_certificates(session, cast.actor(cast.hara))
    assert refused.value.facts == {"most": 1}
    assert MOST_AT_ONCE >= 500


def test_one_may_keep_ones_own_as_pdf_a(client_as, cast, finish):
    finish(cast.aoi)
    answer = client_as(cast.aoi).get(FILE)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=small-certificate.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    metadata = answer.data[answer.data.index(b"<x:xmpmeta") : answer.data.index(b"</x:xmpmeta>")].decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "修了証" in metadata
    assert b"/StructTreeRoot" in answer.data
    assert re.search(rb"/Lang ?\(ja", answer.data)
    fonts = set(re.findall(rb"/BaseFont ?/\w+\+(NotoSansJP-\w+)", answer.data))
    assert fonts == {b"NotoSansJP-Regular", b"NotoSansJP-Bold"}
    assert answer.data.count(b"/FontFile") == len(fonts)


def test_a_supervisor_keeps_those_of_her_people_in_one_file(client_as, cast, finish, of):
    finish(cast.aoi, cast.kaoru)
    mori = client_as(cast.mori)
    assert mori.get(f"{FILE}?person={cast.aoi.id}").status_code == 200
    assert mori.get(f"{FILE}?person={cast.kaoru.id}").status_code == 404
    assert mori.get(FILE).status_code == 404
    answer = mori.get(ALL)
    assert answer.headers["Content-Disposition"] == "attachment; filename=certificates.pdf"
    assert len(PAGE.findall(answer.data)) == 1
    hara = client_as(cast.hara)
    assert len(PAGE.findall(hara.get(ALL).data)) == 2
    assert len(PAGE.findall(hara.get(f"{ALL}?r={of(cast.aoi).enrolment_id.hex}&r=x").data)) == 1
    assert len(PAGE.findall(hara.get(f"{ALL}?place={cast.neighbour.id}&course=small").data)) == 1
    assert hara.get(f"{ALL}?place={new_id()}").status_code == 404


def test_who_looks_after_nobody_gets_no_list(client_as, cast, finish, anonymous):
    finish(cast.aoi)
    assert client_as(cast.aoi).get(ALL).status_code == 403
    assert client_as(cast.chie).get(ALL).status_code == 404
    assert client_as(cast.kaoru).get(f"{FILE}?person={cast.aoi.id}").status_code == 404
    assert anonymous.get(FILE).status_code == 303


@pytest.mark.parametrize(
    "name", ["髙橋 﨑子", "𠮷野 𡈽", "辻\U000e0100 ㈱①", "Nguyễn Văn Ω ж", '#import "/etc/passwd" $x$ *b*']
)
def test_rare_signs_and_hostile_names_are_drawn(session, client_as, cast, finish, of, name):
    finish(cast.aoi)
    of(cast.aoi).name = name
    session.flush()
    answer = client_as(cast.aoi).get(FILE)
    assert answer.status_code == 200, answer.text
    assert len(PAGE.findall(answer.data)) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "「🦉」という字は"), ("en", "The sign “🦉” cannot be drawn")]
)
def test_a_sign_that_the_font_lacks_is_named(session, client_as, cast, finish, of, language, words):
    finish(cast.aoi, cast.kaoru)
    of(cast.aoi).name = "青井🦉葵"
    session.flush()
    for person, address in ((cast.aoi, FILE), (cast.hara, ALL)):
        answer = client_as(person).get(f"{address}?lang={language}")
        assert answer.status_code == 422
        assert words in answer.text


def test_the_same_certificate_is_drawn_with_the_same_bytes(session, app, cast, finish):
    finish(cast.aoi)
    mine = list_certificates(session, cast.actor(cast.aoi))
    with app.test_request_context("/"):
        assert draw(mine) == draw(mine)


def test_a_stranger_learns_the_minimum(session, anonymous, cast, finish, of, published):
    finish(cast.aoi)
    certificate = of(cast.aoi)
    for typed in (
        grouped_code(certificate.code).lower(),
        certificate.code.replace("0", "o").replace("1", "l"),
    ):
        answer = anonymous.get(f"/verify/{typed}?lang=ja")
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        for shown in (
            "この修了証は本物です",
            "研修small",
            "2026年11月20日（令和8年11月20日）",
            "青○○○",
            "伴走支援協議会",
        ):
            assert shown in answer.text
        for hidden in (
            "青井",
            "葵",
            "広島",
            "アオイ",
            str(cast.aoi.id),
            str(certificate.enrolment_id),
            "@example",
        ):
            assert hidden not in answer.text
    english = anonymous.get(f"/verify/{certificate.code}?lang=en").text
    for shown in (
        "This certificate is genuine",
        "Course small",
        "20 November 2026 (Reiwa 8)",
        "青○○○",
        "Council",
    ):
        assert shown in english
    assert "葵" not in english


def test_a_certificate_of_nobody_in_particular_is_genuine_too(session, cast, clock, learn, anonymous, of):
    publish(session, publisher_id=None, clock=clock)
    learn(cast.chie, lessons=LESSONS, answers=RIGHT)
    verified = find_verified(session, of(cast.chie).code)
    assert (verified.publisher, verified.holder) == (None, "千○○○")
    text = anonymous.get(f"/verify/{of(cast.chie).code}?lang=en").text
    assert "This certificate is genuine" in text
    assert "Issued by" not in text


@pytest.mark.parametrize(
    "code", ["0000-0000-0000-0000", "x", "あ", "%3Cscript%3E", "a/b", "0" * 5000, "' OR 1=1 --"]
)
def test_an_unknown_code_is_said_to_be_unknown(anonymous, published, code):
    answer = anonymous.get(f"/verify/{code}?lang=en")
    assert answer.status_code == 404
    assert "No certificate has this code" in answer.text
    assert "<script>" not in answer.text


def test_a_code_is_typed_into_a_form(anonymous, cast, finish, of):
    finish(cast.aoi)
    assert "Check a certificate" in anonymous.get("/verify?lang=en").text
    code = of(cast.aoi).code
    answer = anonymous.get("/verify", query_string={"code": f" {code[:8].lower()} / {code[8:]} "})
    assert answer.status_code == 303
    assert "This certificate is genuine" in anonymous.get(f"{answer.location}?lang=en").text
    assert anonymous.get("/verify?code=+").status_code == 200


def test_pages_send_as_many_statements_for_three_as_for_one(session, cast, finish, count_statements):
    hara = cast.actor(cast.hara)
    finish(cast.aoi)
    one = count_statements(lambda: list_certificates(session, hara))
    finish(cast.kaoru, cast.mori)
    assert count_statements(lambda: list_certificates(session, hara)) == one == 1


def test_whose_employer_is_unknown_gets_one_too(session, cast, published, clock, of):
    enrolment = Enrolment(
        id=new_id(),
        person_id=cast.aoi.id,
        course_version_id=session.scalars(select(CourseVersion.id)).one(),
        enrolled_at=clock.now(),
        active_at=clock.now(),
        finished_at=clock.now(),
    )
    session.add(enrolment)
    session.flush()
    issue_certificate(session, enrolment, clock=clock)
    session.flush()
    mine = get_certificate(session, cast.actor(cast.aoi), slug="small", person_id=cast.aoi.id)
    assert mine.employer is None
