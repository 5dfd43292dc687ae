"""The search index: texts of all kinds, found by what stands in them, the same on both databases.

``lms.kernel.text`` says when a text matches; the index only makes it fast. A document's ``grams`` are the
pairs of signs of its Japanese and its words of letters: in an FTS5 table kept by triggers on SQLite, in a
``tsvector`` with a GIN index on PostgreSQL. Neither parses any text itself. What one pair or the beginning of
one word decides is decided by the index alone; a longer piece is looked for in the text of the candidates.
Marks for whose the document is stand among the grams, so that counting never leaves the index.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    cast,
    column,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from lms.kernel.text import fold, locate, runs_of, terms_of
from lms.storage.base import Base

T = TypeVar("T")

GIN_INDEX = "ix_search_document_grams"
INDEX = "search_index"
"""SQLite's full-text table and PostgreSQL's function: either gives the ids of what matches."""

_LONGEST_TEXT = 100_000
_LONGEST_WORD = 40
_ROWS_AT_ONCE = 500
_EXCERPT, _LEAD = 90, 24


class SearchDocument(Base):
    """A text that can be found: ``part`` of what ``ref_id`` names, in one language."""

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("kind", "ref_id", "part", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    ref_id: Mapped[UUID]
    part: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(Text)
    folded_title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    folded_body: Mapped[str] = mapped_column(Text)
    grams: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


@dataclass(frozen=True)
class Document:
    """What is put into the index. Without a publisher, every reader may find it."""

    ref_id: UUID
    publisher_id: UUID | None
    language: str
    title: str
    body: str
    part: str = ""


@dataclass(frozen=True)
class Excerpt:
    """A piece of a text around what was found in it."""

    before: str
    found: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.found}{self.after}"


@dataclass(frozen=True)
class FoundDocument:
    """A document that matches; ``id`` asks ``excerpts_of`` for its excerpt."""

    id: int
    ref_id: UUID
    part: str
    language: str
    title: str


@dataclass(frozen=True)
class Found:
    """How many documents match in all, and the slice of them that was asked for."""

    total: int
    hits: tuple[FoundDocument, ...]


def index(session: Session, kind: str, documents: Iterable[Document]) -> None:
    """Put documents into the index, in place of all there was of the same kind about the same things."""
    given = list(documents)
    remove(session, kind, {document.ref_id for document in given})
    if given:
        session.execute(insert(SearchDocument), [_row(kind, document) for document in given])


def remove(session: Session, kind: str, ref_ids: Collection[UUID]) -> None:
    """Take everything about these things out of the index."""
    for some in _in_portions(ref_ids):
        session.execute(
            delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.ref_id.in_(some)),
            execution_options={"synchronize_session": False},
        )


def remove_all(session: Session, kind: str) -> None:
    """Take everything of a kind out of the index."""
    session.execute(
        delete(SearchDocument).where(SearchDocument.kind == kind),
        execution_options={"synchronize_session": False},
    )


def is_empty(session: Session, kind: str) -> bool:
    """Say whether nothing of a kind is in the index."""
    return not session.scalar(select(exists().where(SearchDocument.kind == kind)))


def find(
    session: Session,
    *,
    kind: str,
    query: str,
    publisher_ids: Collection[UUID],
    limit: int | None = None,
    offset: int = 0,
) -> Found:
    """Find the documents that hold every piece of a query, those with all of them in the title first.

    Only what these publishers publish, or nobody, is found. A query without letters finds nothing.
    """
    terms = terms_of(query)
    if not terms:
        return Found(0, ())
    search = _Search(session, kind, publisher_ids, terms)
    n_titles, total = session.execute(
        select(search.count_titles().scalar_subquery(), search.count_all().scalar_subquery())
    ).one()
    end = total if limit is None else min(total, offset + limit)
    hits: list[FoundDocument] = []
    if offset < min(end, n_titles):
        hits += search.list_titles(offset, min(end, n_titles))
    if max(offset, n_titles) < end:
        hits += search.list_others(max(0, offset - n_titles), end - n_titles)
    return Found(total, tuple(hits))


def excerpts_of(session: Session, *, query: str, ids: Collection[int]) -> Mapping[int, Excerpt]:
    """Return a piece of each document's text around the first piece of the query that stands in it."""
    terms = terms_of(query)
    excerpts: dict[int, Excerpt] = {}
    for some in _in_portions(ids):
        rows = session.execute(
            select(SearchDocument.id, SearchDocument.body, SearchDocument.folded_body).where(
                SearchDocument.id.in_(some)
            )
        )
        excerpts |= {id_: _excerpt(body, [one for one in terms if one in form]) for id_, body, form in rows}
    return excerpts


_SQLITE_SIGNS = (" AND ", " OR ", '"', " *")
_POSTGRESQL_SIGNS = (" & ", " | ", "'", ":*")
_TITLE = "_"
_FTS = table(INDEX, column("rowid", Integer), column(INDEX))


