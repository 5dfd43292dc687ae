"""Words that say nothing, and functions that look like tests but never run."""

import ast
import re
from collections.abc import Iterator

EMPTY_MODULE_NAMES = {
    *("common", "data", "handle", "helper", "helpers", "info", "manager", "misc", "process", "util", "utils")
}
EMPTY_WORDS = {"helper", "helpers", "manager", "misc", "util", "utils"}
EMPTY_STARTS = ("do_", "handle_", "process_")


def says_nothing(module: str) -> bool:
    """Tell whether a module's name is a banned word, or has one of the worst in it."""
    return module in EMPTY_MODULE_NAMES or not EMPTY_WORDS.isdisjoint(module.split("_"))


def empty_names(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of classes and module-level functions named with banned words.

    Methods are left out: a base class of a library may dictate their names.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", node.name)}
            if words & EMPTY_WORDS or node.name.lstrip("_").startswith(EMPTY_STARTS):
                yield node.lineno, node.name


def stray_functions(source: str) -> Iterator[tuple[int, str]]:
    """Yield functions at the top of a test file that are neither fixtures nor tests."""
    for node in ast.parse(source).body:
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and not node.name.startswith("test_")
            and not any(_is_fixture(decorator) for decorator in node.decorator_list)
        ):
            yield node.lineno, node.name


def uncollected_tests(source: str) -> Iterator[tuple[int, str]]:
    """Yield functions named as tests in a file that pytest does not collect."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.lineno, node.name


def _is_fixture(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).split(".")[-1] == "fixture"
