"""How versions are shown together, and which drafts could be begun."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from lms.kernel.actor import Actor
from lms.rubric.forms import Offer
from lms.rubric.queries import DraftLine, PublishingOrganisation, VersionLine
from lms.web.i18n import gettext as _
from lms.web.i18n import localised

Line = TypeVar("Line", VersionLine, DraftLine)


@dataclass(frozen=True)
class VersionGroup:
    """One rubric: its versions, newest first, and what organisations add to it."""

    code: str
    title: dict[str, str]
    versions: list[VersionLine]
    additions: list[VersionLine]


def group_versions(lines: Sequence[VersionLine]) -> list[VersionGroup]:
    """Group versions by rubric; additions stand with the rubric they add to."""
    groups: dict[str, VersionGroup] = {}
    for line in lines:
        code = line.extends_code or line.code
        group = groups.setdefault(code, VersionGroup(code, line.title, [], []))
        (group.additions if line.extends_code else group.versions).append(line)
    titled = (
        VersionGroup(group.code, group.versions[0].title, group.versions, group.additions)
        if group.versions
        else group
        for group in groups.values()
    )
    return sorted(titled, key=lambda group: all(line.outdated_at for line in group.versions))


def find_successor(lines: Iterable[VersionLine], line: VersionLine) -> VersionLine | None:
    """Return the version in force that a version has led to, if there is one."""
    after = {one.predecessor_id: one for one in lines if one.predecessor_id is not None}
    latest: VersionLine | None = line
    while latest is not None and latest.outdated_at is not None:
        latest = after.get(latest.id)
    return None if latest is line else latest


def list_offers(
    actor: Actor,
    lines: Sequence[VersionLine],
    drafts: Sequence[DraftLine],
    organisations: Iterable[PublishingOrganisation],
    *,
    wanted: str = "",
) -> list[Offer]:
    """Return the drafts that could be begun for the actor's own organisations, and the wanted one."""
    in_force = [line for line in lines if line.outdated_at is None]
    own = [one for one in organisations if one.id in actor.organisation_ids]
    offers = [offer for one in own for offer in _offers_of(one, in_force, drafts)]
    followed = {draft.predecessor_id for draft in drafts}
    known = {offer.key for offer in offers}
    for line in in_force:
        key = f"next-{line.id}"
        if key == wanted and key not in known and line.can_edit and line.id not in followed:
            offers.append(_next_version(line))
    return offers


def _offers_of(
    organisation: PublishingOrganisation, in_force: Sequence[VersionLine], drafts: Sequence[DraftLine]
) -> Iterator[Offer]:
    theirs = _of(organisation.id, in_force)
    written = _of(organisation.id, drafts)
    followed = {draft.predecessor_id for draft in written}
    yield from (_next_version(line) for line in theirs if line.id not in followed)
    added_to = {line.extends_code for line in theirs} | {draft.extends_code for draft in written}
    above = [line for line in in_force if line.extends_code is None and not line.can_edit]
    for line in above:
        if line.code not in added_to:
            yield _additions(organisation, line)
    if not theirs and not written and not any(line.is_locked for line in above):
        yield _new_rubric(organisation)


def _of(organisation_id: UUID, lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.publisher_id == organisation_id]


def _next_version(line: VersionLine) -> Offer:
    title = localised(line.title)
    if line.extends_code is not None:
        action, label = _("Change our additions"), _("Change %(title)s", title=title)
        text = _("The next version of what your organisation adds. It begins with what stands there now.")
    else:
        action, label = _("Write the next version"), _("The next version of %(title)s", title=title)
        text = _("It begins with the words of version %(version)s.", version=line.version)
    publisher_id = line.publisher_id
    assert publisher_id is not None  # noqa: S101 (only a publisher's people may edit)
    return Offer(f"next-{line.id}", label, text, action, publisher_id, follows=line.id)


def _additions(organisation: PublishingOrganisation, line: VersionLine) -> Offer:
    return Offer(
        f"add-{organisation.id}-{line.id}",
        _("What %(organisation)s adds", organisation=localised(organisation.name)),
        _(
            "Examples and criteria of your own, beside those of %(title)s. Its words stay as they are.",
            title=localised(line.title),
        ),
        _("Add something of our own"),
        organisation.id,
        extends=line.id,
    )


def _new_rubric(organisation: PublishingOrganisation) -> Offer:
    return Offer(
        f"new-{organisation.id}",
        _("A rubric of its own for %(organisation)s", organisation=localised(organisation.name)),
        _("An empty one, with your own levels, domains and criteria."),
        _("Write a rubric"),
        organisation.id,
    )
