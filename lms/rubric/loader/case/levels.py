"""The rubrics of a CASE package: a scale of levels, and what each criterion looks like at each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from lms.rubric.domain import LANGUAGES
from lms.rubric.loader.case.terms import OURS
from lms.rubric.loader.case.wording import Object, ours_in, spots_of, words_of
from lms.rubric.loader.foreign import Placed, in_one, located, put_scale
from lms.rubric.loader.plain import UnreadableError
from lms.rubric.loader.sketch import Sketch

_LEVEL_NAMES = {"ja": "段階{}", "en": "Level {}"}


@dataclass(frozen=True)
class _Step:
    """One level of one criterion: the object, where it stands, and by what it is put in order."""

    level: Object
    spot: str
    worth: float


@dataclass(frozen=True)
class _Row:
    """One criterion of a rubric with its levels, in the order the rubric shows them."""

    placed: Placed
    spot: str
    steps: tuple[_Step, ...]


def criterion_key(rubric: int, criterion: int) -> str:
    """Name a rubric's criterion by its place, where no item stands for it."""
    return f"CFRubrics[{rubric}].CFRubricCriteria[{criterion}]"


def put_levels(
    sketch: Sketch, rubrics: Sequence[Object], by_item: Mapping[str, Placed], main: str, *, is_ours: bool
) -> dict[str, str]:
    """Put scale and descriptors in; return the identifiers of the descriptors by place."""
    rows = list(_rows(rubrics, by_item))
    if is_ours:
        numbers: Mapping[float, int] = {}
        for position, rubric in enumerate(rubrics):
            if ours_in(rubric).get("levels"):
                spot = f"CFRubrics[{position}].extensions.{OURS}.levels"
                sketch.put(("levels",), ours_in(rubric)["levels"], spot)
    else:
        numbers = {worth: number for number, worth in enumerate(_worths(rows), start=1)}
        put_scale(sketch, list(_scale(rows, main)))
    return dict(found for row in rows for found in _put_row(sketch, row, numbers, main))


def _rows(rubrics: Sequence[Object], by_item: Mapping[str, Placed]) -> Iterator[_Row]:
    seen: set[str] = set()
    for i, rubric in enumerate(rubrics):
        for j, criterion in enumerate(rubric.get("CFRubricCriteria", [])):
            spot = criterion_key(i, j)
            link = criterion.get("CFItemURI")
            key = spot if link is None else str(link["identifier"]).lower()
            placed = by_item.get(key)
            if placed is None or "criteria" not in placed.path:
                raise UnreadableError(located("rubric.case_no_item", f"{spot}.CFItemURI"))
            if key in seen:
                raise UnreadableError(located("rubric.case_second_rubric", spot, criterion=placed.code))
            seen.add(key)
            yield _Row(placed, spot, tuple(_steps(criterion.get("CFRubricCriterionLevels", []), spot)))


def _steps(levels: Sequence[Object], spot: str) -> Iterator[_Step]:
    has_scores = all("score" in level for level in levels)
    for k, level in sorted(enumerate(levels), key=lambda pair: pair[1].get("position", pair[0] + 1)):
        place = f"{spot}.CFRubricCriterionLevels[{k}]"
        worth = float(level["score"] if has_scores else level.get("position", k + 1))
        if not isfinite(worth):
            raise UnreadableError(located("rubric.case_score", f"{place}.score"))
        yield _Step(level, place, worth)


def _worths(rows: Sequence[_Row]) -> list[float]:
    return sorted({step.worth for row in rows for step in row.steps})


def _scale(rows: Sequence[_Row], main: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield where each level is named and what all criteria call it, lowest first."""
    for number, worth in enumerate(_worths(rows), start=1):
        steps = [step for row in rows for step in row.steps if step.worth == worth]
        names = {str(step.level.get("quality", "")).strip() for step in steps}
        name = in_one(main, names.pop() if len(names) == 1 else "")
        if not any(name.values()):
            name = {language: _LEVEL_NAMES[language].format(number) for language in LANGUAGES}
        yield f"{steps[0].spot}.quality", name


def _put_row(sketch: Sketch, row: _Row, numbers: Mapping[float, int], main: str) -> Iterator[tuple[str, str]]:
    for step in row.steps:
        path = sketch.next_in((*row.placed.path, "descriptors"))
        own = int(step.worth) if step.worth.is_integer() else step.worth
        number = numbers.get(step.worth, own)
        sketch.put((*path, "level"), number, f"{step.spot}.score")
        words = words_of(step.level, "description", main)
        sketch.put_words((*path, "text"), words, spots_of(step.spot, "description", step.level))
        if "feedback" in step.level:
            words = words_of(step.level, "feedback", main)
            sketch.put_words((*path, "sign"), words, spots_of(step.spot, "feedback", step.level))
        if ours_in(step.level).get("draft"):
            sketch.put((*path, "draft"), True, step.spot)  # noqa: FBT003 (a value like the others)
        if "identifier" in step.level:
            yield f"criteria/{row.placed.code}/{number}", str(step.level["identifier"]).lower()
