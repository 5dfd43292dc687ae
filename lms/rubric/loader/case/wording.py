"""Where an object of CASE says something in one language, and in the other."""

from collections.abc import Mapping
from typing import Any

from lms.rubric.domain import LANGUAGES
from lms.rubric.loader.case.terms import MAIN_LANGUAGE, OTHER_LANGUAGE, OURS

Object = Mapping[str, Any]


def ours_in(found: Object) -> Object:
    """Return what an object's extensions say in our name."""
    ours: Object = found.get("extensions", {}).get(OURS, {})
    return ours


def words_of(found: Object, member: str, main: str) -> dict[str, str]:
    """Return what an object says in ``main``, its document's language, and in the other one."""
    other = ours_in(found).get(OTHER_LANGUAGE, {}).get(member, "") if main == MAIN_LANGUAGE else ""
    said = {main: str(found.get(member, "")), **({} if main == OTHER_LANGUAGE else {OTHER_LANGUAGE: other})}
    return {language: said.get(language, "") for language in LANGUAGES}


def spots_of(place: str, member: str, found: Object) -> dict[str, str]:
    """Return the JSON paths of what ``words_of`` returns."""
    other = f"extensions.{OURS}.{OTHER_LANGUAGE}.{member}" if ours_in(found) else member
    return {MAIN_LANGUAGE: f"{place}.{member}", OTHER_LANGUAGE: f"{place}.{other}"}
