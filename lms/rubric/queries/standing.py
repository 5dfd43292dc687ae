"""Where a text stands among the published ones: what it follows, what it adds to, what others have taken.

The same rules hold for a draft and for a file; what is published afterwards is the ``text`` found here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.clock import japanese_day
from lms.people.domain import ids_on_path
from lms.people.models import Organisation, Person
from lms.rubric import models
from lms.rubric.domain import (
    Codes,
    Flaw,
    RubricText,
    additions_in,
    completed,
    list_addition_flaws,
    list_code_clashes,
    list_crosswalk_flaws,
    list_flaws,
    list_lock_flaws,
)
from lms.rubric.models import RubricVersion
from lms.rubric.queries.texts import read_text

BY_FILE = "lms rubric load"
"""Who publishes at the command line: nobody by name."""


@dataclass(frozen=True)
class Standing:
    """A text as it would be published, and everything that stands against it.

    ``predecessor`` and ``base`` are the texts of ``predecessor_id`` and ``base_id``: what it follows, what it
    adds to.
    """

    text: RubricText
    predecessor_id: UUID | None
    predecessor: RubricText | None
    base_id: UUID | None
    base: RubricText | None
    flaws: tuple[Flaw, ...]


def find_standing(
    session: Session,
    text: RubricText,
    *,
    publisher: Organisation | None,
    predecessor_id: UUID | None,
    base_id: UUID | None,
) -> Standing:
    """Find where a text stands. A member's text that repeats a federation's and only adds becomes additions.

    A first version says no ``predecessor_id``; ``base_id`` is what ``text.extends`` means.
    """
    against: tuple[Flaw, ...] = ()
    if publisher is not None and base_id is None and text.extends is None:
        above = find_current_above(session, publisher, text.code)
        against = _against_locks(session, text, publisher, above)
        if (
            above is not None
            and predecessor_id is None
            and not list_lock_flaws(text, read_text(session, above.id))
        ):
            text, predecessor_id = _only_what_is_added(session, text, publisher, above)
            base_id, against = above.id, ()
    predecessor = read_text(session, predecessor_id) if predecessor_id is not None else None
    base = read_text(session, base_id) if base_id is not None else None
    if predecessor is not None:
        text = completed(text, predecessor)
    flaws = (
        *against,
        *list_flaws(text),
        *_following(session, text, publisher, predecessor_id, predecessor),
        *_adding(session, text, publisher, base_id, base),
    )
    return Standing(text, predecessor_id, predecessor, base_id, base, flaws)


def find_current_of(session: Session, publisher: Organisation | None, code: str) -> RubricVersion | None:
    """Return the version of a publisher's rubric that no other has followed yet."""
    publisher_id = None if publisher is None else publisher.id
    return session.scalar(
        _current()
        .where(RubricVersion.code == code, RubricVersion.publisher_id.is_not_distinct_from(publisher_id))
        .order_by(RubricVersion.loaded_at.desc(), RubricVersion.id.desc())
        .limit(1)
    )


def find_followed(
    session: Session, publisher: Organisation | None, code: str, version: str
) -> RubricVersion | None:
    """Return the version of a publisher's rubric that another text names as the one before it."""
    publisher_id = None if publisher is None else publisher.id
    return session.scalar(
        select(RubricVersion).where(
            RubricVersion.code == code,
            RubricVersion.version == version,
            RubricVersion.publisher_id.is_not_distinct_from(publisher_id),
        )
    )


def find_current_above(session: Session, publisher: Organisation, code: str) -> RubricVersion | None:
    """Return the rubric with a code that an organisation can add to: published above it, nearest first."""
    return session.scalar(_above(publisher).where(RubricVersion.code == code).limit(1))


def find_current_additions(session: Session, publisher: Organisation, code: str) -> RubricVersion | None:
    """Return what an organisation adds by now to the rubric with a code."""
    extended = aliased(RubricVersion)
    return session.scalar(
        _current()
        .join(extended, extended.id == RubricVersion.extends_id)
        .where(RubricVersion.publisher_id == publisher.id, extended.code == code)
        .order_by(RubricVersion.loaded_at.desc(), RubricVersion.id.desc())
        .limit(1)
    )


def find_end(session: Session, version_id: UUID) -> Flaw | None:
    """Say how a version came to be outdated: who published what after it, or that it was archived."""
    successor, author = aliased(RubricVersion), aliased(Person)
    row: Row[*tuple[Any, ...]] = session.execute(
        select(RubricVersion.outdated_at, RubricVersion.version, successor, author.name)
        .outerjoin(successor, successor.predecessor_id == RubricVersion.id)
        .outerjoin(author, author.id == successor.published_by_id)
        .where(RubricVersion.id == version_id)
    ).one()
    outdated_at, version, followed_by, by = row
    if outdated_at is None:
        return None
    path = ("follows", "version")
    if followed_by is None:
        return Flaw("rubric.archived", path, {"rubric_version": version, "on": _day(outdated_at)})
    facts = {"rubric_version": followed_by.version, "by": by or BY_FILE, "on": _day(followed_by.loaded_at)}
    return Flaw("rubric.overtaken", path, facts)


def _day(instant: datetime) -> str:
    return japanese_day(instant).isoformat()


def _current() -> Select[RubricVersion]:
    return select(RubricVersion).where(RubricVersion.outdated_at.is_(None))


def _above(publisher: Organisation) -> Select[RubricVersion]:
    """Select the rubrics in force that are published above an organisation, nearest first."""
    above = ids_on_path(publisher.path) - {publisher.id}
    return (
        _current()
        .outerjoin(Organisation, Organisation.id == RubricVersion.publisher_id)
        .where(
            RubricVersion.extends_id.is_(None),
            or_(RubricVersion.publisher_id.is_(None), RubricVersion.publisher_id.in_(above)),
        )
        .order_by(Organisation.path.desc().nulls_last(), RubricVersion.loaded_at.desc())
    )


