"""What is said about a quiz that breaks a rule of its kinds: one sentence per code."""

from lms.web.i18n import LazyString, lazy_gettext

QUIZ_RULES: dict[str, LazyString] = {
    "courses.pool_twice": lazy_gettext("Two pools have the code “%(pool)s”; each needs its own."),
    "courses.pool_small": lazy_gettext(
        "The pool “%(pool)s” has %(questions)s questions, but %(draw)s are to be drawn; add questions or "
        "draw fewer."
    ),
    "courses.pool_unknown": lazy_gettext(
        "There is no pool “%(pool)s”; list it under “pools” or remove it here."
    ),
    "courses.near_right": lazy_gettext(
        "The question “%(question)s” takes “%(text)s” for right already; a usual mistake is expected here."
    ),
    "courses.accepted_empty": lazy_gettext(
        "The question “%(question)s” accepts “%(text)s”, which has neither letters nor digits; a word is "
        "expected."
    ),
    "courses.step_twice": lazy_gettext(
        "Two steps of the case “%(question)s” have the code “%(step)s”; each needs its own."
    ),
    "courses.step_unknown": lazy_gettext(
        "The case “%(question)s” has no step “%(step)s”; expected is the code of one of its steps."
    ),
    "courses.step_cycle": lazy_gettext(
        "A way through the case “%(question)s” leads back to a step passed before; each is expected to end."
    ),
    "courses.step_unreachable": lazy_gettext(
        "No way through the case “%(question)s” leads to the step “%(step)s”; lead to it or remove it."
    ),
    "courses.ways_many": lazy_gettext(
        "There are %(ways)s ways through the case “%(question)s”; at most %(limit)s are expected."
    ),
    "courses.no_good_way": lazy_gettext(
        "No way through the case “%(question)s” is good from beginning to end; at least one is expected."
    ),
}
