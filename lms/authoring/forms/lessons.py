"""Lessons as forms: their order, one lesson with its text, its practice tasks and prompts."""

from wtforms.validators import ValidationError

from lms.authoring.domain import (
    DraftText,
    Node,
    add_lesson,
    put_in_course,
    put_lesson,
    put_lessons,
    words_or_empty,
)
from lms.authoring.forms.arranging import ADD, arranged
from lms.authoring.forms.base import Part, PartForm
from lms.authoring.forms.course import SLUG, SLUG_MESSAGE, Offered
from lms.authoring.forms.spec import Number, Text, Words
from lms.authoring.forms.tree import Group, Rows
from lms.courses.domain import RESERVED_SLUGS
from lms.web.i18n import lazy_gettext as _l

MOST_LESSONS, MOST_TASKS = 40, 5
LONGEST_LESSON = 20_000
"""Characters in one language; about seven times what a lesson of ten minutes holds."""

_MINUTES = Number(_l("Time to read"), _l("5 to 10 minutes are best."), _l("minutes"), is_whole=True, lowest=1)


class LessonsForm(PartForm):
    """The lessons in order, with their names in addresses. Texts and questions follow a new name."""

    def validate(self, extra_validators: object = None) -> bool:
        """Refuse names that two lessons would share, and those that stand for something else."""
        is_valid = bool(super().validate(extra_validators))
        return refuse_twins(self, "lessons", "slug", RESERVED_SLUGS) and is_valid

    def applied_to(self, text: DraftText) -> DraftText:
        """Put names, titles and order into a draft, and a new lesson where one is wanted."""
        typed = self.typed()
        renamed = put_lessons(text, typed["lessons"], [lesson["slug"] for lesson in self.before["lessons"]])
        intent = self.intent.data or ""
        if intent.startswith(f"{ADD}:"):
            return add_lesson(renamed)[0] if len(typed["lessons"]) < MOST_LESSONS else renamed
        return put_in_course(renamed, arranged(self.part.spec, typed, intent).value)


def lessons_part() -> Part:
    """Return the lessons in order."""
    slug = Text(_l("Name in the address"), "", SLUG, SLUG_MESSAGE)
    lesson = Group({"title": Words(_l("Title"), is_short=True), "slug": slug, "minutes": _MINUTES})
    rows = Rows(
        _l("Lessons"), _l("Lesson %(number)s"), lesson, _l("Add a lesson"), MOST_LESSONS, is_fixed=True
    )
    return Part(
        Group({"lessons": rows}),
        lambda text: {"lessons": list(text.course.get("lessons", ()))},
        put_in_course,
    )


def lesson_part(slug: str, offered: Offered) -> Part:
    """Return one lesson: what is said of it, and its text in both languages."""
    aim = Group({"criterion": offered.criterion, "levels": offered.level})
    spec = Group(
        {
            "title": Words(_l("Title"), is_short=True),
            "objective": Words(_l("What one can do after it"), is_short=True),
            "minutes": _MINUTES,
            "text": Words(_l("Text"), limit=LONGEST_LESSON, kind="markdown"),
            "serves": Rows(
                _l("Aims of this lesson alone"),
                _l("Aim %(number)s"),
                aim,
                _l("Add an aim"),
                MOST_TASKS,
                _l("Without any, the lesson serves what the course serves."),
                is_optional=True,
            ),
        }
    )

    def take(text: DraftText) -> Node:
        return {**text.lesson(slug), "text": words_or_empty(text.lessons.get(slug))}

    def put(text: DraftText, value: Node) -> DraftText:
        said = {step: node for step, node in value.items() if step != "text"}
        return put_lesson(text, slug, said, value["text"])

    return Part(spec, take, put)


def tasks_part(slug: str, offered: Offered) -> Part:
    """Return what a lesson gives to try on the next visit, and to think about."""
    code = Text(_l("Short name"), _l("Keeps its meaning through all versions."), SLUG, SLUG_MESSAGE)
    task = Group(
        {
            "title": Words(_l("What to try, in one line"), is_short=True),
            "task": Words(_l("How, in a few plain sentences")),
            "watch": Words(_l("What a supervisor can look for"), is_optional=True),
            "criterion": offered.criterion,
            "levels": offered.level,
            "code": code,
        }
    )
    prompt = Group({"prompt": Words(_l("Question to oneself")), "code": code})
    spec = Group(
        {
            "practices": Rows(
                _l("To try on the next visit"),
                _l("Task %(number)s"),
                task,
                _l("Add a task"),
                MOST_TASKS,
                _l("It appears to the advisor, and to the supervisor who records the next visit."),
                code="code",
                stem=f"{slug}-task",
                is_optional=True,
            ),
            "reflections": Rows(
                _l("To think about"),
                _l("Question %(number)s"),
                prompt,
                _l("Add a question to oneself"),
                MOST_TASKS,
                _l("Whoever reads the lesson can write to it; nobody else sees that."),
                code="code",
                stem=f"{slug}-thought",
                is_optional=True,
            ),
        }
    )

    def take(text: DraftText) -> Node:
        lesson = text.lesson(slug)
        return {step: lesson[step] for step in spec.parts if step in lesson}

    def put(text: DraftText, value: Node) -> DraftText:
        rest = {step: node for step, node in text.lesson(slug).items() if step not in spec.parts}
        return put_lesson(text, slug, {**rest, **value}, words_or_empty(text.lessons.get(slug)))

    return Part(spec, take, put)


def refuse_twins(form: PartForm, rows: str, key: str, reserved: frozenset[str] = frozenset()) -> bool:
    """Put an error at every name that another row has already, or that is reserved; say whether none was."""
    seen: set[str] = set(reserved)
    is_fine = True
    for position in range(len(form.before[rows])):
        field = form[f"{rows}-{position}-{key}"]
        if field.data in seen:
            field.errors = [*field.errors, _taken(field.data)]
            is_fine = False
        seen.add(field.data)
    return is_fine


def _taken(name: str) -> str:
    return str(ValidationError(_l("“%(name)s” is used already; choose another name.", name=name)))
