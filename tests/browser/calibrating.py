"""Puts two more supervisors into the demo that a browser test serves, who can sign in."""

import sys
from datetime import timedelta

from lms.config import load_settings
from lms.kernel.clock import SystemClock
from lms.people.commands import grant_role, register_person
from lms.people.domain import RoleCode
from lms.people.queries import employer_of, find_person_by_email
from lms.storage.session import transaction
from lms.web.console import open_database

RATERS = {"rater-kita": "北 良子", "rater-naka": "中 悟"}


def main(password: str) -> None:
    open_database(load_settings())
    today = SystemClock().today()
    with transaction() as session:
        supervisor = find_person_by_email(session, "supervisor@example.jp")
        chamber = employer_of(session, person_id=supervisor.id, on=today)
        for login, name in RATERS.items():
            person = register_person(
                session,
                email=f"{login}@example.jp",
                name=name,
                name_kana=login,
                employer=chamber,
                employed_on=today - timedelta(days=300),
                password=password,
            )
            grant_role(
                session,
                person=person,
                organisation=chamber,
                role_code=RoleCode.SUPERVISOR,
                starts_on=today - timedelta(days=300),
            )


if __name__ == "__main__":
    main(sys.argv[1])
