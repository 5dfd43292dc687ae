"""Which words stand at a place of a draft, as its page asks for it."""

from datetime import date

from lms.authoring.domain import DraftText, Page, Path, Place
from lms.authoring.forms.base import Part
from lms.authoring.forms.course import Offered, about_part, aims_part, sources_part
from lms.authoring.forms.lessons import lesson_part, lessons_part, tasks_part
from lms.authoring.forms.questions import question_part, quiz_part
from lms.authoring.forms.spec import Spec
from lms.authoring.forms.tree import Group, Rows
from lms.rubric.forms.base import LANGUAGE_NAMES
from lms.web.i18n import lazy_gettext as _l

_NOTHING = Offered((), (), ())


def part_of(text: DraftText, page: Page, key: str) -> Part:
    """Return the part a page is about, with nothing to choose from; it tells words, and takes none."""
    if page is Page.LESSON:
        return lesson_part(key, _NOTHING)
    if page is Page.TASKS:
        return tasks_part(key, _NOTHING)
    if page is Page.QUESTION:
        return question_part(text, key)
    return _WHOLE[page]


def label_of(text: DraftText, place: Place) -> str:
    """Name a place in words: the labels on the way to its field."""
    spec = part_of(text, place.page, place.key).spec
    return str(_l(": ")).join(_labels(spec, place.path)) or str(_l("This part"))


def _labels(spec: Spec, path: Path) -> list[str]:
    if isinstance(spec, Group):
        step, *rest = path or ("",)
        return _labels(spec.parts[str(step)], tuple(rest)) if step in spec.parts else []
    if isinstance(spec, Rows):
        if path and isinstance(path[0], int):
            return [spec.row_label(path[0]), *_labels(spec.item, path[1:])]
        return [str(spec.title)]
    label = str(getattr(spec, "label", ""))
    language = LANGUAGE_NAMES.get(str(path[0])) if path else None
    if language is None:
        return [label]
    return [str(_l("%(what)s (%(language)s)", what=label, language=language))]


_WHOLE: dict[Page, Part] = {
    Page.ABOUT: about_part(_NOTHING, is_new=True),
    Page.AIMS: aims_part(_NOTHING),
    Page.SOURCES: sources_part(date.min),
    Page.LESSONS: lessons_part(),
    Page.QUIZ: quiz_part(),
}
