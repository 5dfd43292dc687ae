"""The gate before every endpoint, and addresses one is led on to."""

import pytest
from flask import Flask

from lms.kernel.permission import Permission
from lms.web.access import access_of, local_address, public, require, require_complete_access, signed_in


@pytest.mark.parametrize(
    "target",
    [
        "/account",
        "/people?role=advisor&q=%E9%9D%92%E4%BA%95",
        "/ojt/new",
        "/courses/small/first",
        "/courses//small/first",
        "/?view=hr",
    ],
)
def test_pages_of_ours_are_led_to(target, app):
    with app.test_request_context("/sign-in"):
        assert local_address(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "account",
        "https://evil.example/account",
        "//evil.example/account",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/no-such-page",
        "/sign-out",
    ],
)
def test_nothing_else_is_led_to(target, app):
    with app.test_request_context("/sign-in"):
        assert local_address(target) is None


@pytest.fixture
def bare_app(the_app):
    """An app of the same kind as ours, for endpoints of its own."""
    return Flask("bare", static_folder=str(the_app.static_folder))


def test_the_boot_stops_at_an_endpoint_that_declares_nothing_and_names_it(bare_app):
    bare_app.add_url_rule("/open", "open", public(lambda: ""))
    bare_app.add_url_rule("/own", "own", signed_in(lambda: ""))
    bare_app.add_url_rule("/theirs", "theirs", require(Permission.PERSON_READ)(lambda: ""))
    require_complete_access(bare_app)
    bare_app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    with pytest.raises(RuntimeError, match="forgotten"):
        require_complete_access(bare_app)

    assert access_of(bare_app, "theirs").permission is Permission.PERSON_READ
    assert not access_of(bare_app, "own").is_public


def test_an_endpoint_added_after_the_boot_without_declaring_is_closed_to_everybody(
    app, client_as, cast, monkeypatch
):
    monkeypatch.delattr(app.view_functions["people.list_people"], "__access__")
    answer = client_as(cast.hara).get("/people")
    assert answer.status_code == 403
    assert cast.aoi.name not in answer.text


def test_who_lacks_the_permission_is_told_so(client_as, cast):
    answer = client_as(cast.aoi).get("/people?lang=en")
    assert answer.status_code == 403
    assert "Your role does not include this page." in answer.text
