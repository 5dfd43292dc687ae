"""What is said about a course's files: one sentence per code, with what is wrong and what is expected."""

from lms.courses.loader.quiz_wording import GIFT, QUIZ_RULES
from lms.web.i18n import LazyString, lazy_gettext

WHOLE_FILE = lazy_gettext("the file")

KINDS: dict[str, LazyString] = {
    "array": lazy_gettext("a list"),
    "boolean": lazy_gettext("true or false"),
    "integer": lazy_gettext("a whole number"),
    "null": lazy_gettext("nothing"),
    "number": lazy_gettext("a decimal number"),
    "object": lazy_gettext("names with values"),
    "string": lazy_gettext("a text (in quotes if it looks like a number)"),
}

FILES: dict[str, LazyString] = {
    "courses.file_missing": lazy_gettext("The file is missing; it is expected at this place."),
    "courses.file_unread": lazy_gettext("The file cannot be opened: %(reason)s."),
    "courses.file_too_large": lazy_gettext("The file is larger than %(limit)s kB."),
    "courses.file_not_utf8": lazy_gettext("This is not text in UTF-8; save the file in UTF-8."),
    "courses.file_utf16": lazy_gettext("This is text in UTF-16; save the file in UTF-8."),
    "courses.file_outside": lazy_gettext(
        "The file leads out of the course’s folder; put the file itself here."
    ),
    "courses.file_anchor": lazy_gettext("Anchors and aliases (& and *) are not read; write the text out."),
    "courses.file_control_character": lazy_gettext(
        "There is a control character here; plain text is expected."
    ),
    "courses.file_duplicate_key": lazy_gettext(
        "“%(key)s” was given in line %(first)s already; keep one of the two."
    ),
    "courses.file_key": lazy_gettext("A name is expected here, not a list or a group of names."),
    "courses.file_many_documents": lazy_gettext("A second document starts here; one in a file is expected."),
    "courses.file_not_yaml": lazy_gettext("This cannot be read as YAML: %(reason)s."),
    "courses.file_tag": lazy_gettext("Tags such as %(tag)s are not read; write plain values."),
    "courses.file_too_deep": lazy_gettext(
        "The file is nested deeper than %(depth)s steps or has more than %(items)s entries."
    ),
}

SHAPES: dict[str, LazyString] = {
    "courses.shape_choice": lazy_gettext(
        "%(place)s: “%(found)s” is not known; expected is one of %(expected)s."
    ),
    "courses.shape_date": lazy_gettext(
        "%(place)s: “%(found)s” is not a day; expected is one such as 2026-11-20."
    ),
    "courses.shape_empty": lazy_gettext("%(place)s: is empty; a text is expected."),
    "courses.shape_few": lazy_gettext("%(place)s: has too few entries; at least %(expected)s expected."),
    "courses.shape_high": lazy_gettext("%(place)s: is too high; at most %(expected)s expected."),
    "courses.shape_kind": lazy_gettext("%(place)s: is %(found)s; expected is %(expected)s."),
    "courses.shape_long": lazy_gettext("%(place)s: is too long; at most %(expected)s characters expected."),
    "courses.shape_low": lazy_gettext("%(place)s: is too low; at least %(expected)s expected."),
    "courses.shape_many": lazy_gettext("%(place)s: has too many entries; at most %(expected)s expected."),
    "courses.shape_missing": lazy_gettext("%(place)s: “%(name)s” is missing."),
    "courses.shape_pattern": lazy_gettext(
        "%(place)s: “%(found)s” does not fit; expected is the pattern %(expected)s."
    ),
    "courses.shape_twice": lazy_gettext("%(place)s: an entry is given twice; each is expected once."),
    "courses.shape_unknown": lazy_gettext(
        "%(place)s: “%(name)s” is not known here; expected are %(expected)s."
    ),
}

