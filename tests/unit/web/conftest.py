"""A bare Flask app that speaks the asked language: no features, no database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from flask_babel import Babel, force_locale


@pytest.fixture
def bare_app() -> Flask:
    app = Flask("bare", static_folder=None)
    Babel(app, default_timezone="Asia/Tokyo")
    return app


@pytest.fixture
def speaking(bare_app: Flask) -> Callable[[str], AbstractContextManager[None]]:
    @contextmanager
    def speak(locale: str) -> Iterator[None]:
        with bare_app.test_request_context("/"), force_locale(locale):
            yield

    return speak
