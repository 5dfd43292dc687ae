"""The demo, as the access tests build it."""

from tests.integration.access.conftest import demo, demo_engine  # noqa: F401 (pytest finds the fixtures here)
