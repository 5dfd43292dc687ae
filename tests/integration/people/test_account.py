"""One's own account: the language one reads, the password, the browsers one is signed in with."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kernel.errors import Conflict, NotAllowed
from lms.people import commands, queries
from lms.people.models import Membership, Person
from lms.storage.audit import AuditEvent
from tests.cast import JOINED, TODAY

PASSWORD = "correct horse battery"
NEW = "another fine phrase"


@pytest.fixture
def password(cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()


@pytest.fixture
def sessions_of(session, cast, clock):
    """Return a person's open sessions, the browser's own first."""
    return lambda person: queries.list_open_sessions(session, cast.actor(person), now=clock.now())


@pytest.fixture
def events(session):
    def of(action) -> list[AuditEvent]:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))

    return of


def test_a_new_language_takes_effect_at_once_and_stays(client_as, cast, session):
    browser = client_as(cast.aoi)
    assert '<html lang="ja"' in browser.get("/account").text

    browser.submit("/account", {"name": "青井 葵", "name_kana": "アオイ アオイ", "locale": "en"})

    assert '<html lang="en"' in browser.get("/account").text
    assert '<html lang="en"' in client_as(cast.aoi).get("/").text
    assert session.scalar(select(Person.locale).where(Person.id == cast.aoi.id)) == "en"


def test_the_saved_language_wins_over_one_chosen_earlier_for_this_browser(client_as, cast):
    browser = client_as(cast.aoi)
    assert '<html lang="en"' in browser.get("/account?lang=en").text

    browser.submit("/account", {"name": "青井 葵", "name_kana": "", "locale": "ja"})

    assert '<html lang="ja"' in browser.get("/account").text


def test_a_name_of_two_lines_is_saved_on_one(client_as, cast, session):
    client_as(cast.aoi).submit(
        "/account", {"name": "青井\r\nBcc: x", "name_kana": " ア\nオイ ", "locale": "ja"}
    )
    session.expire_all()
    person = session.get_one(Person, cast.aoi.id)
    assert (person.name, person.name_kana) == ("青井 Bcc: x", "ア オイ")


def test_saving_says_so_in_the_page_that_follows(client_as, cast):
    browser = client_as(cast.aoi)
    answer = browser.submit("/account", {"name": "青井 あおい", "name_kana": "", "locale": "en"})
    page = browser.get(answer.location).text
    assert "Your settings are saved." in page
    assert "青井 あおい" in page


def test_the_account_names_roles_of_today_only(client_as, cast, session):
    advisor = select(Membership.role_id).where(Membership.person_id == cast.aoi.id)
    for organisation, ends_on in ((cast.neighbour, TODAY), (cast.yorozu, TODAY + timedelta(days=1))):
        session.add(
            Membership(
                person_id=cast.aoi.id,
                organisation_id=organisation.id,
                role_id=session.scalar(advisor),
                starts_on=JOINED,
                ends_on=ends_on,
            )
        )
    session.flush()
    page = client_as(cast.aoi).get("/account").text
    assert cast.yorozu.name["ja"] in page
    assert cast.neighbour.name["ja"] not in page


@pytest.mark.usefixtures("password")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"current_password": "not the present one"}, "The present password is not right."),
        ({"new_password": "short", "repeated": "short"}, "Use at least 12 characters."),
        ({"repeated": "something else here"}, "The two new passwords differ."),
        (
            {"new_password": "AOIAOI@example.jp", "repeated": "AOIAOI@example.jp"},
            "Do not use your e-mail address as the password.",
        ),
        ({"current_password": ""}, 'aria-invalid="true"'),
    ],
)
def test_a_refused_password_is_explained_and_changes_nothing(wrong, sentence, client_as, cast, session):
    cast.aoi.locale, cast.aoi.email = "en", "aoiaoi@example.jp"
    session.flush()
    before = cast.aoi.password_digest
    browser = client_as(cast.aoi)

    fields = {"current_password": PASSWORD, "new_password": NEW, "repeated": NEW, **wrong}
    answer = browser.submit("/account/password", fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not any(typed and typed in answer.text for typed in fields.values() if "@" not in typed)
    assert session.scalar(select(Person.password_digest).where(Person.id == cast.aoi.id)) == before


@pytest.mark.usefixtures("password")
def test_the_new_password_signs_in_and_the_old_one_does_not(client_as, anonymous, cast):
    fields = {"current_password": PASSWORD, "new_password": NEW, "repeated": NEW}
    assert client_as(cast.aoi).submit("/account/password", fields).location == "/account"

    old = anonymous.submit("/sign-in", {"email": "aoi@example.jp", "password": PASSWORD})
    new = anonymous.submit("/sign-in", {"email": "aoi@example.jp", "password": NEW})

    assert (old.status_code, new.status_code) == (422, 303)


def test_another_browser_is_listed_and_can_be_signed_out(client_as, cast, sessions_of, events):
    elsewhere = client_as(cast.aoi)
    (other,) = sessions_of(cast.aoi)
    here = client_as(cast.aoi)
    address = f"/account/sessions/{other.id}/end"
    assert here.get("/account").text.count("/end") == 1
    assert address in here.get("/account").text

    answer = here.submit(address)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert elsewhere.get("/account").status_code == 303
    page = here.get("/account")
    assert page.status_code == 200
    assert address not in page.text
    assert [event.subject_id for event in events("people.end_session")] == [other.id]


def test_a_session_of_somebody_else_is_left_alone(client_as, cast, sessions_of, events):
    theirs = client_as(cast.mori)
    (session_of_mori,) = sessions_of(cast.mori)

    client_as(cast.aoi).submit(f"/account/sessions/{session_of_mori.id}/end")

    assert theirs.get("/account").status_code == 200
    assert events("people.end_session") == []


def test_a_session_is_ended_once(session, cast, clock, sessions_of, client_as, events):
    client_as(cast.aoi)
    (own,) = sessions_of(cast.aoi)
    for _time in range(2):
        commands.end_session(session, actor=cast.actor(cast.aoi), session_id=own.id, clock=clock)
    session.flush()
    assert sessions_of(cast.aoi) == []
    assert len(events("people.end_session")) == 1


def test_nobody_edits_the_profile_of_another(session, cast, clock):
    with pytest.raises(NotAllowed) as refusal:
        commands.edit_profile(
            session,
            actor=cast.actor(cast.hara),
            person_id=cast.aoi.id,
            name="別人",
            name_kana="",
            locale="ja",
            version=cast.aoi.version,
            clock=clock,
        )
    assert refusal.value.code == "people.not_own_profile"
    assert cast.aoi.name == "青井 葵"


def test_a_stale_profile_comes_back_with_what_is_saved(session, cast, clock):
    with pytest.raises(Conflict) as conflict:
        commands.edit_profile(
            session,
            actor=cast.actor(cast.aoi),
            person_id=cast.aoi.id,
            name="別の名",
            name_kana="",
            locale="en",
            version=cast.aoi.version + 1,
            clock=clock,
        )
    assert conflict.value.facts == {
        "current": {"name": "青井 葵", "name_kana": "アオイ アオイ", "locale": "ja"},
        "version": cast.aoi.version,
    }
