"""Calls that belong in one place only."""

import ast
from collections.abc import Iterator

CLOCK_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


def clock_calls(source: str) -> Iterator[tuple[int, str]]:
    """Yield where the machine's clock is read as a date or an instant."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).split(".")[-1]
            if (owner, node.func.attr) in CLOCK_CALLS:
                yield node.lineno, f"{owner}.{node.func.attr}"


def select_calls(source: str) -> Iterator[tuple[int, str]]:
    """Yield where a query is written."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "select":
            yield node.lineno, ast.unparse(node.func)


def session_endings(source: str) -> Iterator[tuple[int, str]]:
    """Yield where a transaction is ended by hand."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"commit", "rollback"}
        ):
            yield node.lineno, ast.unparse(node.func)


def refusal_codes(source: str) -> Iterator[tuple[int, str]]:
    """Yield the codes that are given to a DomainError or one of its kinds."""
    kinds = {"DomainError", "NotAllowed", "NotFound", "Conflict", "RuleViolation"}
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).split(".")[-1] in kinds
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.lineno, node.args[0].value
