"""Certificates: one's own, those of the people in one's reach, and what its code tells anybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from lms.courses.domain import Words
from lms.courses.domain.certificate import masked_name, read_code
from lms.courses.models import Course, CourseCertificate, CourseVersion, Enrolment
from lms.courses.queries.people import visible_to
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound, RuleViolation
from lms.people.models import Organisation
from lms.storage.base import Localised

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Certificate:
    """A certificate as it is drawn. Without a publisher or an employer, none is named."""

    code: str
    name: str
    employer: Words | None
    title: Words
    minutes: int
    finished_on: date
    publisher: Words | None


@dataclass(frozen=True)
class Verified:
    """All that a stranger with the code learns; ``holder`` is the first sign of the name and circles."""

    title: Words
    finished_on: date
    publisher: Words | None
    holder: str


_publisher = aliased(Organisation)
_employer = aliased(Organisation)


def get_certificate(session: Session, actor: Actor, *, slug: str, person_id: UUID) -> Certificate:
    """Return somebody's certificate for the version they finished last, as far as the actor may see it.

    Raises NotFound("courses.certificate_not_found").
    """
    found = session.execute(
        _certificates(actor).where(Course.slug == slug, Enrolment.person_id == person_id).limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("courses.certificate_not_found")
    return Certificate(*found)


def list_certificates(
    session: Session,
    actor: Actor,
    *,
    slug: str | None = None,
    under: str | None = None,
    enrolment_ids: Collection[UUID] = (),
) -> list[Certificate]:
    """List the certificates the actor may see, the latest first, narrowed by what is given.

    ``under`` is the path of an organisation: those of its people and of all below it.

    Raises NotFound("courses.certificates_none"), RuleViolation("courses.certificates_too_many").
    """
    query = _certificates(actor)
    if slug is not None:
        query = query.where(Course.slug == slug)
    if under is not None:
        query = query.where(_employer.path.startswith(under))
    if enrolment_ids:
        query = query.where(Enrolment.id.in_(enrolment_ids))
    found = session.execute(query.limit(MOST_AT_ONCE + 1)).all()
    if not found:
        raise NotFound("courses.certificates_none")
    if len(found) > MOST_AT_ONCE:
        raise RuleViolation("courses.certificates_too_many", most=MOST_AT_ONCE)
    return [Certificate(*row) for row in found]


def find_verified(session: Session, text: str) -> Verified | None:
    """Return what is known to everybody of the certificate whose code was typed, None when there is none."""
    code = read_code(text)
    if code is None:
        return None
    row = session.execute(
        select(CourseVersion.title, CourseCertificate.finished_on, _publisher.name, CourseCertificate.name)
        .select_from(CourseCertificate)
        .join(CourseVersion, CourseVersion.id == CourseCertificate.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(_publisher, _publisher.id == Course.publisher_id)
        .where(CourseCertificate.code == code)
    ).one_or_none()
    if row is None:
        return None
    title, finished_on, publisher, name = row
    return Verified(title, finished_on, publisher, masked_name(name))


def _certificates(actor: Actor) -> Select[str, str, Localised, Localised, int, date, Localised]:
    return (
        visible_to(actor)
        .join(CourseCertificate, CourseCertificate.enrolment_id == Enrolment.id)
        .join(CourseVersion, CourseVersion.id == CourseCertificate.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(_publisher, _publisher.id == Course.publisher_id)
        .outerjoin(_employer, _employer.id == CourseCertificate.organisation_id)
        .with_only_columns(
            CourseCertificate.code,
            CourseCertificate.name,
            _employer.name,
            CourseVersion.title,
            CourseVersion.minutes,
            CourseCertificate.finished_on,
            _publisher.name,
        )
        .order_by(
            CourseCertificate.finished_on.desc(), CourseCertificate.issued_at.desc(), CourseCertificate.id
        )
    )
