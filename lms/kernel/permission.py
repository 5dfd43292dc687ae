"""Everything one person may be allowed to do with what belongs to others, as ``resource:action``."""

from enum import StrEnum


class Permission(StrEnum):
    """One right. Roles are data that map to these, and hold within an organisation and its subtree.

    What is one's own (one's levels, one's log, one's courses) needs ownership, not a permission.
    """

    AUDIT_READ = "audit:read"
    CASE_EDIT = "case:edit"
    CASE_READ = "case:read"
    CLIENT_READ = "client:read"
    COURSE_EDIT = "course:edit"
    COURSE_PUBLISH = "course:publish"
    COURSE_READ = "course:read"
    ENROLMENT_ASSIGN = "enrolment:assign"
    ENROLMENT_READ = "enrolment:read"
    LEVEL_DECIDE = "level:decide"
    MODERATION_ORGANISE = "moderation:organise"
    OBSERVATION_READ = "observation:read"
    OJT_ENTRY_READ = "ojt_entry:read"
    OJT_ENTRY_RECORD = "ojt_entry:record"
    OJT_ENTRY_SIGN = "ojt_entry:sign"
    ORGANISATION_MANAGE = "organisation:manage"
    ORGANISATION_READ = "organisation:read"
    PAIRING_DECIDE = "pairing:decide"
    PAIRING_READ = "pairing:read"
    PAIRING_RUN = "pairing:run"
    PERSON_MANAGE = "person:manage"
    PERSON_READ = "person:read"
    PLAN_EDIT = "plan:edit"
    PLAN_READ = "plan:read"
    PLAN_TEMPLATE_EDIT = "plan_template:edit"
    RUBRIC_EDIT = "rubric:edit"
    RUBRIC_PUBLISH = "rubric:publish"
    RUBRIC_READ = "rubric:read"
    TARGET_EDIT = "target:edit"
