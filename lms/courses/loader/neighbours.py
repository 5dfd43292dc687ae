"""The courses a course may ask to be taken before it: those beside it on disk, and others that are known."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lms.courses.domain import CourseFile
from lms.courses.loader.files import FolderFiles, RefusedError, read_yaml


class SiblingFolders(Mapping[str, Sequence[str]]):
    """Slug → prerequisites of the courses directly below a folder; each is read when first asked for.

    A course that cannot be read is there, but asks for nothing. ``others`` are known besides; the folder's
    own word goes before theirs.
    """

    def __init__(self, folder: Path, others: Mapping[str, Sequence[str]] | None = None) -> None:
        self._folder = folder
        self._others = others or {}
        self._read: dict[str, Sequence[str]] = {}

    def note(self, slug: str, prerequisites: Sequence[str]) -> None:
        """Take what was read of a course already, rather than read its file once more."""
        self._read[slug] = prerequisites

    def __getitem__(self, slug: str) -> Sequence[str]:
        if slug not in self._read:
            has_folder = (self._folder / slug / CourseFile.COURSE).is_file()
            self._read[slug] = _prerequisites(self._folder / slug) if has_folder else self._others[slug]
        return self._read[slug]

    def __iter__(self) -> Iterator[str]:
        beside = {file.parent.name for file in self._folder.glob(f"*/{CourseFile.COURSE}")}
        return iter(sorted(beside | self._others.keys()))

    def __len__(self) -> int:
        return sum(1 for _slug in self)


def _prerequisites(folder: Path) -> tuple[str, ...]:
    try:
        course = read_yaml(FolderFiles(folder), CourseFile.COURSE).value
    except RefusedError:
        return ()
    listed = course.get("prerequisites") if isinstance(course, dict) else None
    return tuple(slug for slug in listed if isinstance(slug, str)) if isinstance(listed, list) else ()
