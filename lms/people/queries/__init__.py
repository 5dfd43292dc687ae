"""Reads of people and organisations."""

from lms.people.queries.accounts import (
    Credentials,
    Recipient,
    SignedIn,
    failure_subjects,
    find_credentials,
    find_person_by_email,
    find_signed_in,
    get_recipient,
    has_people,
    list_open_sessions,
    sign_in_is_throttled,
    token_digest,
)
from lms.people.queries.actors import actor_of, load_actor, organisations_within
from lms.people.queries.directory import (
    count_people,
    get_person,
    is_called,
    list_people,
    list_people_with_role,
    visible_to,
)
from lms.people.queries.employment import employer_of, find_employer
from lms.people.queries.organisations import (
    OrganisationCard,
    find_organisation_by_code,
    get_organisation,
    list_organisations,
)

__all__ = [
    "Credentials",
    "OrganisationCard",
    "Recipient",
    "SignedIn",
    "actor_of",
    "count_people",
    "employer_of",
    "failure_subjects",
    "find_credentials",
    "find_employer",
    "find_organisation_by_code",
    "find_person_by_email",
    "find_signed_in",
    "get_organisation",
    "get_person",
    "get_recipient",
    "has_people",
    "is_called",
    "list_open_sessions",
    "list_organisations",
    "list_people",
    "list_people_with_role",
    "load_actor",
    "organisations_within",
    "sign_in_is_throttled",
    "token_digest",
    "visible_to",
]
