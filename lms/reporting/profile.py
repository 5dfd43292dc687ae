"""A person's profile: each ability's place on the scale with how sure it is, beside their own view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain import FindingStatus, LevelFinding
from lms.evidence.queries import list_own_views
from lms.kernel.actor import Actor
from lms.reporting.drawing import Bar, Radar, Reading, draw_bar, draw_radar
from lms.reporting.levels import LevelSheet
from lms.rubric.domain import Rubric
from lms.targets.domain import Gap


@dataclass(frozen=True)
class ProfileLine:
    """One row of the table behind the profile; ``code`` is None for all criteria together."""

    code: str | None
    name: Mapping[str, str] | None
    is_domain: bool
    finding: LevelFinding
    bar: Bar
    own: int | None
    gap: Gap | None = None


@dataclass(frozen=True)
class Profile:
    """The radar over all criteria and the table it is drawn from."""

    radar: Radar
    lines: Sequence[ProfileLine]
    has_own_view: bool
    has_targets: bool


def find_own_levels(session: Session, actor: Actor, person_id: UUID, *, rubric: Rubric) -> Mapping[str, int]:
    """Return the levels of a person's latest view of themselves, as far as the actor may read them."""
    views = (one.view for one in list_own_views(session, actor, person_id))
    latest = next((view for view in views if view.rubric_version_id == rubric.id), None)
    return {rating.criterion_code: rating.level for rating in latest.ratings} if latest else {}


def profile_of(sheet: LevelSheet, own: Mapping[str, int]) -> Profile:
    """Lay a person's findings out: overall, then each domain with its criteria."""
    highest = len(sheet.rubric.levels)
    gaps = sheet.targets.by_code if sheet.targets else {}

    def line(
        code: str | None, name: Mapping[str, str] | None, finding: LevelFinding, *, is_domain: bool
    ) -> ProfileLine:
        own_level = None if is_domain or code is None else own.get(code)
        gap = None if is_domain or code is None else gaps.get(code)
        bar = draw_bar(_reading(code or "", finding, own_level, gap), highest=highest)
        return ProfileLine(code, name, is_domain, finding, bar, own_level, gap)

    lines = [line(None, None, sheet.findings.overall, is_domain=True)]
    for part in sheet.domains:
        lines.append(line(part.domain.code, part.domain.name, part.finding, is_domain=True))
        lines += [
            line(one.criterion.code, one.criterion.name, one.finding, is_domain=False) for one in part.lines
        ]
    readings = [
        _reading(one.criterion.code, one.finding, own.get(one.criterion.code), one.gap) for one in sheet.lines
    ]
    radar = draw_radar(readings, highest=highest)
    return Profile(radar, lines, has_own_view=bool(own), has_targets=bool(gaps))


def _reading(label: str, finding: LevelFinding, own: int | None, gap: Gap | None) -> Reading:
    return Reading(
        label=label,
        estimate=finding.estimate,
        lower=finding.lower90,
        upper=finding.upper90,
        is_sure=finding.status is FindingStatus.ESTABLISHED,
        own=own,
        target=gap.target.level if gap else None,
    )
