"""What a file of profiles says. Such a text may still break the rules of ``profile``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.targets.domain.audience import Audience
from lms.targets.domain.profile import Span, TargetDraft, list_flaws

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class ProfileText:
    """One profile of a file; ``levels`` by the code of the criterion."""

    code: str
    name: Mapping[str, str]
    levels: Mapping[str, int]
    starts_on: date
    description: Mapping[str, str] = field(default_factory=dict)
    audience: Audience | None = None
    ends_on: date | None = None
    is_draft: bool = False


@dataclass(frozen=True)
class ProfileFile:
    """Profiles in the words of one rubric version.

    ``source``: where they come from; ``drafting``: what the authors of the file set themselves.
    """

    rubric_code: str
    rubric_version: str
    source: Mapping[str, str]
    drafting: Mapping[str, str]
    profiles: tuple[ProfileText, ...]

    def draft_of(self, text: ProfileText, rubric_version_id: UUID) -> TargetDraft:
        """Return one of its profiles as the first revision of a stored one would say it."""
        return TargetDraft(
            name=text.name,
            rubric_version_id=rubric_version_id,
            levels=text.levels,
            description=text.description,
            audience=text.audience,
            ends_on=text.ends_on,
            is_draft=text.is_draft,
            basis={
                language: f"{words}\n{self.drafting[language]}" for language, words in self.source.items()
            },
        )


def list_file_flaws(file: ProfileFile, scale: Mapping[str, int]) -> Iterator[tuple[Path, RuleViolation]]:
    """Name everything that keeps a file from being loaded, each with its place in the file.

    ``scale`` maps the code of each criterion of its rubric to the highest level.
    """
    for position, text in enumerate(file.profiles):
        path: Path = ("profiles", position)
        draft = file.draft_of(text, UUID(int=0))
        highest = max(scale.values(), default=0)
        for flaw in list_flaws(draft, starts_on=text.starts_on, criteria=scale.keys(), highest_level=highest):
            yield _place(path, flaw), flaw
        for other in file.profiles[:position]:
            if text.code == other.code and _span(text).overlaps(_span(other)):
                yield (*path, "code"), RuleViolation("targets.overlaps", starts_on=other.starts_on)
            elif (
                text.audience is not None
                and text.audience == other.audience
                and _span(text).overlaps(_span(other))
            ):
                yield (*path, "audience"), RuleViolation("targets.same_audience", other=other.code)


def _span(text: ProfileText) -> Span:
    return Span(text.starts_on, text.ends_on)


def _place(path: Path, flaw: RuleViolation) -> Path:
    """Lead from a field of the form to its place in the file."""
    name = flaw.field or ""
    if criterion := flaw.facts.get("criterion"):
        return (*path, "levels", str(criterion))
    places: Mapping[str, Path] = {
        "name_ja": ("name",),
        "years_from": ("audience", "years_from"),
        "years_to": ("audience", "years_to"),
    }
    return (*path, *places.get(name, (name,)))
