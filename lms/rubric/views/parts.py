"""The map of a draft: its parts, what each holds in a word, and what each still lacks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from lms.rubric.domain import CriterionText, RubricText
from lms.rubric.forms import CHANGE_LABELS, KIND_NAMES
from lms.rubric.queries import Draft
from lms.rubric.views import remarks
from lms.rubric.views.remarks import Remark
from lms.web.i18n import LazyString, localised, ngettext
from lms.web.i18n import lazy_gettext as _l

Remarks = dict[str, list[Remark]]


@dataclass(frozen=True)
class Part:
    """One page of a draft: its name, what it holds, what it lacks; ``is_extra``: nothing need stand there."""

    name: str
    url: str
    text: str
    remarks: list[Remark]
    is_extra: bool = False


@dataclass(frozen=True)
class Group:
    """Parts that belong together; ``link`` leads to what adds to them."""

    title: str | LazyString
    parts: list[Part]
    link: tuple[LazyString, str] | None = None
    lead: str | LazyString = ""


def list_parts(draft: Draft, found: Remarks) -> list[Group]:
    """Return the map of a draft, with ``found``, what was found to be put right."""
    groups = [Group(_l("The version as a whole"), list(_whole(draft, found)))]
    if draft.base is not None:
        lead = _l(
            "The words of %(title)s stay as they are. Choose a criterion to add examples of your own.",
            title=localised(draft.base.title),
        )
        groups.append(Group(_l("Examples of your own"), list(_examples(draft, draft.base, found)), lead=lead))
    add = (_l("Add a criterion"), url_for("rubric.add_criterion", draft_id=draft.id))
    own = _l("Criteria of your own") if draft.base is not None else _l("Criteria")
    return [*groups, Group(own, list(_criteria(draft, found)), link=add)]


def list_others(groups: list[Group], found: Remarks) -> list[Remark]:
    """Return what is to be put right and stands at no part."""
    shown = [remark for group in groups for part in group.parts for remark in part.remarks]
    return [remark for remarks_of_part in found.values() for remark in remarks_of_part if remark not in shown]


def _whole(draft: Draft, found: Remarks) -> Iterator[Part]:
    text, key = draft.text, draft.id
    change = text.succession.change if text.succession is not None else None
    yield Part(
        str(_l("About this version")),
        url_for("rubric.edit_about", draft_id=key),
        str(CHANGE_LABELS[change]) if change is not None else "",
        found.get(remarks.ABOUT, []),
    )
    if draft.base is None:
        names = [localised(level.name) for level in text.levels]
        url = url_for("rubric.edit_levels", draft_id=key)
        yield Part(str(_l("Levels")), url, str(_l(", ")).join(names), found.get(remarks.LEVELS, []))
    yield Part(
        str(_l("Domains and order")),
        url_for("rubric.edit_domains", draft_id=key),
        ngettext("%(num)s domain", "%(num)s domains", len(text.domains)),
        found.get(remarks.DOMAINS, []),
    )
    if draft.predecessor is not None:
        url = url_for("rubric.show_crosswalk", draft_id=key)
        counts = _crosswalk(text)
        yield Part(str(_l("What becomes of each criterion")), url, counts, found.get(remarks.CROSSWALK, []))


def _crosswalk(text: RubricText) -> str:
    lines = text.succession.crosswalk if text.succession is not None else ()
    counts = Counter(line.kind for line in lines)
    parts = (
        str(_l("%(kind)s: %(number)s", kind=label, number=counts[kind]))
        for kind, label in KIND_NAMES.items()
        if counts[kind]
    )
    return str(_l(", ")).join(parts)


def _examples(draft: Draft, base: RubricText, found: Remarks) -> Iterator[Part]:
    lacking = found.get(remarks.EXAMPLES, [])
    counts = Counter(example.criterion for example in draft.text.examples)
    for criterion in base.criteria:
        url = url_for("rubric.edit_examples", draft_id=draft.id, code=criterion.code)
        n_examples = counts[criterion.code]
        text = ngettext("%(num)s example", "%(num)s examples", n_examples) if n_examples else ""
        own = [remark for remark in lacking if remark.url.partition("#")[0] == url]
        yield Part(f"{criterion.code} {localised(criterion.name)}", url, text, own, is_extra=True)


def _criteria(draft: Draft, found: Remarks) -> Iterator[Part]:
    before = {one.code: one for one in draft.predecessor.criteria} if draft.predecessor is not None else None
    for criterion in draft.text.criteria:
        url = url_for("rubric.edit_criterion", draft_id=draft.id, code=criterion.code)
        name = f"{criterion.code} {localised(criterion.name)}"
        text = "" if before is None else _difference(before.get(criterion.code), criterion)
        yield Part(name, url, text, found.get(criterion.code, []))


def _difference(before: CriterionText | None, now: CriterionText) -> str:
    if before is None:
        return str(_l("New"))
    return "" if before == now else str(_l("Changed in this draft"))
