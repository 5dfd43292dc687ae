"""Certificates: given when a course is finished, corrected when a name on one cannot be drawn or is wrong."""

import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.domain.certificate import CODE_BITS, read_code, write_code
from lms.courses.models import CourseCertificate, Enrolment
from lms.kernel.clock import Clock, japanese_day
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Person
from lms.storage import audit


def issue_certificate(session: Session, enrolment: Enrolment, *, clock: Clock) -> None:
    """Give the certificate of an enrolment that is finished just now, under the name its person has today."""
    now = clock.now()
    certificate = CourseCertificate(
        id=new_id(),
        code=write_code(secrets.randbits(CODE_BITS)),
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        course_version_id=enrolment.course_version_id,
        organisation_id=enrolment.organisation_id,
        name=session.get_one(Person, enrolment.person_id).name,
        finished_on=japanese_day(now),
        issued_at=now,
    )
    session.add(certificate)
    _record(session, "certificate.issued", None, certificate, clock)


def correct_certificate(
    session: Session, *, actor_id: UUID | None, code: str, name: str, clock: Clock
) -> CourseCertificate:
    """Write another name onto a certificate; its code and day stay.

    The operator at the command line acts without an account. Raises
    RuleViolation("courses.certificate_name_missing"), NotFound("courses.certificate_not_found").
    """
    if not name.strip():
        raise RuleViolation("courses.certificate_name_missing")
    query = select(CourseCertificate).where(CourseCertificate.code == read_code(code))
    certificate = session.scalar(query.with_for_update())
    if certificate is None:
        raise NotFound("courses.certificate_not_found")
    certificate.name = name.strip()
    _record(session, "certificate.corrected", actor_id, certificate, clock)
    return certificate


def _record(
    session: Session, action: str, actor_id: UUID | None, certificate: CourseCertificate, clock: Clock
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        subject_kind="course_certificate",
        subject_id=certificate.id,
        at=clock.now(),
        details={"enrolment_id": certificate.enrolment_id},
    )