RULES: dict[str, LazyString] = {
    "courses.slug_folder": lazy_gettext(
        "The slug is “%(slug)s”, but the folder is called “%(folder)s”; the two are expected to be the same."
    ),
    "courses.criterion_twice": lazy_gettext(
        "The criterion %(criterion)s is listed twice; put its levels together."
    ),
    "courses.criterion_unknown": lazy_gettext(
        "The rubric has no criterion “%(criterion)s”; expected is one of %(expected)s."
    ),
    "courses.level_unknown": lazy_gettext(
        "%(criterion)s has no level %(level)s in the rubric; levels 1 to %(expected)s are expected."
    ),
    "courses.prerequisite_itself": lazy_gettext(
        "The course “%(slug)s” is expected before itself; remove the entry."
    ),
    "courses.prerequisite_circle": lazy_gettext(
        "These courses wait for each other: %(circle)s; one of them is expected to come first."
    ),
    "courses.prerequisite_unknown": lazy_gettext(
        "There is no course “%(slug)s” beside this one; expected is the slug of another course."
    ),
    "courses.course_reserved": lazy_gettext("A course cannot be called “%(slug)s”; choose another slug."),
    "courses.practice_twice": lazy_gettext(
        "Two practice tasks have the code “%(given)s”; each needs its own."
    ),
    "courses.prompt_twice": lazy_gettext("Two prompts have the code “%(given)s”; each needs its own."),
    "courses.aim_not_served": lazy_gettext(
        "%(criterion)s at level %(level)s is not among what the course serves; list it there, too."
    ),
    "courses.lesson_twice": lazy_gettext("Two lessons have the slug “%(slug)s”; each needs its own."),
    "courses.lesson_reserved": lazy_gettext("A lesson cannot be called “%(slug)s”; choose another slug."),
    "courses.minutes_short": lazy_gettext(
        "The course is said to take %(minutes)s minutes, but its lessons take %(lessons)s together; at least "
        "these are expected."
    ),
    "courses.source_twice": lazy_gettext("Two sources have the key “%(key)s”; each needs its own."),
    "courses.pass_mark_high": lazy_gettext(
        "The pass mark is %(pass_mark)s, but there are only %(questions)s questions."
    ),
    "courses.question_twice": lazy_gettext("Two questions have the code “%(question)s”; each needs its own."),
    "courses.question_lesson": lazy_gettext(
        "There is no lesson “%(slug)s”; expected is the slug of a lesson."
    ),
    "courses.no_right_option": lazy_gettext(
        "The question “%(question)s” has no right option; mark at least one with “correct: true”."
    ),
    "courses.many_right_options": lazy_gettext(
        "The question “%(question)s” is a single choice but has %(right)s right options; one is expected, or "
        "the kind “multiple”."
    ),
    "courses.no_wrong_option": lazy_gettext(
        "Every option of the question “%(question)s” is right; at least one wrong option is expected."
    ),
    "courses.option_twice": lazy_gettext("The question “%(question)s” has the option “%(text)s” twice."),
}

LESSONS: dict[str, LazyString] = {
    "courses.lesson_empty": lazy_gettext("The lesson is empty; a text is expected."),
    "courses.lesson_stray": lazy_gettext(
        "No lesson of course.yaml belongs to this file; expected are %(expected)s."
    ),
    "courses.lesson_heading": lazy_gettext("The title is the first heading already; start headings with ##."),
    "courses.lesson_html": lazy_gettext("HTML is not kept; write Markdown instead of %(tag)s."),
    "courses.lesson_link": lazy_gettext(
        "The link leads to “%(target)s”; an address with https://, http:// or mailto: is expected."
    ),
    "courses.lesson_brackets": lazy_gettext(
        "There are more than %(limit)s opening brackets in this text; shorten it."
    ),
    "courses.lesson_blocks": lazy_gettext(
        "There are more than %(limit)s lines of blocks (///) in this text; shorten it."
    ),
    "courses.lesson_lines": lazy_gettext("There are more than %(limit)s lines in this text; shorten it."),
    "courses.lesson_too_deep": lazy_gettext(
        "Lists or quotations are nested too deeply here; write them in fewer steps."
    ),
    "courses.lesson_block": lazy_gettext("There is no block “%(name)s”; expected is one of %(expected)s."),
    "courses.block_open": lazy_gettext("This block is not closed; a line “%(fence)s” is expected after it."),
    "courses.footnote_unknown": lazy_gettext(
        "The footnote “%(label)s” is neither written in this lesson nor the key of a source in course.yaml."
    ),
    "courses.figure_alt": lazy_gettext(
        "The figure has no words for those who cannot see it; write them between the square brackets."
    ),
    "courses.figure_place": lazy_gettext(
        "“%(target)s” is not a figure of this course; expected is figures/name.svg (or .png, .jpg, .webp)."
    ),
    "courses.figure_missing": lazy_gettext(
        "The figure %(target)s is missing; put the file into the course’s folder."
    ),
    "courses.figure_not_svg": lazy_gettext("This is not an SVG drawing: %(reason)s."),
    "courses.figure_not_picture": lazy_gettext(
        "The file is not what its name says; a picture in %(expected)s is expected."
    ),
    "courses.figure_broken": lazy_gettext("The picture cannot be read to its end: %(reason)s."),
    "courses.figure_too_large": lazy_gettext(
        "The picture has %(width)s × %(height)s points; at most %(limit)s million are expected."
    ),
    "courses.figure_gps": lazy_gettext(
        "The photograph tells where it was taken; remove the place (its GPS data) before it is published."
    ),
    "courses.figure_unsafe": lazy_gettext(
        "The drawing holds “%(name)s”; scripts, styles, links and embedded pages are not allowed."
    ),
}

