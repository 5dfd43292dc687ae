"""How long 500 certificates take: in one file as planners fetch them, and one by one as their holders do."""

import re
import statistics
import time
from collections.abc import Iterator
from datetime import date
from functools import partial

from flask import Flask

from benchmarks.demo_site import environment, temporary_folder
from lms.app import configure_logging, create_app
from lms.config import load_settings
from lms.courses.domain.certificate import write_code
from lms.courses.queries.certificates import Certificate
from lms.courses.views.certificates import draw
from lms.storage.engine import make_engine
from lms.storage.session import Database

CERTIFICATES, ONE_BY_ONE = 500, 50
NAMES = ("青井 葵", "髙橋 﨑子", "𠮷野 辻\U000e0100", "ヴィクトリア・アレクサンドラ", "Jane Doe")
_PAGE = re.compile(rb"/Type ?/Page\b")


def run() -> Iterator[tuple[str, float, str]]:
    with temporary_folder() as folder:
        settings = load_settings(environment(folder))
        configure_logging(settings)
        engine = make_engine(settings.database_url)
        app = create_app(settings, database=Database.of_engine(engine))
        yield from _figures(app)
        engine.dispose()


def _figures(app: Flask) -> Iterator[tuple[str, float, str]]:
    certificates = [_certificate(number) for number in range(CERTIFICATES)]
    with app.test_request_context("/"):
        first, _pdf = _timed(partial(draw, certificates[:1]))
        yield "certificates: the first of a process", first * 1000, "ms"
        took = [_timed(partial(draw, [one]))[0] for one in certificates[:ONE_BY_ONE]]
        yield "certificates: one more: median", statistics.median(took) * 1000, "ms"
        seconds, pdf = _timed(partial(draw, certificates))
        assert len(_PAGE.findall(pdf)) == CERTIFICATES
        yield f"certificates: {CERTIFICATES} in one file", seconds, "s"
        yield f"certificates: size of {CERTIFICATES} in one file", len(pdf) / 1e6, "MB"


def _timed(work: partial[bytes]) -> tuple[float, bytes]:
    started = time.perf_counter()
    pdf = work()
    return time.perf_counter() - started, pdf


def _certificate(number: int) -> Certificate:
    return Certificate(
        code=write_code(number * 31**9),
        name=NAMES[number % len(NAMES)],
        employer={"ja": f"第{number}商工会議所", "en": f"Chamber {number}"},
        title={"ja": "伴走支援の基本", "en": "The basics of accompanying support"},
        minutes=60,
        finished_on=date(2026, 1 + number % 11, 20),
        publisher={"ja": "経営力再構築伴走支援推進協議会", "en": "Council for Accompanying Support"},
    )
