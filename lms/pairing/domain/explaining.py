"""Saying why: the reasons behind the points of a seat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lms.pairing.domain import points
from lms.pairing.domain.points import ReasonCode
from lms.pairing.domain.problem import Advisor, PairingCase, Policy, Role
from lms.pairing.domain.result import Reason


def seat_reasons(
    policy: Policy, case: PairingCase, *, needed: int, advisor: Advisor, role: Role
) -> Iterator[Reason]:
    """Give the reasons of one seat; ``needed`` is the level the seat needs, for a trainee the lead's."""
    who: Mapping[str, object] = {"advisor": advisor.id}
    near, shared = _nearness(case, advisor)
    if role is Role.TRAINEE:
        weight = policy.weights.development
        earned = float(points.development_points(weight, needed, advisor.level, near))
        facts = {**who, "level": advisor.level, "lead_level": needed, "shared": shared}
        yield Reason(ReasonCode.DEVELOPMENT, earned, facts)
        return
    if role is Role.LEAD:
        yield Reason(
            ReasonCode.SERVICE, float(points.service_points(case.priority)), {"priority": case.priority}
        )
    level = float(points.level_points(policy.weights.level, needed, float(advisor.level)))
    yield Reason(ReasonCode.LEVEL, level, {**who, "level": advisor.level, "needed": needed})
    yield from (reason for reason in _fit_reasons(policy, case, advisor, who) if reason.points > 0)


def _fit_reasons(
    policy: Policy, case: PairingCase, advisor: Advisor, who: Mapping[str, object]
) -> Iterator[Reason]:
    known = {topic: advisor.topics[topic] for topic in case.topics if advisor.topics.get(topic)}
    share = sum(advisor.topics.get(topic, 0.0) for topic in case.topics) / max(len(case.topics), 1)
    earned = points.topic_points(policy.weights.topics, share)
    yield Reason(ReasonCode.TOPICS, float(earned), {**who, "experience": known})
    if case.previous_advisor == advisor.id:
        yield Reason(ReasonCode.CONTINUITY, float(points.continuity_points(policy.weights.continuity)), who)
    near, shared = _nearness(case, advisor)
    earned = points.locality_points(policy.weights.locality, near)
    yield Reason(ReasonCode.LOCALITY, float(earned), {**who, "shared": shared})


def _nearness(case: PairingCase, advisor: Advisor) -> tuple[float, str]:
    """Return the share of nearness, and what they have in common: organisation, region or nothing."""
    if case.organisation is not None and case.organisation == advisor.organisation:
        return 1.0, "organisation"
    if case.region is not None and case.region == advisor.region:
        return points.SAME_REGION_SHARE, "region"
    return 0.0, "nothing"


def pair_reasons(
    policy: Policy, team: Sequence[int], case: PairingCase, members: Sequence[tuple[Advisor, Role]]
) -> tuple[Reason, ...]:
    """Give the reasons of everybody on a case, in the order of ``members``: lead first, a trainee last."""
    needed = [*team, team[0]]
    return tuple(
        reason
        for seat, (advisor, role) in enumerate(members)
        for reason in seat_reasons(policy, case, needed=needed[seat], advisor=advisor, role=role)
    )