ARCHIVES: dict[str, LazyString] = {
    "courses.zip_broken": lazy_gettext("This cannot be read as a ZIP file: %(reason)s."),
    "courses.zip_too_large": lazy_gettext("The ZIP file holds more than %(limit)s MB."),
    "courses.zip_many_entries": lazy_gettext("The ZIP file holds more than %(limit)s files."),
    "courses.zip_bomb": lazy_gettext(
        "The file is packed so tightly that it grows beyond all measure; pack it again with ordinary files."
    ),
    "courses.zip_twins": lazy_gettext(
        "“%(first)s” is in the ZIP file already, and some systems cannot tell the two names apart; keep one."
    ),
    "courses.zip_name": lazy_gettext(
        "The name could lead out of the folder or cannot be used on every system; plain names are expected."
    ),
    "courses.zip_link": lazy_gettext("This is a link or a device; an ordinary file is expected."),
    "courses.zip_encrypted": lazy_gettext(
        "The file is protected by a password; a ZIP file without one is expected."
    ),
    "courses.zip_packing": lazy_gettext(
        "The file is packed in a way that is not read; ordinary ZIP is expected."
    ),
    "courses.zip_nested": lazy_gettext(
        "There is an archive within the ZIP file; the files themselves are expected."
    ),
    "courses.zip_no_course": lazy_gettext("There is no course.yaml in the ZIP file; one is expected."),
    "courses.zip_many_courses": lazy_gettext(
        "There are several courses in the ZIP file (%(first)s, %(second)s); one is expected."
    ),
    "courses.zip_outside": lazy_gettext("The file lies outside the folder that holds course.yaml."),
}

PROBLEMS: dict[str, LazyString] = {
    **FILES,
    **SHAPES,
    **RULES,
    **QUIZ_RULES,
    **LESSONS,
    **ARCHIVES,
    **GIFT,
}

REFUSALS: dict[str, LazyString] = {
    "courses.certificate_not_found": lazy_gettext(
        "There is no such certificate, or it is outside your reach. It is issued when a course is completed."
    ),
    "courses.certificate_name_missing": lazy_gettext("Give the name that is to stand on the certificate."),
    "courses.other_publisher": lazy_gettext(
        "The course “%(slug)s” belongs to another publisher; choose another slug, or name that publisher."
    ),
    "courses.unknown_publisher": lazy_gettext("There is no organisation with the code “%(publisher)s”."),
    "courses.withdrawn_already": lazy_gettext("This course is withdrawn already."),
    "courses.not_withdrawn": lazy_gettext("This course is offered: there is nothing to take back."),
    "courses.reason_missing": lazy_gettext("Say why: whoever is in the course reads it."),
    "courses.reason_long": lazy_gettext("Shorten the reason to %(limit)s characters."),
    "courses.not_found": lazy_gettext(
        "There is no such course, or it is not published for your organisation."
    ),
    "courses.version_immutable": lazy_gettext(
        "Other content is stored as version %(course_version)s of “%(slug)s”; raise the version in "
        "course.yaml."
    ),
}
