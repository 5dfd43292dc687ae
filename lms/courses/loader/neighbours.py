"""The courses beside a course on disk: what each of them asks to be taken before it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lms.courses.domain import CourseFile
from lms.courses.loader.files import FolderFiles, RefusedError, read_yaml


class SiblingFolders(Mapping[str, Sequence[str]]):
    """Slug → prerequisites of the courses directly below a folder; each is read when first asked for.

    A course that cannot be read is there, but asks for nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, slug: str) -> Sequence[str]:
        if slug not in self._read:
            if not (self._folder / slug / CourseFile.COURSE).is_file():
                raise KeyError(slug)
            self._read[slug] = _prerequisites(self._folder / slug)
        return self._read[slug]

    def __iter__(self) -> Iterator[str]:
        return (file.parent.name for file in self._folder.glob(f"*/{CourseFile.COURSE}"))

    def __len__(self) -> int:
        return sum(1 for _slug in self)


def _prerequisites(folder: Path) -> tuple[str, ...]:
    try:
        course = read_yaml(FolderFiles(folder), CourseFile.COURSE).value
    except RefusedError:
        return ()
    listed = course.get("prerequisites") if isinstance(course, dict) else None
    return tuple(slug for slug in listed if isinstance(slug, str)) if isinstance(listed, list) else ()
