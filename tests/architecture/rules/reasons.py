"""Exceptions to the rules carry their reason on the same line."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

MARKERS = re.compile(
    r"noqa(?::\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?"
    r"|type:\s*ignore(?:\[[^\]]*\])?"
    r"|mypy:\s*ignore-errors"
    r"|pragma:\s*no\s+(?:cover|branch)"
)
WORDS_OF_A_REASON = 2


def bare_exceptions(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and kind of each suppression and inline import without a reason."""
    comments = _comments(source)
    for line, comment in comments.items():
        if MARKERS.search(comment) and not _has_reason(comment):
            yield line, "suppression"
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Import | ast.ImportFrom)
            and node.col_offset > 0
            and not _explained(node, comments)
        ):
            yield node.lineno, "inline import"


def bare_flushes(source: str) -> Iterator[tuple[int, str]]:
    """Yield each manual flush without a reason."""
    comments = _comments(source)
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "flush"
            and not _explained(node, comments)
        ):
            yield node.lineno, ast.unparse(node.func)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def _has_reason(comment: str) -> bool:
    return len(re.findall(r"[A-Za-z]+", MARKERS.sub(" ", comment))) >= WORDS_OF_A_REASON


def _explained(node: ast.stmt | ast.expr, comments: dict[int, str]) -> bool:
    lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return any(_has_reason(comments.get(line, "")) for line in lines)