def _against_locks(
    session: Session, text: RubricText, publisher: Organisation, above: RubricVersion | None
) -> tuple[Flaw, ...]:
    """Say what a member's own rubric does to a locked one above it: reword it, or stand in its place."""
    if above is not None and above.is_locked:
        flaws = list_lock_flaws(text, read_text(session, above.id))
        return flaws or (Flaw("rubric.replaces_lock", ("code",), {"rubric_code": above.code}),)
    locked = session.scalar(_above(publisher).where(RubricVersion.is_locked).limit(1))
    if locked is None or text.succession is not None:
        return ()
    return (Flaw("rubric.replaces_lock", ("code",), {"rubric_code": locked.code}),)


def _only_what_is_added(
    session: Session, text: RubricText, publisher: Organisation, above: RubricVersion
) -> tuple[RubricText, UUID | None]:
    """Take what a member's text adds to the one above it, as the next version of what it added before."""
    before = find_current_additions(session, publisher, above.code)
    code = additions_code(above.code, publisher.code) if before is None else before.code
    if text.succession is not None:
        before = find_followed(session, publisher, code, text.succession.predecessor) or before
    added = additions_in(text, read_text(session, above.id), code=code)
    return added, None if before is None else before.id


def additions_code(rubric_code: str, publisher_code: str) -> str:
    """Name what an organisation adds to a rubric: after both, in the letters a code may have."""
    letters = "".join(one if one.isascii() and one.isalnum() else "-" for one in publisher_code.lower())
    return f"{rubric_code[:19]}-{letters[:20]}"


def _following(
    session: Session,
    text: RubricText,
    publisher: Organisation | None,
    predecessor_id: UUID | None,
    predecessor: RubricText | None,
) -> Iterator[Flaw]:
    if predecessor is not None and predecessor_id is not None:
        end = find_end(session, predecessor_id)
        yield from () if end is None else (end,)
        yield from list_crosswalk_flaws(text, predecessor)
    elif text.succession is not None:
        facts = {"version": text.succession.predecessor, "rubric_code": text.code}
        yield Flaw("rubric.follows_unknown", ("follows", "version"), facts)
    else:
        current = find_current_of(session, publisher, text.code)
        if current is not None:
            yield Flaw("rubric.follows_missing", ("follows",), {"version": current.version})
        elif _is_elsewhere(session, publisher, text.code):
            yield Flaw("rubric.code_elsewhere", ("code",), {"rubric_code": text.code})
    taken = exists().where(RubricVersion.code == text.code, RubricVersion.version == text.version)
    if session.scalar(select(taken)):
        facts = {"version": text.version, "rubric_code": text.code}
        yield Flaw("rubric.version_taken", ("version",), facts)


def _is_elsewhere(session: Session, publisher: Organisation | None, code: str) -> bool:
    """Say whether a code is in use, and by nobody above or below the publisher.

    A version is known by code and number everywhere: who is first at a number would keep its owner from it.
    """
    if publisher is None:
        return False
    owners = session.execute(
        select(Organisation.id, Organisation.path)
        .select_from(RubricVersion)
        .outerjoin(Organisation, Organisation.id == RubricVersion.publisher_id)
        .where(RubricVersion.code == code)
        .distinct()
    ).all()
    above = {None, *ids_on_path(publisher.path)}
    return bool(owners) and not any(one.id in above or one.path.startswith(publisher.path) for one in owners)


def _adding(
    session: Session,
    text: RubricText,
    publisher: Organisation | None,
    base_id: UUID | None,
    base: RubricText | None,
) -> Iterator[Flaw]:
    if base is None or base_id is None:
        if text.extends is not None:
            yield Flaw("rubric.extends_unknown", ("extends",), {"rubric_code": text.extends})
        else:
            yield from list_code_clashes(text, _codes_added(session, text.code, publisher))
        return
    end = find_end(session, base_id)
    if end is not None:
        yield replace(end, code=f"rubric.base_{end.code.removeprefix('rubric.')}", path=("extends",))
    extended = session.get_one(RubricVersion, base_id)
    root = None if extended.publisher_id is None else session.get_one(Organisation, extended.publisher_id)
    yield from list_addition_flaws(text, base, _codes_added(session, base.code, root, beside=publisher))


def _codes_added(
    session: Session, code: str, publisher: Organisation | None, *, beside: Organisation | None = None
) -> Codes:
    """Collect the codes that organisations have added to a publisher's rubric; those of one's line only.

    ``beside``: whose own do not count, nor those of organisations that are neither above nor below it.
    """
    extended = aliased(RubricVersion)
    publisher_id = None if publisher is None else publisher.id
    additions = (
        select(RubricVersion.id)
        .join(extended, extended.id == RubricVersion.extends_id)
        .join(Organisation, Organisation.id == RubricVersion.publisher_id)
        .where(
            RubricVersion.outdated_at.is_(None),
            extended.code == code,
            extended.publisher_id.is_not_distinct_from(publisher_id),
        )
    )
    if beside is not None:
        line = or_(Organisation.id.in_(ids_on_path(beside.path)), Organisation.path.startswith(beside.path))
        additions = additions.where(line, Organisation.id != beside.id)
    rows = session.execute(
        select(models.RubricDomain.code, models.Criterion.code)
        .join(models.Criterion, models.Criterion.domain_id == models.RubricDomain.id)
        .where(models.RubricDomain.rubric_version_id.in_(additions))
    ).all()
    return Codes(frozenset(row[0] for row in rows), frozenset(row[1] for row in rows))
