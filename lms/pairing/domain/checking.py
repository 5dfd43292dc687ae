"""Checking a result against its problem, written apart from the solver: rules, seats, sums and claims.

What cannot be checked without solving is the cost of an alternative and that a bound is one; that they fit
the rest is checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from lms.pairing.domain.explaining import pair_reasons, seat_reasons
from lms.pairing.domain.open_cases import explain_open
from lms.pairing.domain.phrase import Phrase, phrase
from lms.pairing.domain.pool import Pool
from lms.pairing.domain.problem import Advisor, CrossOrganisation, PairingCase, Policy, Problem, Role
from lms.pairing.domain.result import Alternative, Pair, Result, Status
from lms.pairing.domain.workload import Workload

TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a result: what it is about, and what is wrong."""

    subject: Phrase
    fault: Phrase


def violations(problem: Problem, result: Result) -> tuple[Violation, ...]:
    """List everything that is wrong with a result; an empty list accepts it."""
    return tuple(_Check(problem, result).run())


def _case(case_id: str) -> Phrase:
    return phrase("case", case=case_id)


def _figure(name: str) -> Phrase:
    return phrase("figure", name=name)


def _said(value: float) -> str:
    return f"{value:.6g}"


def differs(one: float, other: float) -> bool:
    """Tell whether two figures differ by more than rounding."""
    return not abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))


