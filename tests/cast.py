"""The people every test knows, and the organisations they work for.

Aoi is a trainee at the chamber of Hiroshima; Mori supervises her, Sato rates beside Mori; Kaoru works next
door; Hara plans for the whole council; Hojo coordinates trainees at the Yorozu centre. Chie holds every role
in an unrelated organisation and must never see anything of theirs.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.people import commands, queries
from lms.people.domain import OrganisationKind, RoleCode
from lms.people.models import Organisation, Person

JOINED = date(2024, 4, 1)
TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Cast:
    session: Session
    council: Organisation
    chamber: Organisation
    neighbour: Organisation
    yorozu: Organisation
    outside: Organisation
    aoi: Person
    kaoru: Person
    mori: Person
    sato: Person
    hara: Person
    hojo: Person
    chie: Person

    def actor(self, person: Person) -> Actor:
        return queries.load_actor(self.session, person_id=person.id, on=TODAY)


def make_cast(session: Session) -> Cast:
    commands.add_standard_roles(session)
    session.flush()
    council = _organisation(session, "council", "伴走支援協議会", OrganisationKind.COUNCIL)
    federation = _organisation(session, "federation", "全国連合会", OrganisationKind.FEDERATION, council)
    prefectural = _organisation(
        session, "prefectural", "広島県連合会", OrganisationKind.PREFECTURAL, federation
    )
    chamber = _organisation(session, "hiroshima", "広島商工会議所", OrganisationKind.CHAMBER, prefectural)
    neighbour = _organisation(session, "fuchu", "府中商工会議所", OrganisationKind.CHAMBER, prefectural)
    yorozu = _organisation(session, "yorozu", "広島県よろず支援拠点", OrganisationKind.YOROZU, council)
    outside = _organisation(session, "outside", "無関係商工会", OrganisationKind.SOCIETY)
    session.flush()
    return Cast(
        session=session,
        council=council,
        chamber=chamber,
        neighbour=neighbour,
        yorozu=yorozu,
        outside=outside,
        aoi=_person(session, "aoi", "青井 葵", "アオイ アオイ", chamber, [RoleCode.ADVISOR]),
        kaoru=_person(session, "kaoru", "香川 薫", "カガワ カオル", neighbour, [RoleCode.ADVISOR]),
        mori=_person(session, "mori", "森 真理", "モリ マリ", chamber, [RoleCode.SUPERVISOR]),
        sato=_person(session, "sato", "佐藤 聡", "サトウ サトシ", chamber, [RoleCode.SUPERVISOR]),
        hara=_person(session, "hara", "原 はるか", "ハラ ハルカ", council, [RoleCode.HR]),
        hojo=_person(session, "hojo", "北条 司", "ホウジョウ ツカサ", yorozu, [RoleCode.HOST]),
        chie=_person(session, "chie", "千恵 無縁", "チエ ムエン", outside, list(RoleCode)),
    )


def _organisation(session, code, name, kind, parent=None):
    return commands.add_organisation(
        session,
        code=code,
        name={"ja": name, "en": code.title()},
        kind=kind,
        parent=parent,
        prefecture="広島県",
        region="中国",
    )


def _person(session, login, name, kana, employer, roles):
    person = commands.register_person(
        session,
        email=f"{login}@example.jp",
        name=name,
        name_kana=kana,
        employer=employer,
        employed_on=JOINED,
    )
    for role in roles:
        commands.grant_role(session, person=person, organisation=employer, role_code=role, starts_on=JOINED)
    session.flush()
    return person
