"""Reading and writing a pairing instance (format version 1); problems are named with their JSON path."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from lms.pairing.domain.phrase import phrase
from lms.pairing.domain.problem import (
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Problem,
    Weights,
)
from lms.pairing.domain.reading import InputProblem, Reader, RefusedDocument, quote, read_json

VERSION = 1
WEIGHT_NAMES = ("level", "topics", "continuity", "locality", "workload", "development")
LARGEST_WEIGHT = 1e4
LARGEST_TOP_K = 100
LEVELS = phrase("levels", low=LOWEST_LEVEL, high=HIGHEST_LEVEL)


def parse_problem(text: str) -> Problem:
    """Read INSTANCE.json.

    Raises RefusedDocument with every problem found.
    """
    problems: list[InputProblem] = []
    root = Reader(read_json(text), "$", problems)
    _check_version(root)
    client_types = tuple(_read_client_type(reader) for reader in root.children("client_types"))
    advisors = tuple(_read_advisor(reader) for reader in root.children("advisors"))
    cases = tuple(_read_case(reader) for reader in root.children("cases"))
    _report_duplicates(root, "client_types", "code", (kind.code for kind in client_types))
    _report_duplicates(root, "advisors", "id", (advisor.id for advisor in advisors))
    _report_duplicates(root, "cases", "id", (case.id for case in cases))
    _report_unknown(root, client_types, advisors, cases)
    policy = _read_policy(root.child("policy")) if root.has("policy") else Policy()
    if problems:
        raise RefusedDocument(tuple(problems))
    return Problem(policy, client_types, advisors, cases)


def _check_version(root: Reader) -> None:
    if not root.problems:
        root.whole("version", low=VERSION, high=VERSION)


def _read_policy(reader: Reader) -> Policy:
    return Policy(
        cross_organisation=reader.choice("cross_organisation", CrossOrganisation, CrossOrganisation.NEVER),
        allow_stretch=reader.flag("allow_stretch", default=True),
        top_k=reader.whole("top_k", low=0, high=LARGEST_TOP_K, default=3),
        weights=_read_weights(reader.child("weights")) if reader.has("weights") else Weights(),
    )


def _read_weights(reader: Reader) -> Weights:
    for name in reader.names():
        if name not in WEIGHT_NAMES:
            reader.report(name, phrase("no_weight"), phrase("one_of", words=", ".join(WEIGHT_NAMES)))
    return Weights(**{name: reader.number(name, default=0.0, high=LARGEST_WEIGHT) for name in WEIGHT_NAMES})


def _read_client_type(reader: Reader) -> ClientType:
    code = reader.text("code")
    lead = reader.whole("lead_level", low=LOWEST_LEVEL, high=HIGHEST_LEVEL, default=LOWEST_LEVEL)
    seats = reader.wholes("members", low=LOWEST_LEVEL, high=HIGHEST_LEVEL)
    if not reader.has("lead_level") and not reader.has("members"):
        reader.report("members", phrase("is_missing"), LEVELS)
    elif reader.has("members") and not seats:
        reader.report("members", phrase("no_level"), LEVELS)
    elif seats and reader.has("lead_level") and seats[0] != lead:
        reader.report("members[0]", phrase("is", value=seats[0]), phrase("lead_level", level=lead))
    return ClientType(code, seats or (lead,))


def _read_advisor(reader: Reader) -> Advisor:
    return Advisor(
        id=reader.text("id"),
        level=reader.whole("level", low=LOWEST_LEVEL, high=HIGHEST_LEVEL),
        capacity=reader.number("capacity"),
        organisation=reader.optional_text("organisation"),
        region=reader.optional_text("region"),
        criteria=reader.numbers("criteria", low=0.0, high=HIGHEST_LEVEL),
        topics=reader.numbers("topics", low=0.0, high=1.0),
        trainee=reader.flag("trainee", default=False),
        unavailable=reader.flag("unavailable", default=False),
    )


def _read_case(reader: Reader) -> PairingCase:
    return PairingCase(
        id=reader.text("id"),
        client_type=reader.text("client_type"),
        organisation=reader.optional_text("organisation"),
        region=reader.optional_text("region"),
        topics=tuple(dict.fromkeys(reader.texts("topics"))),
        needs=reader.numbers("needs", low=0.0, high=HIGHEST_LEVEL),
        load=reader.number("load", default=1.0),
        priority=reader.number("priority", default=1.0, high=LARGEST_WEIGHT),
        previous_advisor=reader.optional_text("previous_advisor"),
        excluded_advisors=frozenset(reader.texts("excluded_advisors")),
    )


def _report_duplicates(root: Reader, place: str, key: str, ids: Iterable[str]) -> None:
    seen: Counter[str] = Counter()
    for position, found in enumerate(ids):
        if found and seen[found]:
            root.report(
                f"{place}[{position}].{key}", phrase("is_twice", value=quote(found)), phrase("own_id")
            )
        seen[found] += 1


def _report_unknown(
    root: Reader,
    client_types: tuple[ClientType, ...],
    advisors: tuple[Advisor, ...],
    cases: tuple[PairingCase, ...],
) -> None:
    codes = {kind.code for kind in client_types}
    known = {advisor.id for advisor in advisors}
    for position, case in enumerate(cases):
        path = f"cases[{position}]"
        if case.client_type and case.client_type not in codes:
            wrong = phrase("is_unknown", value=quote(case.client_type))
            root.report(f"{path}.client_type", wrong, phrase("client_type"))
        named = [("previous_advisor", case.previous_advisor)] if case.previous_advisor is not None else []
        named += [("excluded_advisors", excluded) for excluded in sorted(case.excluded_advisors)]
        for key, advisor_id in named:
            if advisor_id not in known:
                root.report(f"{path}.{key}", phrase("is_unknown", value=quote(advisor_id)), phrase("advisor"))


def write_problem(problem: Problem) -> str:
    """Write INSTANCE.json; reading it back gives an equal problem."""
    policy = problem.policy
    document = {
        "version": VERSION,
        "policy": {
            "cross_organisation": policy.cross_organisation,
            "allow_stretch": policy.allow_stretch,
            "top_k": policy.top_k,
            "weights": {name: getattr(policy.weights, name) for name in WEIGHT_NAMES},
        },
        "client_types": [
            {"code": kind.code, "lead_level": kind.lead_level, "members": list(kind.seats)}
            for kind in problem.client_types
        ],
        "advisors": [_write_advisor(advisor) for advisor in problem.advisors],
        "cases": [_write_case(case) for case in problem.cases],
    }
    return json.dumps(document, ensure_ascii=False)


def _write_advisor(advisor: Advisor) -> dict[str, object]:
    return {
        "id": advisor.id,
        "organisation": advisor.organisation,
        "region": advisor.region,
        "level": advisor.level,
        "criteria": dict(advisor.criteria),
        "topics": dict(advisor.topics),
        "capacity": advisor.capacity,
        "trainee": advisor.trainee,
        "unavailable": advisor.unavailable,
    }


def _write_case(case: PairingCase) -> dict[str, object]:
    return {
        "id": case.id,
        "organisation": case.organisation,
        "region": case.region,
        "client_type": case.client_type,
        "topics": list(case.topics),
        "needs": dict(case.needs),
        "load": case.load,
        "priority": case.priority,
        "previous_advisor": case.previous_advisor,
        "excluded_advisors": sorted(case.excluded_advisors),
    }