class _Search:
    """The statements of one search."""

    def __init__(
        self, session: Session, kind: str, publisher_ids: Collection[UUID], terms: Sequence[str]
    ) -> None:
        self._session = session
        self._is_sqlite = session.get_bind().dialect.name == "sqlite"
        self._scope = sorted(_scope(kind, publisher) for publisher in {None, *publisher_ids})
        self._terms = terms
        self._long = [term for term in terms if not _is_decided_by_index(term)]

    def count_all(self) -> Select[int]:
        return self._counting("", self._verified())

    def count_titles(self) -> Select[int]:
        return self._counting(_TITLE, self._verified_in_title())

    def list_titles(self, first: int, last: int) -> list[FoundDocument]:
        return self._listing(_TITLE, self._verified_in_title(), first, last)

    def list_others(self, first: int, last: int) -> list[FoundDocument]:
        by_title = and_(*(self._holds(SearchDocument.folded_title, term) for term in self._terms))
        return self._listing("", [*self._verified(), not_(by_title)], first, last)

    def _verified(self) -> list[ColumnElement[bool]]:
        title, body = SearchDocument.folded_title, SearchDocument.folded_body
        return [or_(self._holds(title, term), self._holds(body, term)) for term in self._long]

    def _verified_in_title(self) -> list[ColumnElement[bool]]:
        return [self._holds(SearchDocument.folded_title, term) for term in self._long]

    def _counting(self, mark: str, verified: Sequence[ColumnElement[bool]]) -> Select[int]:
        ids = self._ids(mark)
        query = select(func.count()).select_from(ids)
        if verified:
            query = query.join(SearchDocument, SearchDocument.id == ids.c.rowid).where(*verified)
        return query

    def _listing(
        self, mark: str, verified: Sequence[ColumnElement[bool]], first: int, last: int
    ) -> list[FoundDocument]:
        ids = self._ids(mark)
        rows = self._session.execute(
            select(
                SearchDocument.id,
                SearchDocument.ref_id,
                SearchDocument.part,
                SearchDocument.language,
                SearchDocument.title,
            )
            .join(ids, SearchDocument.id == ids.c.rowid)
            .where(*verified)
            .order_by(ids.c.rowid)
            .offset(first)
            .limit(last - first)
        )
        return [FoundDocument(*row) for row in rows]

    def _ids(self, mark: str) -> FromClause:
        """Return the ids of the documents with all grams in the index, in their titles with that mark."""
        wanted = dict.fromkeys(
            (mark + gram, is_start) for term in self._terms for gram, is_start in _wanted(term)
        )
        and_sign, or_sign, quote, start = _SQLITE_SIGNS if self._is_sqlite else _POSTGRESQL_SIGNS
        parts = [f"{quote}{gram}{quote}{start if is_start else ''}" for gram, is_start in wanted]
        parts.append(f"({or_sign.join(quote + scope + quote for scope in self._scope)})")
        query = and_sign.join(parts)
        if self._is_sqlite:
            return select(_FTS.c.rowid).where(_FTS.c[INDEX].op("MATCH", is_comparison=True)(query)).subquery()
        return func.search_index(cast(query, TSQUERY)).table_valued("rowid").render_derived()

    def _holds(self, text: ColumnElement[str] | InstrumentedAttribute[str], term: str) -> ColumnElement[bool]:
        place = func.instr if self._is_sqlite else func.strpos
        return place(text, term) > 0


def _row(kind: str, document: Document) -> dict[str, object]:
    forms = fold(document.title)[:_LONGEST_TEXT], fold(document.body)[:_LONGEST_TEXT]
    grams = {_scope(kind, document.publisher_id)}
    for form, marks in zip(forms, (("", _TITLE), ("",)), strict=True):
        grams |= {mark + gram for gram in _grams(form) for mark in marks}
    return {
        "kind": kind,
        "ref_id": document.ref_id,
        "part": document.part,
        "language": document.language,
        "title": document.title,
        "folded_title": forms[0],
        "body": document.body,
        "folded_body": forms[1],
        "grams": " ".join(sorted(grams)),
    }


def _grams(form: str) -> Iterator[str]:
    for run, is_japanese in runs_of(form):
        if is_japanese:
            yield from map("".join, pairwise(run))
            yield run[-1]
        else:
            yield run[:_LONGEST_WORD]


def _wanted(term: str) -> Iterator[tuple[str, bool]]:
    """Return the grams of whatever holds the term, each with whether it is only a gram's beginning."""
    for run, is_japanese in runs_of(term):
        if is_japanese and len(run) > 1:
            yield from (("".join(pair), False) for pair in pairwise(run))
        else:
            yield run[:_LONGEST_WORD], True


def _is_decided_by_index(term: str) -> bool:
    """Say whether one gram decides: a pair of signs, one sign, or the beginning of one word."""
    (run, is_japanese), *more = runs_of(term)
    return not more and len(run) <= (2 if is_japanese else _LONGEST_WORD)


def _scope(kind: str, publisher_id: UUID | None) -> str:
    """Return the gram that says whose a document is; no gram of a text begins with two such signs."""
    return f"__{kind}_{publisher_id.hex if publisher_id else 'all'}"


def _in_portions(values: Collection[T]) -> Iterator[list[T]]:
    some = list(values)
    return (some[start : start + _ROWS_AT_ONCE] for start in range(0, len(some), _ROWS_AT_ONCE))


def _excerpt(body: str, terms: Sequence[str]) -> Excerpt:
    found = next((place for term in terms if (place := locate(body, term))), (0, 0))
    start = max(0, found[0] - _LEAD)
    end = min(len(body), max(start + _EXCERPT, found[1]))
    return Excerpt(
        before=("…" if start else "") + _in_one_line(body[start : found[0]]),
        found=_in_one_line(body[found[0] : found[1]]),
        after=_in_one_line(body[found[1] : end]) + ("…" if end < len(body) else ""),
    )


def _in_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
