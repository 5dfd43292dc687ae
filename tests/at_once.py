"""Acting at one moment, on connections of their own, in a database that keeps what is committed to it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from lms.kernel.errors import DomainError
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, retrying, transaction, use_database


@contextmanager
def kept_database(database_url: str, folder: Path, name: str) -> Iterator[Database]:
    """Give an empty, migrated database of the kind the tests run on; units of work use it meanwhile."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{folder / name}.sqlite3"
    else:
        server = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        server.dispose()
        url = server.url.set(database=name).render_as_string(hide_password=False)
    engine = make_engine(url)
    upgrade(engine)
    database = Database.of_engine(engine)
    use_database(database)
    yield database
    use_database(None)
    engine.dispose()


def do_at_once(works: Sequence[Callable[[Session], object]]) -> list[str | None]:
    """Do units of work at one moment; return what they gave, sorted: nothing, or the code of a refusal."""
    starting = threading.Barrier(len(works))
    given: dict[int, str | None] = {}

    def do(number: int, work: Callable[[Session], object]) -> None:
        starting.wait()
        try:
            retrying(lambda: unit(work))
            given[number] = None
        except DomainError as refused:
            given[number] = refused.code

    def unit(work: Callable[[Session], object]) -> None:
        with transaction() as session:
            work(session)

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted((given[number] for number in range(len(works))), key=str)
