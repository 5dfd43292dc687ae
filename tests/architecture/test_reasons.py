from pathlib import Path

import pytest

from tests.architecture.rules.reasons import bare_exceptions, bare_flushes
from tests.architecture.rules.tree import ALL_CODE, python_files, shown


@pytest.mark.parametrize("path", python_files(*ALL_CODE), ids=shown)
def test_exceptions_carry_their_reason(path: Path):
    assert list(bare_exceptions(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", python_files("lms"), ids=shown)
def test_a_manual_flush_carries_its_reason(path: Path):
    assert list(bare_flushes(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import os  # noqa: F401", "suppression"),
        ("import os  # noqa", "suppression"),
        ("a = b  # type: ignore[name-defined]", "suppression"),
        ("a = b  # type: ignore[name-defined]  # sorry", "suppression"),
        ("if a:  # pragma: no cover\n    b()", "suppression"),
        ("def f():\n    import os", "inline import"),
        ("def f():\n    from a import (\n        b,\n    )", "inline import"),
    ],
)
def test_a_bare_exception_is_found(source: str, kind: str):
    assert [found for _, found in bare_exceptions(source)] == [kind]


@pytest.mark.parametrize(
    "source",
    [
        "import os  # noqa: F401, E402 (read by the loader)",
        "a = b  # type: ignore[name-defined]  # made by the plugin",
        "if a:  # pragma: no cover - only on Windows\n    b()",
        "def f():\n    import os  # noqa: PLC0415 (slow to load)",
        "text = '# noqa'",
    ],
)
def test_an_exception_with_a_reason_passes(source: str):
    assert list(bare_exceptions(source)) == []


def test_a_bare_flush_is_found():
    source = "session.flush()\nsession.flush()  # the entry needs the new id\nflush()\n"
    assert list(bare_flushes(source)) == [(1, "session.flush")]
