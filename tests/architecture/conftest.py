import pytest
from flask import Flask

from lms.app import create_app
from lms.config import Settings


@pytest.fixture(scope="package")
def composed_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the app with every feature in it; nothing here asks its database."""
    database = tmp_path_factory.mktemp("unasked") / "none.sqlite3"
    return create_app(Settings(env="test", secret_key="k" * 32, database_url=f"sqlite:///{database}"))
