"""English words for what is labelled."""

import pytest
from flask import Flask

from lms.web.i18n import init_i18n


@pytest.fixture
def app_context():
    app = Flask(__name__)
    init_i18n(app, catalogues=[], default="en")
    with app.app_context():
        yield