class _Check:
    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem = problem
        self.result = result
        self.policy: Policy = problem.policy
        self.cases: Mapping[str, PairingCase] = {case.id: case for case in problem.cases}
        self.advisors: Mapping[str, Advisor] = {advisor.id: advisor for advisor in problem.advisors}
        self.used: Counter[str] = Counter()
        self.seated = {(pair.case, member.advisor) for pair in result.pairs for member in pair.members}
        for pair in result.pairs:
            if pair.case in self.cases:
                self.used.update({member.advisor: self.cases[pair.case].load for member in pair.members})

    def run(self) -> Iterator[Violation]:
        yield from self._every_case_once()
        for pair in self.result.pairs:
            if pair.case in self.cases:
                yield from self._members(pair)
        yield from self._capacities()
        yield from self._figures()
        yield from self._open_cases()
        for case_id, several in self.result.alternatives.items():
            for alternative in several:
                yield from self._alternative(case_id, alternative)

    def _every_case_once(self) -> Iterator[Violation]:
        told = Counter(
            [pair.case for pair in self.result.pairs] + [one.case for one in self.result.unassigned]
        )
        for case_id in sorted(told.keys() - self.cases.keys()):
            yield Violation(_case(case_id), phrase("not_in_problem"))
        for case_id in self.cases:
            if told[case_id] != 1:
                yield Violation(_case(case_id), phrase("told_times", times=told[case_id]))

    def _members(self, pair: Pair) -> Iterator[Violation]:
        case, subject = self.cases[pair.case], _case(pair.case)
        team = self.problem.seats_of(case)
        roles = [member.role for member in pair.members]
        expected = [Role.LEAD] + [Role.MEMBER] * (len(team) - 1)
        if roles not in (expected, [*expected, Role.TRAINEE]):
            yield Violation(
                subject, phrase("wrong_roles", roles=", ".join(roles), expected=", ".join(expected))
            )
            return
        ids = [member.advisor for member in pair.members]
        strangers = [advisor for advisor in ids if advisor not in self.advisors]
        if strangers:
            yield Violation(subject, phrase("unknown_advisor", advisor=strangers[0]))
            return
        if len(set(ids)) != len(ids):
            yield Violation(subject, phrase("seated_twice"))
            return
        for seat, member in enumerate(pair.members):
            needed = team[0] if member.role is Role.TRAINEE else team[seat]
            for fault in self._seat_faults(case, self.advisors[member.advisor], member.role, needed):
                yield Violation(subject, fault)
        yield from self._points(pair, case, team)

    def _seat_faults(self, case: PairingCase, advisor: Advisor, role: Role, needed: int) -> Iterator[Phrase]:
        if advisor.unavailable:
            yield phrase("unavailable", advisor=advisor.id)
        if advisor.id in case.excluded_advisors:
            yield phrase("excluded", advisor=advisor.id)
        if not self._is_within_policy(case, advisor):
            yield phrase("out_of_reach", advisor=advisor.id, policy=self.policy.cross_organisation)
        if role is Role.TRAINEE:
            yield from self._trainee_faults(advisor, needed)
            return
        if advisor.level < needed:
            yield phrase("level_too_low", advisor=advisor.id, level=advisor.level, needed=needed)
        for criterion, least in case.needs.items():
            if advisor.criteria.get(criterion, 0.0) < least:
                yield phrase("need_unmet", advisor=advisor.id, criterion=criterion, needed=f"{least:g}")

    def _trainee_faults(self, advisor: Advisor, lead_level: int) -> Iterator[Phrase]:
        if not self.policy.allow_stretch or not self.policy.weights.development:
            yield phrase("no_trainees", advisor=advisor.id)
        if not advisor.trainee:
            yield phrase("not_a_trainee", advisor=advisor.id)
        if advisor.level >= lead_level:
            yield phrase("no_step_up", advisor=advisor.id, level=advisor.level, lead_level=lead_level)

    def _is_within_policy(self, case: PairingCase, advisor: Advisor) -> bool:
        rule = self.policy.cross_organisation
        if rule is CrossOrganisation.ANYWHERE or None in (case.organisation, advisor.organisation):
            return True
        if case.organisation == advisor.organisation:
            return True
        return (
            rule is CrossOrganisation.SAME_REGION
            and case.region is not None
            and case.region == advisor.region
        )

    def _points(self, pair: Pair, case: PairingCase, team: tuple[int, ...]) -> Iterator[Violation]:
        subject = _case(pair.case)
        members = [(self.advisors[member.advisor], member.role) for member in pair.members]
        if differs(pair.points, sum(reason.points for reason in pair.reasons)):
            yield Violation(subject, phrase("wrong_sum", points=_said(pair.points)))
        if any(advisor.level >= team[0] for advisor, role in members if role is Role.TRAINEE):
            return  # there are no points for such a seat; it has been named already
        due = pair_reasons(self.policy, team, case, members)
        said, meant = ([(one.code, one.facts) for one in reasons] for reasons in (pair.reasons, due))
        if said != meant:
            yield Violation(subject, phrase("wrong_reasons"))
        elif any(differs(one.points, other.points) for one, other in zip(pair.reasons, due, strict=True)):
            yield Violation(subject, phrase("wrong_points"))

    def _capacities(self) -> Iterator[Violation]:
        for advisor_id, load in self.used.items():
            advisor = self.advisors.get(advisor_id)
            if advisor is not None and load > advisor.capacity + TOLERANCE:
                fault = phrase("over_capacity", load=_said(load), capacity=_said(advisor.capacity))
                yield Violation(phrase("advisor", advisor=advisor_id), fault)

    def _figures(self) -> Iterator[Violation]:
        result = self.result
        workload = Workload.of(self.problem.cases, self.policy.weights.workload)
        cost = sum(
            workload.cost(min(load, self.advisors[who].capacity), self.advisors[who].capacity)
            for who, load in self.used.items()
            if who in self.advisors
        )
        points = sum(pair.points for pair in result.pairs)
        for name, value, due in (
            ("workload_cost", result.workload_cost, cost),
            ("objective", result.objective, points - cost),
            ("gap_ratio", result.gap_ratio, (result.bound - result.objective) / max(abs(result.bound), 1.0)),
        ):
            if differs(value, due):
                yield Violation(_figure(name), phrase("wrong_figure", value=_said(value), due=_said(due)))
        if result.bound < result.objective and differs(result.bound, result.objective):
            fault = phrase("bound_too_low", bound=_said(result.bound), objective=_said(result.objective))
            yield Violation(_figure("bound"), fault)
        if result.status is Status.OPTIMAL and differs(result.bound, result.objective):
            yield Violation(_figure("status"), phrase("not_optimal"))

    def _open_cases(self) -> Iterator[Violation]:
        pool = Pool(self.problem.advisors)
        used = np.array([float(self.used[advisor.id]) for advisor in pool.advisors])
        proven = self.result.status is Status.OPTIMAL
        for one in self.result.unassigned:
            if one.case not in self.cases:
                continue
            case = self.cases[one.case]
            team = self.problem.seats_of(case)
            if one != explain_open(pool, self.policy, case, team, used=used, proven=proven):
                yield Violation(_case(one.case), phrase("wrong_open_reason", reason=one.reason))

    def _alternative(self, case_id: str, alternative: Alternative) -> Iterator[Violation]:
        subject = phrase("alternative", advisor=alternative.advisor, case=case_id)
        case, advisor = self.cases.get(case_id), self.advisors.get(alternative.advisor)
        if case is None or advisor is None:
            yield Violation(subject, phrase("unknown"))
            return
        team = self.problem.seats_of(case)
        if alternative.seat >= len(team):
            yield Violation(subject, phrase("no_such_seat", seat=alternative.seat, seats=len(team)))
            return
        role = Role.MEMBER if alternative.seat else Role.LEAD
        needed = team[alternative.seat]
        for fault in self._seat_faults(case, advisor, role, needed):
            yield Violation(subject, fault)
        if (case_id, advisor.id) in self.seated:
            yield Violation(subject, phrase("on_case_already"))
        due = sum(
            one.points for one in seat_reasons(self.policy, case, needed=needed, advisor=advisor, role=role)
        )
        if differs(alternative.points, due):
            fault = phrase("wrong_figure", value=_said(alternative.points), due=_said(due))
            yield Violation(subject, fault)
        if alternative.cost < -TOLERANCE:
            yield Violation(subject, phrase("negative_cost", cost=_said(alternative.cost)))
