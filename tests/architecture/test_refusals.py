from collections.abc import Iterable

from flask import Flask

from lms.web.errors import known_error_codes
from tests.architecture.rules.calls import refusal_codes
from tests.architecture.rules.tree import python_files, shown


def test_every_refusal_has_a_sentence(composed_app: Flask):
    assert composed_app.view_functions
    known = known_error_codes()
    raised: Iterable[tuple[str, str]] = (
        (shown(path), code)
        for path in python_files("lms")
        for _, code in refusal_codes(path.read_text(encoding="utf-8"))
    )
    assert [refusal for refusal in raised if refusal[1] not in known] == []


def test_codes_are_read_from_every_kind_of_refusal():
    source = (
        "raise RuleViolation('ojt.future_date', 'day')\nraise errors.NotFound('ojt.entry')\nraise Odd('x')\n"
    )
    assert list(refusal_codes(source)) == [(1, "ojt.future_date"), (2, "ojt.entry")]
