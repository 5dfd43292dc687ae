"""Sentences about pairing files: a phrase of the domain, said in the language of the moment."""

from lms.pairing.domain.checking import Violation
from lms.pairing.domain.phrase import Phrase
from lms.pairing.domain.reading import InputProblem
from lms.web.i18n import LazyString, gettext
from lms.web.i18n import lazy_gettext as _l

WRONG: dict[str, LazyString] = {
    "is": _l("is %(value)s"),
    "is_list": _l("is a list"),
    "is_missing": _l("is missing"),
    "is_object": _l("is an object"),
    "is_twice": _l("%(value)s is there twice"),
    "is_unknown": _l("%(value)s is unknown"),
    "no_level": _l("names no level"),
    "no_weight": _l("is not a weight"),
    "not_json": _l("is not JSON (%(reason)s)"),
    "too_deep": _l("is nested too deeply"),
}

EXPECTED: dict[str, LazyString] = {
    "advisor": _l("the id of an advisor of this instance"),
    "client_type": _l("the code of a client type of this instance"),
    "flag": _l("true or false"),
    "lead_level": _l("the lead_level %(level)s, as the lead comes first"),
    "levels": _l("a list of levels from %(low)s to %(high)s, lead first"),
    "list_of_objects": _l("a list of objects"),
    "list_of_texts": _l("a list of texts"),
    "list_of_wholes": _l("a list of whole numbers"),
    "number": _l("a number from %(low)s to %(high)s"),
    "object": _l("an object"),
    "one_of": _l("one of %(words)s"),
    "own_id": _l("an id of its own"),
    "text": _l("a text that is not empty"),
    "whole": _l("a whole number from %(low)s to %(high)s"),
}

UNREADABLE: dict[str, LazyString] = {
    "not_utf8": _l("is not text in UTF-8"),
    "too_large": _l("is larger than %(limit)s MB"),
    "unreadable": _l("cannot be read: %(reason)s"),
}

SUBJECTS: dict[str, LazyString] = {
    "advisor": _l("advisor %(advisor)s"),
    "alternative": _l("alternative %(advisor)s for case %(case)s"),
    "case": _l("case %(case)s"),
    "figure": _l("%(name)s"),
}

FAULTS: dict[str, LazyString] = {
    "bound_too_low": _l("is %(bound)s, below the objective %(objective)s"),
    "excluded": _l("%(advisor)s is excluded"),
    "level_too_low": _l("%(advisor)s has level %(level)s; the seat needs %(needed)s"),
    "need_unmet": _l("%(advisor)s does not reach %(needed)s on %(criterion)s"),
    "negative_cost": _l("costs %(cost)s; a forced plan cannot gain"),
    "no_step_up": _l("trainee %(advisor)s has level %(level)s; a lead of level %(lead_level)s is no step up"),
    "no_such_seat": _l("is for seat %(seat)s; the case has %(seats)s, counted from 0"),
    "no_trainees": _l("%(advisor)s is seated as a trainee; the policy seats none"),
    "not_a_trainee": _l("%(advisor)s is seated as a trainee without being one"),
    "not_in_problem": _l("is not in the instance"),
    "not_optimal": _l("is optimal, but the bound is above the objective"),
    "on_case_already": _l("is on the case already"),
    "out_of_reach": _l("%(advisor)s belongs to another organisation, out of reach under %(policy)s"),
    "over_capacity": _l("carries %(load)s; the capacity is %(capacity)s"),
    "seated_twice": _l("seats somebody twice"),
    "told_times": _l("is told %(times)s times; expected once, as a pair or as unassigned"),
    "unavailable": _l("%(advisor)s is unavailable"),
    "unknown": _l("is unknown"),
    "unknown_advisor": _l("seats %(advisor)s, who is unknown"),
    "wrong_figure": _l("is %(value)s; expected %(due)s"),
    "wrong_open_reason": _l("is open for another reason than %(reason)s"),
    "wrong_points": _l("gives points that do not follow from the instance"),
    "wrong_reasons": _l("gives reasons that do not follow from the instance"),
    "wrong_roles": _l("seats %(roles)s; expected %(expected)s, then a trainee or nobody"),
    "wrong_sum": _l("has %(points)s points, which is not the sum of its reasons"),
}


def say(words: dict[str, LazyString], what: Phrase) -> str:
    """Say a phrase by the words of its kind."""
    return str(words[what.code]) % what.facts


def problem_sentence(problem: InputProblem) -> str:
    """Say where a document is wrong, what is wrong and what is expected."""
    wrong, expected = say(WRONG, problem.wrong), say(EXPECTED, problem.expected)
    return gettext(
        "%(path)s: %(wrong)s; expected %(expected)s", path=problem.path, wrong=wrong, expected=expected
    )


def violation_sentence(violation: Violation) -> str:
    """Say what is wrong with a result."""
    subject, fault = say(SUBJECTS, violation.subject), say(FAULTS, violation.fault)
    return gettext("%(subject)s: %(fault)s", subject=subject, fault=fault)


def unreadable_sentence(reason: Phrase) -> str:
    """Say why a file cannot be read."""
    return say(UNREADABLE, reason)
