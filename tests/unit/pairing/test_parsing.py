"""Reading instances: what is taken as it stands, what is filled in, and every way to get it wrong."""

import copy
import json

import pytest

from lms.pairing.domain.parsing import parse_problem, write_problem
from lms.pairing.domain.problem import (
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Weights,
)
from lms.pairing.domain.reading import RefusedDocument
from tests.factories.pairing import CLIENT_TYPES, Shape, seeded_problem

INSTANCE = {
    "version": 1,
    "policy": {
        "cross_organisation": "same_region",
        "allow_stretch": True,
        "top_k": 3,
        "weights": {
            "level": 40,
            "topics": 25,
            "continuity": 15,
            "locality": 10,
            "workload": 5,
            "development": 5,
        },
    },
    "client_types": [
        {"code": "community_rooted", "lead_level": 1, "members": [1]},
        {"code": "complex_analysis", "lead_level": 4, "members": [4, 2]},
    ],
    "advisors": [
        {
            "id": "a1",
            "organisation": "o1",
            "region": "r1",
            "level": 2,
            "criteria": {"B1": 2.4},
            "topics": {"finance": 0.8},
            "capacity": 12,
            "trainee": False,
            "unavailable": False,
        }
    ],
    "cases": [
        {
            "id": "c1",
            "organisation": "o1",
            "region": "r1",
            "client_type": "community_rooted",
            "topics": ["finance"],
            "needs": {"B1": 2},
            "load": 1,
            "priority": 1,
            "previous_advisor": None,
            "excluded_advisors": [],
        }
    ],
}


@pytest.fixture
def refused():
    """Read a document that must be refused and return path, what is wrong, what is expected."""

    def read(document):
        text = document if isinstance(document, str) else json.dumps(document)
        with pytest.raises(RefusedDocument) as refusal:
            parse_problem(text)
        return [(one.path, one.wrong.code, one.expected.code) for one in refusal.value.problems]

    return read


def test_an_instance_is_read_as_it_stands():
    problem = parse_problem(json.dumps(INSTANCE))
    assert problem.policy == Policy(CrossOrganisation.SAME_REGION, weights=Weights())
    assert problem.client_types == (
        ClientType("community_rooted", (1,)),
        ClientType("complex_analysis", (4, 2)),
    )
    assert problem.advisors == (Advisor("a1", 2, 12.0, "o1", "r1", {"B1": 2.4}, {"finance": 0.8}),)
    assert problem.cases == (PairingCase("c1", "community_rooted", "o1", "r1", ("finance",), {"B1": 2.0}),)


def test_what_may_be_missing_is_filled_in():
    document = {
        "version": 1,
        "client_types": [{"code": "t", "lead_level": 3}],
        "advisors": [{"id": "a", "level": 3, "capacity": 0.5}],
        "cases": [{"id": "c", "client_type": "t", "topics": ["x", "x"]}],
    }
    problem = parse_problem(json.dumps(document))
    assert problem.policy == Policy()
    assert problem.client_types == (ClientType("t", (3,)),)
    assert problem.advisors == (Advisor("a", 3, 0.5),)
    assert problem.cases == (PairingCase("c", "t", topics=("x",)),)


