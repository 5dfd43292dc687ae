"""Whatever a draft lacks is said in words, and leads to a page that has the field concerned."""

import re
from dataclasses import replace
from uuid import UUID

import pytest

from lms.rubric import commands, queries
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, LocalExample
from tests.factories.rubric import CriterionTextFactory, RubricTextFactory, load

EMPTY = {"ja": "", "en": ""}
ONE_SIDED = {"ja": "片方だけ", "en": ""}


@pytest.fixture
def place(session, cast, clock):
    """Begin the next version and return the address of its draft."""
    small = load(session, publisher_id=cast.council.id, clock=clock, text=RubricTextFactory())
    draft_id = commands.start_draft(
        session, actor=cast.actor(cast.hara), publisher_id=cast.council.id, follows=small.id, clock=clock
    )
    session.flush()
    return f"/rubrics/drafts/{draft_id}"


@pytest.fixture
def write(session, cast, clock, place):
    """Save the draft in other words."""

    def change(reword) -> None:
        actor, draft_id = cast.actor(cast.hara), UUID(place.rsplit("/", 1)[1])
        draft = queries.get_draft(session, actor, draft_id)
        text = reword(draft.text)
        commands.save_draft(
            session, actor=actor, draft_id=draft_id, text=text, version=draft.version, clock=clock
        )
        session.flush()

    return change


@pytest.fixture
def first_criterion():
    """Change the first criterion of a text."""

    def reword(text, **facts):
        (domain,) = text.domains
        first, *others = domain.criteria
        return replace(text, domains=(replace(domain, criteria=(replace(first, **facts), *others)),))

    return reword


@pytest.fixture
def links(client_as, cast, place):
    """Return where a draft's page sends its editor, each address opened and its field found there."""
    browser = client_as(cast.hara)

    def follow() -> set[str]:
        page = browser.get(place)
        assert page.status_code == 200
        found = set(re.findall(r'<a(?: class="part__remark")? href="([^"]+)">', page.text.split("<main")[1]))
        found = {one for one in found if one.startswith(place)}
        for one in found:
            address, _, anchor = one.partition("#")
            answer = browser.get(address)
            assert answer.status_code == 200, one
            assert not anchor or f'id="{anchor}"' in answer.text, one
        return {one.removeprefix(place) for one in found}

    return follow


@pytest.mark.parametrize(
    ("facts", "link"),
    [
        ({"name": ONE_SIDED}, "/criteria/A1#name_en"),
        ({"definition": EMPTY}, "/criteria/A1#definition_ja"),
        ({"basis": ONE_SIDED}, "/criteria/A1#basis_en"),
        ({"descriptors": ()}, "/criteria/A1"),
    ],
)
def test_what_a_criterion_lacks_leads_to_its_field(write, links, first_criterion, facts, link):
    write(lambda text: first_criterion(text, **facts))
    assert link in links()


def test_what_a_descriptor_lacks_leads_to_its_text_or_its_example(write, links, first_criterion):
    one, two = CriterionTextFactory().descriptors
    write(
        lambda text: first_criterion(
            text, descriptors=(replace(one, text=ONE_SIDED), replace(two, sign=ONE_SIDED))
        )
    )
    assert {"/criteria/A1#text_1_en", "/criteria/A1#sign_2_en"} <= links()


@pytest.mark.parametrize(
    ("reword", "link"),
    [
        (lambda text: replace(text, title=ONE_SIDED), "/about#title_en"),
        (lambda text: replace(text, source=EMPTY), "/about#source_ja"),
        (lambda text: replace(text, version=""), "/about#version"),
        (lambda text: replace(text, succession=replace(text.succession, note=ONE_SIDED)), "/about#note_en"),
        (
            lambda text: replace(text, levels=(replace(text.levels[0], summary=EMPTY), text.levels[1])),
            "/levels#summary_1_ja",
        ),
        (lambda text: replace(text, levels=(), domains=()), "/levels"),
        (lambda text: replace(text, domains=()), "/domains"),
        (
            lambda text: replace(text, domains=(replace(text.domains[0], name=EMPTY),)),
            "/domains#name_A_ja",
        ),
        (
            lambda text: replace(
                text, succession=replace(text.succession, change=Change.MEANING, crosswalk=())
            ),
            "/crosswalk/A1#kind-0",
        ),
        (
            lambda text: replace(
                text,
                succession=replace(
                    text.succession,
                    crosswalk=(
                        CrosswalkLine("A1", CrosswalkKind.SPLIT, ("A1",)),
                        *text.succession.crosswalk[1:],
                    ),
                ),
            ),
            "/crosswalk/A1#kind-0",
        ),
    ],
)
def test_what_the_whole_lacks_leads_to_its_part(write, links, reword, link):
    write(reword)
    assert link in links()


def test_an_example_of_nothing_leads_to_the_draft(session, cast, clock, client_as):
    small = load(session, publisher_id=cast.council.id, clock=clock, text=RubricTextFactory())
    actor = cast.actor(cast.hara)
    draft_id = commands.start_additions(
        session, actor=actor, publisher_id=cast.chamber.id, extends=small.id, clock=clock
    )
    session.flush()
    draft = queries.get_draft(session, actor, draft_id)
    lost = (LocalExample("A1", 1, ONE_SIDED), LocalExample("Z9", 1, {"ja": "例", "en": "Example"}))
    text = replace(draft.text, examples=lost)
    commands.save_draft(
        session, actor=actor, draft_id=draft_id, text=text, version=draft.version, clock=clock
    )
    session.flush()
    page = client_as(cast.hara).get(f"/rubrics/drafts/{draft_id}").text
    assert f'href="/rubrics/drafts/{draft_id}/examples/A1"' in page
    assert "Z9" in page
