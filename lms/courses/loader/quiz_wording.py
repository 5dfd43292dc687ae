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

GIFT: dict[str, LazyString] = {
    "courses.gift_nothing": lazy_gettext("There is no question here; GIFT text is expected."),
    "courses.gift_description": lazy_gettext(
        "This text asks nothing: answers in braces { } are expected after it, and an empty line between two "
        "questions."
    ),
    "courses.gift_essay": lazy_gettext(
        "Essays are not graded by a quiz; answers are expected between the braces, or leave the question out."
    ),
    "courses.gift_braces": lazy_gettext(
        "The braces do not match; one pair { } is expected, with \\{ and \\} for braces in a text."
    ),
    "courses.gift_answers": lazy_gettext(
        "The answers cannot be read; expected are =right ~wrong, =word, #number, T, F or =left -> right."
    ),
    "courses.gift_no_right": lazy_gettext(
        "No answer is right; one with = or a weight of its own is expected."
    ),
    "courses.gift_many_right": lazy_gettext(
        "Several answers count as wholly right; one is expected, or weights such as ~%%50%% where all of "
        "them must be chosen."
    ),
    "courses.gift_many": lazy_gettext("There are more than %(limit)s answers; split the question."),
    "courses.gift_many_questions": lazy_gettext(
        "There are more than %(limit)s questions, and a quiz has no more; split the file."
    ),
    "courses.gift_number": lazy_gettext(
        "“%(text)s” is not a number; expected is one such as 12.5, 12.5:0.5 or 12..13."
    ),
    "courses.gift_other_number": lazy_gettext(
        "There are %(found)s questions here but %(questions)s in the first file; the same are expected."
    ),
    "courses.gift_other_kind": lazy_gettext(
        "This question has other answers than in the first file; the same number and kind are expected."
    ),
}