def test_a_weight_that_is_not_named_counts_nothing():
    document = {**INSTANCE, "policy": {"weights": {"level": 7}}}
    assert parse_problem(json.dumps(document)).policy == Policy(weights=Weights(7.0, 0.0, 0.0, 0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (("version",), 2, ("$.version", "is", "whole")),
        (("advisors", 0, "capacity"), -1, ("$.advisors[0].capacity", "is", "number")),
        (("advisors", 0, "capacity"), float("nan"), ("$.advisors[0].capacity", "is", "number")),
        (("advisors", 0, "capacity"), True, ("$.advisors[0].capacity", "is", "number")),
        (("advisors", 0, "capacity"), "12", ("$.advisors[0].capacity", "is", "number")),
        (("advisors", 0, "level"), 5, ("$.advisors[0].level", "is", "whole")),
        (("advisors", 0, "level"), 2.5, ("$.advisors[0].level", "is", "whole")),
        (("advisors", 0, "id"), "", ("$.advisors[0].id", "is", "text")),
        (("advisors", 0, "id"), 7, ("$.advisors[0].id", "is", "text")),
        (("advisors", 0, "organisation"), ["o1"], ("$.advisors[0].organisation", "is_list", "text")),
        (("advisors", 0, "criteria"), [], ("$.advisors[0].criteria", "is_list", "object")),
        (("advisors", 0, "criteria"), {"B1": 4.1}, ("$.advisors[0].criteria.B1", "is", "number")),
        (("advisors", 0, "topics"), {"tax": 1.5}, ("$.advisors[0].topics.tax", "is", "number")),
        (("advisors", 0, "topics"), {"tax": None}, ("$.advisors[0].topics.tax", "is_missing", "number")),
        (("advisors", 0, "trainee"), "no", ("$.advisors[0].trainee", "is", "flag")),
        (("advisors", 0), "a1", ("$.advisors[0]", "is", "object")),
        (("advisors",), {}, ("$.advisors", "is_object", "list_of_objects")),
        (("policy",), [], ("$.policy", "is_list", "object")),
        (("policy", "cross_organisation"), "moon", ("$.policy.cross_organisation", "is", "one_of")),
        (("policy", "cross_organisation"), {}, ("$.policy.cross_organisation", "is_object", "one_of")),
        (("policy", "top_k"), -1, ("$.policy.top_k", "is", "whole")),
        (("policy", "weights", "level"), float("inf"), ("$.policy.weights.level", "is", "number")),
        (("policy", "weights", "level"), -0.1, ("$.policy.weights.level", "is", "number")),
        (("policy", "weights", "luck"), 1, ("$.policy.weights.luck", "no_weight", "one_of")),
        (("client_types", 0, "members"), [], ("$.client_types[0].members", "no_level", "levels")),
        (("client_types", 1, "members"), [2, 4], ("$.client_types[1].members[0]", "is", "lead_level")),
        (("client_types", 1, "members"), [4, 9], ("$.client_types[1].members[1]", "is", "whole")),
        (("client_types", 1, "members"), 4, ("$.client_types[1].members", "is", "list_of_wholes")),
        (("client_types", 1, "code"), "community_rooted", ("$.client_types[1].code", "is_twice", "own_id")),
        (("cases", 0, "client_type"), "x", ("$.cases[0].client_type", "is_unknown", "client_type")),
        (("cases", 0, "previous_advisor"), "z", ("$.cases[0].previous_advisor", "is_unknown", "advisor")),
        (("cases", 0, "excluded_advisors"), ["z"], ("$.cases[0].excluded_advisors", "is_unknown", "advisor")),
        (("cases", 0, "excluded_advisors"), "z", ("$.cases[0].excluded_advisors", "is", "list_of_texts")),
        (("cases", 0, "topics"), [3], ("$.cases[0].topics[0]", "is", "text")),
        (("cases", 0, "load"), -1, ("$.cases[0].load", "is", "number")),
        (("cases", 0, "priority"), 1e5, ("$.cases[0].priority", "is", "number")),
    ],
)
def test_each_mistake_is_named_with_its_place(refused, place, value, expected):
    document = copy.deepcopy(INSTANCE)
    target = document
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    assert expected in refused(document)


@pytest.mark.parametrize(
    ("place", "key", "expected"),
    [
        ((), "version", ("$.version", "is_missing", "whole")),
        ((), "advisors", ("$.advisors", "is_missing", "list_of_objects")),
        (("advisors", 0), "capacity", ("$.advisors[0].capacity", "is_missing", "number")),
        (("advisors", 0), "id", ("$.advisors[0].id", "is_missing", "text")),
        (("cases", 0), "client_type", ("$.cases[0].client_type", "is_missing", "text")),
    ],
)
def test_what_has_to_be_there_is_missed(refused, place, key, expected):
    document = copy.deepcopy(INSTANCE)
    target = document
    for step in place:
        target = target[step]
    del target[key]
    assert expected in refused(document)


def test_a_client_type_without_any_level_is_refused(refused):
    document = {**INSTANCE, "client_types": [{"code": "community_rooted"}]}
    assert refused(document) == [("$.client_types[0].members", "is_missing", "levels")]


def test_ids_are_given_once(refused):
    document = {**INSTANCE, "cases": INSTANCE["cases"] * 2, "advisors": INSTANCE["advisors"] * 3}
    assert refused(document) == [
        ("$.advisors[1].id", "is_twice", "own_id"),
        ("$.advisors[2].id", "is_twice", "own_id"),
        ("$.cases[1].id", "is_twice", "own_id"),
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("{", "not_json"), ("", "not_json"), ("[" * 100_000, "too_deep"), ("[1]", "is_list"), ("7", "is")],
)
def test_what_is_no_document_at_all_is_refused_once(refused, text, wrong):
    assert refused(text) == [("$", wrong, "object")]


def test_a_long_value_is_shortened():
    with pytest.raises(RefusedDocument) as refusal:
        parse_problem(json.dumps({**INSTANCE, "version": "v" * 100}))
    value = refusal.value.problems[0].wrong.facts["value"]
    assert (len(value), value[-1]) == (40, "…")


@pytest.mark.parametrize("seed", [1, 2])
def test_writing_and_reading_back_changes_nothing(seed):
    problem = seeded_problem(Shape(), seed=seed)
    assert parse_problem(write_problem(problem)) == problem
    assert problem.client_types == CLIENT_TYPES
