"""Parts made of parts: named ones in a group, like ones in rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field

from lms.authoring.domain import Node, free_name
from lms.authoring.forms.spec import MISSING, Label, Spec, joined
from lms.web.i18n import LazyString


@dataclass(frozen=True)
class Group:
    """Named parts. What the draft says beside them is left as it is."""

    parts: Mapping[str, Spec]
    kind: str = "group"

    def fields(self, name: str, value: Node) -> dict[str, Field]:
        return {
            key: field
            for step, part in self.parts.items()
            for key, field in part.fields(joined(name, step), (value or {}).get(step)).items()
        }

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {
            key: text
            for step, part in self.parts.items()
            for key, text in part.values(joined(name, step), (value or {}).get(step)).items()
        }

    def read(self, form: Any, name: str, before: Node) -> Node:  # noqa: ANN401 (see Spec)
        said = before or {}
        kept = {step: node for step, node in said.items() if step not in self.parts}
        typed = {
            step: part.read(form, joined(name, step), said.get(step)) for step, part in self.parts.items()
        }
        return kept | {step: node for step, node in typed.items() if node is not MISSING}

    def blank(self) -> Node:
        blanks = {step: part.blank() for step, part in self.parts.items()}
        return {step: node for step, node in blanks.items() if node is not MISSING}


@dataclass(frozen=True)
class Rows:
    """A list whose items can be added, moved and taken out.

    ``label`` names one of them with its %(number)s; ``code`` is the key under which a new one gets a name of
    its own; ``first`` is how many a new list begins with.
    """

    title: Label
    label: LazyString
    item: Spec
    add: Label
    most: int
    hint: Label = ""
    code: str = ""
    stem: str = ""
    first: int = 0
    is_optional: bool = False
    is_fixed: bool = False
    kind: str = "rows"

    def row_label(self, position: int) -> str:
        """Name the item at ``position``, from 0."""
        return str(self.label) % {"number": position + 1}

    def fields(self, name: str, value: Node) -> dict[str, Field]:
        return {
            key: field
            for position, node in enumerate(value or ())
            for key, field in self.item.fields(joined(name, position), node).items()
        }

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {
            key: text
            for position, node in enumerate(value or ())
            for key, text in self.item.values(joined(name, position), node).items()
        }

    def read(self, form: Any, name: str, before: Node) -> Node:  # noqa: ANN401 (see Spec)
        rows = [
            self.item.read(form, joined(name, position), node) for position, node in enumerate(before or ())
        ]
        return MISSING if self.is_optional and not rows else rows

    def blank(self) -> Node:
        if self.is_optional:
            return MISSING
        rows: list[Node] = []
        for _ in range(self.first):
            rows.append(self.blank_row(rows))
        return rows

    def blank_row(self, rows: Sequence[Node]) -> Node:
        """Return a new item beside ``rows``."""
        row = self.item.blank()
        if not self.code:
            return row
        return {
            self.code: free_name(self.stem, (one.get(self.code, "") for one in rows)),
            **{step: node for step, node in row.items() if step != self.code},
        }
