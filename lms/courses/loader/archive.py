"""Courses as ZIP files: written alike every time, and read without trusting anything they say.

A ZIP holds one course: its files at the top, or in one folder named after the course. What systems add by
themselves (``__MACOSX``, ``.DS_Store`` …) is overlooked; whatever could lead out of a folder, overwrite
another file or grow without end is refused before or while it is unpacked.
"""

import stat
import unicodedata
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lms.courses.domain import CourseFile, CourseText
from lms.courses.loader.files import Files, RefusedError
from lms.courses.loader.problem import Problem
from lms.courses.loader.writing import write_files

MAX_ARCHIVE_BYTES = 50_000_000
MAX_ENTRIES = 400
MAX_ENTRY_BYTES = 5_000_000
MAX_TOTAL_BYTES = 100_000_000
MAX_RATIO = 100
"""How many times more a file may hold than its packed bytes; texts reach 10 or 20."""
SMALL_BYTES = 100_000
"""What needs no look at its ratio."""

ARCHIVE = "ZIP"
"""What problems of the archive itself name as their file."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = (stat.S_IFREG | 0o644) << 16
_ENCRYPTED = 0x1
_CHUNK = 65_536
_LONGEST_NAME = 200
_OVERLOOKED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})
_DEVICES = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
_NESTED = (".zip", ".7z", ".gz", ".bz2", ".xz", ".rar", ".tar", ".tgz", ".jar")
_ZIP_START = b"PK\x03\x04"
_UNREADABLE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
    zlib.error,
)


def write_zip(course: CourseText) -> bytes:
    """Write a whole course as a ZIP file; the same course gives the same bytes."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(write_files(course).items()):
            entry = ZipInfo(f"{course.slug}/{name}", _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()


def read_zip(content: bytes) -> Files:
    """Return the files of the course in a ZIP file by their path within its folder. Raises RefusedError."""
    if len(content) > MAX_ARCHIVE_BYTES:
        raise _refused("courses.zip_too_large", limit=MAX_ARCHIVE_BYTES // 1_000_000)
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = _checked(archive)
            files = dict(_unpacked(archive, entries))
    except _UNREADABLE as error:
        raise _refused("courses.zip_broken", reason=error) from error
    return _within_folder(files)


def _checked(archive: ZipFile) -> list[ZipInfo]:
    """Return the entries to unpack, when every entry's name and kind can be trusted. Raises RefusedError."""
    if len(archive.infolist()) > MAX_ENTRIES:
        raise _refused("courses.zip_many_entries", limit=MAX_ENTRIES)
    problems = [problem for entry in archive.infolist() for problem in _entry_problems(entry)]
    seen: dict[str, str] = {}
    entries = [entry for entry in archive.infolist() if not _is_overlooked(entry.filename)]
    for entry in entries:
        same = unicodedata.normalize("NFKC", entry.filename.rstrip("/")).casefold()
        if same in seen:
            facts = {"first": seen[same]}
            problems.append(Problem(_told(entry.filename), 1, "courses.zip_twins", facts))
        seen[same] = entry.filename
    if problems:
        raise RefusedError(*problems)
    return [entry for entry in entries if not entry.is_dir()]


def _entry_problems(entry: ZipInfo) -> Iterator[Problem]:
    name = _told(entry.filename)
    if not _is_safe(entry.filename) or entry.orig_filename != entry.filename:
        yield Problem(name, 1, "courses.zip_name")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        yield Problem(name, 1, "courses.zip_link")
    if entry.flag_bits & _ENCRYPTED:
        yield Problem(name, 1, "courses.zip_encrypted")
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        yield Problem(name, 1, "courses.zip_packing")
    if entry.filename.lower().endswith(_NESTED):
        yield Problem(name, 1, "courses.zip_nested")


def _is_safe(name: str) -> bool:
    """Say whether a name stays in its folder on every system."""
    parts = name.rstrip("/").split("/")
    return (
        0 < len(name) <= _LONGEST_NAME
        and name.isprintable()
        and not set(name) & set('\\:*?"<>|')
        and all(part not in {"", ".", ".."} and part == part.strip(" ").rstrip(".") for part in parts)
        and not any(part.split(".")[0].casefold() in _DEVICES for part in parts)
    )


def _is_overlooked(name: str) -> bool:
    return any(part in _OVERLOOKED for part in name.split("/"))


def _unpacked(archive: ZipFile, entries: list[ZipInfo]) -> Iterator[tuple[str, bytes]]:
    left = MAX_TOTAL_BYTES
    for entry in entries:
        limit = min(MAX_ENTRY_BYTES, left, max(SMALL_BYTES, entry.compress_size * MAX_RATIO))
        with archive.open(entry) as stream:
            content = _read(stream, limit)
        name = _told(entry.filename)
        if len(content) > limit:
            code = "courses.zip_too_large" if limit == left else "courses.zip_bomb"
            raise RefusedError(Problem(name, 1, code, {"limit": MAX_TOTAL_BYTES // 1_000_000}))
        if content.startswith(_ZIP_START):
            raise RefusedError(Problem(name, 1, "courses.zip_nested"))
        left -= len(content)
        yield entry.filename, content


def _read(stream: IO[bytes], limit: int) -> bytes:
    """Read until the limit is passed; what an entry says about its own size counts for nothing."""
    chunks, size = [], 0
    while size <= limit and (chunk := stream.read(_CHUNK)):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _within_folder(files: dict[str, bytes]) -> Files:
    """Return the files by their path within the course's folder, wherever that lies in the archive."""
    places = sorted(
        (name for name in files if PurePosixPath(name).name == CourseFile.COURSE),
        key=lambda name: name.count("/"),
    )
    if not places:
        raise _refused("courses.zip_no_course")
    if len(places) > 1:
        raise _refused("courses.zip_many_courses", first=_told(places[0]), second=_told(places[1]))
    folder = places[0].removesuffix(CourseFile.COURSE)
    outside = sorted(name for name in files if not name.startswith(folder))
    if outside:
        raise RefusedError(Problem(_told(outside[0]), 1, "courses.zip_outside"))
    return {name.removeprefix(folder): content for name, content in files.items()}


def _told(name: str) -> str:
    """Return a name as a sentence can hold it."""
    shown = name[:_LONGEST_NAME]
    return shown if shown.isprintable() else repr(shown)[1:-1]


def _refused(code: str, **facts: object) -> RefusedError:
    return RefusedError(Problem(ARCHIVE, 1, code, facts))
