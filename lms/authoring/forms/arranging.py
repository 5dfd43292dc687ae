"""Adding, moving and taking out rows, as a button says: ``add:options``, ``up:steps-0-choices-1``."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lms.authoring.domain import Node
from lms.authoring.forms.spec import Spec, joined
from lms.authoring.forms.tree import Group, Rows

ADD, UP, DOWN, DROP = "add", "up", "down", "drop"
VERBS = frozenset({ADD, UP, DOWN, DROP})


@dataclass(frozen=True)
class Arranged:
    """A value whose rows were arranged, and the name of the row the eye is on now."""

    value: Node
    row: str = ""


def arranged(spec: Spec, value: Node, intent: str) -> Arranged:
    """Do to the rows of a value what a button says; anything else leaves it as it is."""
    verb, _, name = intent.partition(":")
    own = deepcopy(value)
    row = _arrange(spec, own, verb, name.split("-")) if verb in VERBS else ""
    return Arranged(_without_empty(spec, own), row)


@dataclass(frozen=True)
class _Found:
    spec: Rows
    nodes: list[Any]


def _arrange(spec: Spec, value: Node, verb: str, steps: Sequence[str]) -> str:
    """Arrange the rows of a value in place; return the row the eye is on, if one was meant."""
    if verb == ADD:
        found = _rows(spec, value, steps)
        if found is None or len(found.nodes) >= found.spec.most:
            return ""
        found.nodes.append(found.spec.blank_row(found.nodes))
        return joined("-".join(steps), len(found.nodes) - 1)
    found = _rows(spec, value, steps[:-1]) if steps[-1].isdecimal() else None
    if found is None or int(steps[-1]) >= len(found.nodes) or (found.spec.is_fixed and verb == DROP):
        return ""
    return _moved(found, "-".join(steps[:-1]), int(steps[-1]), verb)


def _rows(spec: Spec, value: Node, steps: Sequence[str]) -> _Found | None:
    """Return the list at ``steps``; one that is missing is made."""
    if not steps:
        return _Found(spec, value) if isinstance(spec, Rows) else None
    step, *rest = steps
    if isinstance(spec, Group) and step in spec.parts:
        part = spec.parts[step]
        if isinstance(part, Rows):
            value.setdefault(step, [])
        return _rows(part, value[step], rest) if step in value else None
    if isinstance(spec, Rows) and step.isdecimal() and int(step) < len(value):
        return _rows(spec.item, value[int(step)], rest)
    return None


def _without_empty(spec: Spec, value: Node) -> Node:
    """Return a value without the lists that need not stand there and hold nothing any more."""
    if isinstance(spec, Rows):
        return [_without_empty(spec.item, node) for node in value]
    if not isinstance(spec, Group):
        return value
    empty = {
        step
        for step, part in spec.parts.items()
        if isinstance(part, Rows) and part.is_optional and not value.get(step)
    }
    return {
        step: _without_empty(spec.parts[step], node) if step in spec.parts else node
        for step, node in value.items()
        if step not in empty
    }


def _moved(found: _Found, name: str, position: int, verb: str) -> str:
    nodes = found.nodes
    if verb == DROP:
        nodes.pop(position)
        return joined(name, min(position, len(nodes) - 1)) if nodes else ""
    other = position + (1 if verb == DOWN else -1)
    if 0 <= other < len(nodes):
        nodes[position], nodes[other] = nodes[other], nodes[position]
        return joined(name, other)
    return joined(name, position)
