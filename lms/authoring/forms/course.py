"""The parts of course.yaml as forms: what a course says of itself, its aims, its sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wtforms.fields.choices import SelectChoice

from lms.authoring.domain import DraftText, Node, put_in_course
from lms.authoring.forms.base import Part
from lms.authoring.forms.spec import Choice, Day, Number, Picks, Spec, Text, Words
from lms.authoring.forms.tree import Group, Rows
from lms.rubric.domain import Rubric
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_MESSAGE = _l("Lower-case letters and digits, parted by single hyphens, such as first-visit.")
VERSION = r"^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$"
KEY = r"^[a-z][a-z0-9-]{0,39}$"
MOST_AIMS, MOST_SOURCES = 20, 40


@dataclass(frozen=True)
class Offered:
    """What can be chosen in a draft: criteria and levels of the rubric, courses to take first."""

    criteria: tuple[SelectChoice, ...]
    levels: tuple[SelectChoice, ...]
    courses: tuple[SelectChoice, ...]

    @classmethod
    def by(cls, rubric: Rubric | None, courses: Sequence[tuple[str, str]]) -> "Offered":
        """Return what a rubric, and pairs of a course's slug and title, let one choose."""
        criteria = rubric.criteria if rubric else ()
        levels = rubric.levels if rubric else ()
        return cls(
            tuple(SelectChoice(one.code, f"{one.code} {localised(one.name)}") for one in criteria),
            tuple(SelectChoice(one.number, f"{one.number} {localised(one.name)}") for one in levels),
            tuple(SelectChoice(slug, title) for slug, title in courses),
        )

    @property
    def criterion(self) -> Choice:
        """The question which criterion."""
        return Choice(_l("Criterion"), self.criteria)

    @property
    def level(self) -> Picks:
        """The question which levels."""
        return Picks(_l("Levels it helps to reach"), self.levels, coerce=int)


def about_part(offered: Offered, *, is_new: bool) -> Part:
    """Return what a course says of itself. Of a new one the slug can be chosen; later it stays."""
    slug = Text(
        _l("Name in addresses"),
        _l("Stands in the course’s address through all its versions, such as first-visit."),
        SLUG,
        SLUG_MESSAGE,
    )
    parts: dict[str, Spec] = {
        **({"slug": slug} if is_new else {}),
        "version": Text(
            _l("Version"),
            _l("A number such as 1.0 or 2. Every published version keeps its own."),
            VERSION,
            _l("A version is a number such as 2 or 2.1."),
            width="short",
        ),
        "title": Words(_l("Title"), is_short=True),
        "summary": Words(_l("In a few sentences"), _l("Two or three sentences for the list of courses.")),
        "audience": Words(_l("For whom"), _l("Who gains from it, and when.")),
        "minutes": Number(
            _l("Time for the whole course"),
            _l("With its quiz; at least as long as its lessons together."),
            _l("minutes"),
            is_whole=True,
            lowest=1,
        ),
        "prerequisites": Picks(
            _l("Courses to take first"),
            offered.courses,
            _l("Choose none where anybody can begin with this one."),
        ),
    }
    return _course_part(Group(parts))


def aims_part(offered: Offered) -> Part:
    """Return which criteria and levels the course helps with."""
    objective = Words(_l("What one can do afterwards"), _l("One sentence, as something one can see."))
    aim = Group({"criterion": offered.criterion, "levels": offered.level, "objective": objective})
    rows = Rows(_l("Aims"), _l("Aim %(number)s"), aim, _l("Add an aim"), MOST_AIMS)
    return _course_part(Group({"serves": rows}))


def sources_part(today: date) -> Part:
    """Return what the facts come from; a new source was looked at ``today``."""
    source = Group(
        {
            "title": Words(_l("Source"), _l("Author, title, year."), is_short=True),
            "url": Text(
                _l("Address"),
                _l("Where it can be read, if anywhere."),
                r"^$|^https?://\S+$",
                _l("An address begins with https://."),
                is_optional=True,
                width="full",
            ),
            "checked": Day(_l("Last looked at"), first=today.isoformat()),
            "key": Text(
                _l("Short name"),
                _l("A lesson cites the source by it: [^name]."),
                KEY,
                _l("Lower-case letters, digits and hyphens, beginning with a letter."),
            ),
        }
    )
    rows = Rows(
        _l("Sources"),
        _l("Source %(number)s"),
        source,
        _l("Add a source"),
        MOST_SOURCES,
        code="key",
        stem="source",
    )
    return _course_part(Group({"sources": rows}))


def _course_part(spec: Group) -> Part:
    def take(text: DraftText) -> Node:
        return {step: text.course[step] for step in spec.parts if step in text.course}

    def put(text: DraftText, value: Node) -> DraftText:
        without = {step: node for step, node in text.course.items() if step not in spec.parts}
        return put_in_course(DraftText(without, text.quiz, text.lessons), value)

    return Part(spec, take, put)
