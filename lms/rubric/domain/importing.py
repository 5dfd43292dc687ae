"""A text that comes from a file, held against what is published already."""

from dataclasses import replace

from lms.rubric.domain.crosswalk import completed
from lms.rubric.domain.succession import CrosswalkKind, CrosswalkLine
from lms.rubric.domain.text import RubricText


def crosswalk_to(new: RubricText, old: RubricText) -> tuple[CrosswalkLine, ...]:
    """Return how the criteria of ``old`` go on in ``new``: as its crosswalk says, else by their codes."""
    if follows(new, old) and new.succession is not None:
        return (completed(new, old).succession or new.succession).crosswalk
    return by_codes(old, new)


def follows(new: RubricText, old: RubricText) -> bool:
    """Tell whether a text says of itself that it follows another one."""
    return new.succession is not None and (new.code, new.succession.predecessor) == (old.code, old.version)


def going_on(text: RubricText, started: RubricText, current: RubricText) -> RubricText:
    """Return a file's text as the draft that was started to follow the version in force.

    A file that says itself what it follows keeps its word. A copy of the version in force that somebody has
    edited becomes the next version: what it leaves out is left for its editor to settle in the crosswalk.
    """
    is_copy = text.version == current.version
    if (text.succession is not None and not is_copy) or started.succession is None:
        return text
    codes = {criterion.code for criterion in text.criteria}
    lines = tuple(line for line in started.succession.crosswalk if codes.issuperset(line.targets))
    return replace(
        text,
        version=started.version if is_copy else text.version,
        succession=replace(started.succession, crosswalk=lines),
        identifiers={} if is_copy else text.identifiers,
    )


def by_codes(old: RubricText, new: RubricText) -> tuple[CrosswalkLine, ...]:
    """Return how the criteria of ``old`` would go on in ``new`` if their codes said everything."""
    codes = {criterion.code for criterion in new.criteria}
    return tuple(
        CrosswalkLine(one.code, CrosswalkKind.SAME, (one.code,))
        if one.code in codes
        else CrosswalkLine(one.code, CrosswalkKind.RETIRED)
        for one in old.criteria
    )
