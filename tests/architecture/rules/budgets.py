"""How long files and functions are."""

import ast
from collections.abc import Iterator
from math import ceil
from pathlib import Path

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ROUTES = {"route", "get", "post"}


def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def function_lengths(source: str) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its lines from `def` to its end, decorators left out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, FUNCTIONS):
            yield node.name, _last_line(node) - node.lineno + 1


def handler_lengths(source: str) -> Iterator[tuple[str, int]]:
    """Yield each view handler's name and the lines of its body."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, FUNCTIONS) and any(map(_is_route, node.decorator_list)):
            yield node.name, _last_line(node) - node.body[0].lineno + 1


def percentile(values: list[int], share: float) -> int:
    """Return the nearest-rank percentile: the smallest value that covers the share."""
    return sorted(values)[ceil(share * len(values)) - 1]


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in ROUTES
    )


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno
