"""What is said where a rubric breaks a rule: of its own, of what it follows, or of what it adds to."""

from lms.web.i18n import LazyString, lazy_gettext

_OWN: dict[str, LazyString] = {
    "rubric.bad_code": lazy_gettext(
        "%(place)s: the code “%(found)s” cannot be used; a code is a letter, then at most 19 letters, "
        "digits, hyphens or underscores."
    ),
    "rubric.bad_level_code": lazy_gettext(
        "%(place)s: the code “%(found)s” cannot be used; a level's code is a lower-case letter, then at most "
        "39 lower-case letters, digits or underscores."
    ),
    "rubric.bad_rubric_code": lazy_gettext(
        "%(place)s: the code “%(found)s” cannot be used; a rubric's code is a lower-case letter, then at "
        "most 39 lower-case letters, digits, hyphens or underscores."
    ),
    "rubric.bad_version": lazy_gettext(
        "%(place)s: “%(version)s” is no version; a number such as 1 or 1.2 is expected."
    ),
    "rubric.duplicate_code": lazy_gettext("%(place)s: the code %(found)s is used twice; each needs its own."),
    "rubric.duplicate_descriptor": lazy_gettext(
        "%(place)s: %(criterion)s has a second descriptor for level %(level)s; one is expected."
    ),
    "rubric.empty_domain": lazy_gettext(
        "%(place)s: the domain %(domain)s has no criterion; give it one, or take it out."
    ),
    "rubric.identifier_place": lazy_gettext(
        "%(place)s: there is no “%(name)s” in this rubric; take the identifier out."
    ),
    "rubric.level_gap": lazy_gettext(
        "%(place)s: is level %(number)s, but level %(expected)s is expected; levels count 1, 2, 3 and so on."
    ),
    "rubric.missing_descriptor": lazy_gettext(
        "%(place)s: %(criterion)s has no descriptor for level %(level)s; each of %(levels)s levels needs one."
    ),
    "rubric.missing_language": lazy_gettext(
        "%(place)s: the text in “%(language)s” is missing; Japanese (ja) and English (en) are expected."
    ),
    "rubric.no_domain": lazy_gettext("%(place)s: there is no domain yet; one with a criterion is expected."),
    "rubric.number_of_levels": lazy_gettext(
        "%(place)s: there are %(levels)s levels; %(fewest)s to %(most)s are expected."
    ),
    "rubric.same_descriptor": lazy_gettext(
        "%(place)s: level %(level)s of %(criterion)s says the same as level %(other)s; levels must differ."
    ),
    "rubric.unknown_level": lazy_gettext(
        "%(place)s: %(criterion)s has a descriptor for level %(level)s, but this rubric has no such level."
    ),
}

_FOLLOWING: dict[str, LazyString] = {
    "rubric.code_changed": lazy_gettext(
        "%(place)s: is “%(found)s”, but a rubric keeps its code through all versions: “%(expected)s”."
    ),
    "rubric.crosswalk_level": lazy_gettext(
        "%(place)s: level %(level)s of %(criterion)s is led to level %(other)s; both must be levels of their "
        "version."
    ),
    "rubric.crosswalk_level_missing": lazy_gettext(
        "%(place)s: nothing is said of level %(level)s of %(criterion)s; say which level it is now."
    ),
    "rubric.crosswalk_levels_fall": lazy_gettext(
        "%(place)s: level %(level)s of %(criterion)s would now be lower than level %(other)s, which it was "
        "above; keep the order."
    ),
    "rubric.crosswalk_levels_unneeded": lazy_gettext(
        "%(place)s: %(criterion)s needs no levels here; where levels have moved, choose “shifted”."
    ),
    "rubric.crosswalk_merged": lazy_gettext(
        "%(place)s: %(criterion)s is merged, so exactly one criterion must be named that it has become."
    ),
    "rubric.crosswalk_merged_alone": lazy_gettext(
        "%(place)s: only %(criterion)s is merged into %(target)s; name a second one, or choose “same”."
    ),
    "rubric.crosswalk_nowhere": lazy_gettext(
        "%(place)s: %(criterion)s of the version before is left nowhere; say whether it is the same, split, "
        "merged, shifted or retired."
    ),
    "rubric.crosswalk_retired": lazy_gettext(
        "%(place)s: %(criterion)s is retired, so nothing can follow it; take the criteria out."
    ),
    "rubric.crosswalk_same": lazy_gettext(
        "%(place)s: %(criterion)s is the same, so exactly one criterion must be named that it is now."
    ),
    "rubric.crosswalk_same_scale": lazy_gettext(
        "%(place)s: %(criterion)s cannot stay the same, because there were %(before)s levels and now there "
        "are %(now)s; choose “shifted” and say which level is which."
    ),
    "rubric.crosswalk_shared": lazy_gettext(
        "%(place)s: %(criterion)s and %(other)s lead to %(target)s; choose “merged” for each of them, or "
        "another criterion."
    ),
    "rubric.crosswalk_shifted": lazy_gettext(
        "%(place)s: %(criterion)s is shifted, so exactly one criterion must be named that it is now."
    ),
    "rubric.crosswalk_shifts_nothing": lazy_gettext(
        "%(place)s: %(criterion)s is shifted, but each level stays what it was; move a level, or choose "
        "“same”."
    ),
    "rubric.crosswalk_source": lazy_gettext(
        "%(place)s: the version before has no criterion %(criterion)s; take the line out."
    ),
    "rubric.crosswalk_split": lazy_gettext(
        "%(place)s: %(criterion)s is split, so two or more criteria must be named that it has become."
    ),
    "rubric.crosswalk_target": lazy_gettext(
        "%(place)s: %(criterion)s leads to %(target)s, but there is no such criterion now; name another, or "
        "choose “retired”."
    ),
    "rubric.crosswalk_target_twice": lazy_gettext(
        "%(place)s: %(criterion)s leads to the same criterion twice; name each once."
    ),
    "rubric.crosswalk_twice": lazy_gettext("%(place)s: %(criterion)s has two lines; keep one."),
    "rubric.editorial_criterion": lazy_gettext(
        "%(place)s: an editorial revision leaves every criterion what it is, but %(criterion)s does not stay "
        "the same; choose a change of meaning."
    ),
    "rubric.editorial_levels": lazy_gettext(
        "%(place)s: an editorial revision keeps the number of levels; choose a change of meaning."
    ),
    "rubric.editorial_new": lazy_gettext(
        "%(place)s: an editorial revision has no new criterion, but %(criterion)s is new; choose a change of "
        "meaning."
    ),
    "rubric.follows_missing": lazy_gettext(
        "%(place)s: version %(version)s is in force; say that this one follows it, and how."
    ),
    "rubric.follows_unknown": lazy_gettext(
        "%(place)s: this organisation has published no version %(version)s of “%(rubric_code)s”."
    ),
    "rubric.follows_other": lazy_gettext(
        "%(place)s: is version %(found)s, but the version before is %(version)s."
    ),
    "rubric.version_again": lazy_gettext(
        "%(place)s: the version before is %(version)s, too; give this one a number of its own."
    ),
    "rubric.code_elsewhere": lazy_gettext(
        "%(place)s: another organisation has a rubric called “%(rubric_code)s”; choose another code."
    ),
    "rubric.version_taken": lazy_gettext(
        "%(place)s: there is a version %(version)s of “%(rubric_code)s” already; choose another number."
    ),
}

_ADDING: dict[str, LazyString] = {
    "rubric.addition_code": lazy_gettext(
        "%(place)s: “%(rubric_code)s” is the code of the rubric itself; what is added needs one of its own."
    ),
    "rubric.addition_empty": lazy_gettext(
        "Nothing is added to “%(rubric_code)s” yet; a criterion or an example is expected."
    ),
    "rubric.addition_levels": lazy_gettext(
        "%(place)s: what is added to “%(rubric_code)s” is judged by its levels; take these out."
    ),
    "rubric.addition_locked": lazy_gettext(
        "%(place)s: what is added to “%(rubric_code)s” cannot be locked; only a whole rubric can."
    ),
    "rubric.code_taken": lazy_gettext(
        "%(place)s: the code %(found)s is taken, by the rubric or by what another organisation adds to it; "
        "choose another."
    ),
    "rubric.example_criterion": lazy_gettext(
        "%(place)s: “%(rubric_code)s” has no criterion %(criterion)s; choose another, or take the example "
        "out."
    ),
    "rubric.example_level": lazy_gettext(
        "%(place)s: “%(rubric_code)s” has no level %(level)s; choose another for this example of "
        "%(criterion)s."
    ),
    "rubric.examples_alone": lazy_gettext(
        "%(place)s: examples of one's own are added to another rubric; in a rubric itself, write them as "
        "signs."
    ),
    "rubric.extends_unknown": lazy_gettext(
        "%(place)s: there is no rubric “%(rubric_code)s” that this organisation could add to."
    ),
    "rubric.extends_other": lazy_gettext(
        "%(place)s: is “%(found)s”, but the rubric that is added to is “%(rubric_code)s”."
    ),
    "rubric.own_domain": lazy_gettext(
        "%(place)s: the domain %(domain)s belongs to “%(rubric_code)s”; put %(criterion)s into a domain of "
        "your own."
    ),
    "rubric.replaces_lock": lazy_gettext(
        "%(place)s: the rubric “%(rubric_code)s” holds for this organisation and is locked; add to it "
        "instead of publishing another in its place."
    ),
    "rubric.weakens_lock": lazy_gettext(
        "%(place)s: “%(rubric_code)s” is locked and says “%(expected)s” here, not “%(found)s”. Members add "
        "to it and change nothing."
    ),
    "rubric.weakens_lock_criterion": lazy_gettext(
        "%(place)s: the criterion %(criterion)s of “%(rubric_code)s” is missing. The rubric is locked: "
        "members add to it and drop nothing."
    ),
    "rubric.weakens_lock_descriptor": lazy_gettext(
        "%(place)s: the descriptor of %(criterion)s for level %(level)s in “%(rubric_code)s” is missing. The "
        "rubric is locked: members add to it and drop nothing."
    ),
    "rubric.weakens_lock_domain": lazy_gettext(
        "%(place)s: the domain %(domain)s of “%(rubric_code)s” is missing. The rubric is locked: members add "
        "to it and drop nothing."
    ),
    "rubric.weakens_lock_level": lazy_gettext(
        "%(place)s: level %(level)s of “%(rubric_code)s” is missing. The rubric is locked: members add to it "
        "and drop nothing."
    ),
    "rubric.weakens_lock_move": lazy_gettext(
        "%(place)s: %(criterion)s stands in the domain %(domain)s of “%(rubric_code)s”, which is locked; "
        "leave it there."
    ),
    "rubric.weakens_lock_new_level": lazy_gettext(
        "%(place)s: “%(rubric_code)s” has no level %(level)s, and its scale is locked; take the level out."
    ),
}

_MEANWHILE: dict[str, LazyString] = {
    "rubric.archived": lazy_gettext(
        "Version %(rubric_version)s was withdrawn on %(on)s; nothing can follow it. Start from the version "
        "that is in force."
    ),
    "rubric.base_archived": lazy_gettext(
        "The rubric that this adds to was withdrawn on %(on)s (version %(rubric_version)s)."
    ),
    "rubric.base_overtaken": lazy_gettext(
        "The rubric that this adds to has moved on: %(by)s published version %(rubric_version)s on %(on)s. "
        "Start adding to that version; what is written here comes along."
    ),
    "rubric.overtaken": lazy_gettext(
        "%(by)s published version %(rubric_version)s on %(on)s, from the same version as this. Nothing has "
        "been overwritten: start the next version after that one, and what you changed here comes along."
    ),
}

RULES: dict[str, LazyString] = {**_OWN, **_FOLLOWING, **_ADDING, **_MEANWHILE}
"""A sentence for the code of each flaw."""
