"""Runs the migrations on the connection that lms.storage.migrations hands over."""

from alembic import context

from lms.app import BLUEPRINTS  # importing the app loads every feature's tables
from lms.storage.base import Base
from lms.storage.migrations import is_declared

assert BLUEPRINTS  # noqa: S101 (names why the import is there)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=is_declared,
)
with context.begin_transaction():
    context.run_migrations()
