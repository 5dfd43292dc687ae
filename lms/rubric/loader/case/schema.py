"""The shape of a CASE package, as far as one is read: CASE 1.1, and what writers of 1.0 packages add to it.

The standard closes its objects: a member it does not know is refused, so that nothing is lost unseen.
``TAKEN`` names what is taken over; the rest may be there and is told to be left out.
"""

from collections.abc import Mapping
from typing import Any

from lms.rubric.loader.case.terms import OTHER_LANGUAGE, OURS
from lms.rubric.loader.schema import Schema

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_INTEGER: Schema = {"type": "integer"}
_TEXTS: Schema = {"type": "array"}
_UUID: Schema = {
    "type": "string",
    "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
}
_OBJECT: Schema = {"type": "object"}


def _object(required: str, **members: Schema) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": members,
    }


def _list(items: Schema) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ours(**members: Schema) -> Schema:
    """Return the shape of ``extensions``: anybody's are let in, our own are read."""
    other = {"type": "object", "additionalProperties": _TEXT}
    own = {"type": "object", "properties": {OTHER_LANGUAGE: other, **members}}
    return {"type": "object", "properties": {OURS: own}}


_NAMED: Mapping[str, Schema] = {"identifier": _UUID, "uri": _TEXT, "lastChangeDateTime": _TEXT}
_LINK = _object("identifier", title=_TEXT, identifier=_TEXT, uri=_TEXT, targetType=_TEXT)
_STATUS: Mapping[str, Schema] = {
    "language": _TEXT,
    "licenseURI": _OBJECT,
    "statusStartDate": _TEXT,
    "statusEndDate": _TEXT,
    "subject": _TEXTS,
    "subjectURI": _TEXTS,
}

_DOCUMENT = _object(
    "identifier title",
    **_NAMED,
    **_STATUS,
    **dict.fromkeys(
        ("creator", "title", "officialSourceURL", "publisher", "description", "version", "notes"), _TEXT
    ),
    **dict.fromkeys(("frameworkType", "caseVersion", "adoptionStatus"), _TEXT),
    CFPackageURI=_OBJECT,
    extensions=_ours(code=_TEXT, identifiers={"type": "object", "additionalProperties": _TEXT}),
)
_ITEM = _object(
    "identifier fullStatement",
    **_NAMED,
    **_STATUS,
    **dict.fromkeys(("fullStatement", "abbreviatedStatement", "humanCodingScheme", "notes"), _TEXT),
    **dict.fromkeys(("CFItemType", "alternativeLabel", "listEnumeration"), _TEXT),
    CFItemTypeURI=_OBJECT,
    CFDocumentURI=_OBJECT,
    conceptKeywords=_TEXTS,
    conceptKeywordsURI={},
    educationLevel=_TEXTS,
    extensions=_ours(),
)
_ASSOCIATION = _object(
    "associationType originNodeURI destinationNodeURI",
    **_NAMED,
    associationType=_TEXT,
    sequenceNumber=_INTEGER,
    originNodeURI=_LINK,
    destinationNodeURI=_LINK,
    CFAssociationGroupingURI=_OBJECT,
    CFDocumentURI=_OBJECT,
    notes=_TEXT,
    extensions=_OBJECT,
)
_LEVEL = _object(
    "",
    **_NAMED,
    **dict.fromkeys(("description", "quality", "feedback", "rubricCriterionId"), _TEXT),
    score=_NUMBER,
    position=_INTEGER,
    extensions=_ours(draft={"type": "boolean"}),
)
_CRITERION = _object(
    "",
    **_NAMED,
    **dict.fromkeys(("category", "description", "rubricId"), _TEXT),
    CFItemURI=_LINK,
    weight=_NUMBER,
    position=_INTEGER,
    CFRubricCriterionLevels=_list(_LEVEL),
    extensions=_OBJECT,
)
_RUBRIC = _object(
    "",
    **_NAMED,
    title=_TEXT,
    description=_TEXT,
    CFRubricCriteria=_list(_CRITERION),
    extensions=_ours(levels={"type": "array"}),
)
_DEFINITIONS = _object(
    "",
    **dict.fromkeys(
        ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings"), _TEXTS
    ),
    extensions=_OBJECT,
)

PACKAGE: Schema = _object(
    "CFDocument",
    CFDocument=_DOCUMENT,
    CFItems=_list(_ITEM),
    CFAssociations=_list(_ASSOCIATION),
    CFDefinitions=_DEFINITIONS,
    CFRubrics=_list(_RUBRIC),
    extensions=_OBJECT,
)

NOT_TAKEN: Mapping[str, tuple[str, ...]] = {
    "CFItems": (
        "alternativeLabel",
        "conceptKeywords",
        "educationLevel",
        "licenseURI",
        "listEnumeration",
        "subject",
    ),
    "CFRubricCriteria": ("weight",),
    "CFDocument": ("licenseURI", "subject"),
}
"""What a package may say beyond what a rubric has room for, by the list it stands in."""
