"""Drafts are begun, written, reviewed by somebody else and published as courses."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from lms.authoring import commands, queries
from lms.authoring.domain import (
    DraftState,
    empty_text,
    next_version,
    put_in_course,
    put_lesson,
    remove_lesson,
)
from lms.authoring.models import CourseDraft, CourseReview
from lms.courses.domain import Figure
from lms.courses.models import Course, CourseVersion
from lms.courses.queries import find_stored_text, get_course
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.permission import Permission
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage
from tests.factories.authoring import begin, make_author, picture, row_of, send, whole_of, whole_text
from tests.factories.courses import CourseTextFactory, publish


@pytest.fixture
def edit(session, author, draft_id, clock):
    def change(how, actor=author):
        commands.edit_draft(session, actor=actor, draft_id=draft_id, change=how, clock=clock)
        session.flush()

    return change


@pytest.fixture
def sent(session, author, draft_id, clock):
    send(session, author, draft_id, clock, request="二課を見てください")
    return draft_id


@pytest.fixture
def decide(session, clock):
    def approve(actor, draft_id, note=""):
        whole = whole_of(session, actor, draft_id)
        facts = {"version": row_of(session, draft_id).version, "note": note, "clock": clock}
        version_id = commands.publish_draft(session, actor=actor, draft_id=draft_id, whole=whole, **facts)
        session.flush()
        return version_id

    return approve


@pytest.fixture
def actions(session, draft_id):
    def read():
        query = select(AuditEvent.action).where(AuditEvent.subject_id == draft_id)
        return list(session.scalars(query.order_by(AuditEvent.sequence)))

    return read


def test_a_draft_is_begun_for_ones_organisation_only(session, cast, clock, author, rubric):
    begin(session, author, cast.chamber.id, clock)
    for organisation in (cast.neighbour, cast.council, cast.outside):
        with pytest.raises(NotFound):
            begin(session, author, organisation.id, clock, whole_text("other"))
    with pytest.raises(NotFound):
        begin(session, cast.actor(cast.aoi), cast.chamber.id, clock, whole_text("other"))


@pytest.mark.parametrize("slug", ["drafts", "people"])
def test_reserved_names_are_refused(session, cast, clock, author, slug):
    with pytest.raises(RuleViolation) as refused:
        begin(session, author, cast.chamber.id, clock, whole_text(slug))
    assert (refused.value.code, refused.value.field) == ("authoring.slug_reserved", "slug")


def test_a_name_belongs_to_one_course_and_one_draft(session, cast, clock, author, draft_id):
    publish(session, publisher_id=cast.council.id, clock=clock)
    for slug, code in (("small", "authoring.slug_taken"), ("written", "authoring.draft_exists")):
        with pytest.raises(Conflict) as refused:
            begin(session, author, cast.chamber.id, clock, whole_text(slug))
        assert refused.value.code == code


def test_the_next_version_is_begun_once_and_opened_again(session, cast, clock, author):
    publish(session, publisher_id=cast.chamber.id, clock=clock)
    version_id = session.scalars(select(CourseVersion.id)).one()
    beginning = commands.Beginning(next_version(whole_text("small")), (), version_id)
    facts = {"actor": author, "publisher_id": cast.chamber.id, "clock": clock}
    one = commands.start_draft(session, beginning=beginning, **facts)
    session.flush()
    assert commands.start_draft(session, beginning=beginning, **facts) == one
    with pytest.raises(Conflict):
        commands.import_draft(session, beginning=beginning, **facts)


def test_nobody_writes_the_next_version_of_anothers_course(session, cast, clock, author):
    publish(session, publisher_id=cast.council.id, clock=clock)
    version_id = session.scalars(select(CourseVersion.id)).one()
    beginning = commands.Beginning(whole_text("small"), (), version_id)
    with pytest.raises(RuleViolation) as refused:
        commands.start_draft(
            session, actor=author, publisher_id=cast.chamber.id, beginning=beginning, clock=clock
        )
    assert refused.value.code == "authoring.follows_elsewhere"


def test_an_imported_course_follows_what_is_published(session, cast, clock, author):
    publish(session, publisher_id=cast.chamber.id, clock=clock)
    figure = Figure("a.png", "image/png", picture())
    text = put_lesson(
        next_version(whole_text("small")),
        "first",
        whole_text().lesson("first"),
        {"ja": "![絵](figures/a.png)", "en": "x"},
    )
    draft_id = commands.import_draft(
        session,
        actor=author,
        publisher_id=cast.chamber.id,
        beginning=commands.Beginning(text, (figure,)),
        clock=clock,
    )
    session.flush()
    draft = queries.get_draft(session, author, draft_id)
    assert draft.follows == "1.0"
    assert [(one.name, one.alt) for one in draft.figures] == [("a.png", {"ja": "絵", "en": "絵"})]


def test_writing_is_noted_once_a_person(session, cast, clock, author, reviewer, draft_id, edit, actions):
    edit(lambda text: put_in_course(text, {"minutes": 30}))
    edit(lambda text: put_in_course(text, {"minutes": 31}))
    edit(lambda text: put_in_course(text, {"minutes": 32}), actor=reviewer)
    assert actions() == ["course_draft.started", "course_draft.written_in"]
    draft = queries.get_draft(session, author, draft_id)
    assert draft.writers == {cast.mori.id, cast.sato.id}
    assert (draft.text.course["minutes"], draft.saved_by_name) == (32, cast.sato.name)


def test_a_draft_is_renamed_until_it_follows_something(session, cast, clock, author, draft_id, edit):
    begin(session, author, cast.chamber.id, clock, whole_text("third"))
    edit(lambda text: put_in_course(text, {"slug": "other"}))
    assert row_of(session, draft_id).slug == "other"
    for slug, code in (("third", "authoring.draft_exists"), ("drafts", "authoring.slug_reserved")):
        with pytest.raises((Conflict, RuleViolation)) as refused:
            edit(lambda text, slug=slug: put_in_course(text, {"slug": slug}))
        assert refused.value.code == code


def test_a_published_course_keeps_its_name(session, cast, clock, author):
    publish(session, publisher_id=cast.chamber.id, clock=clock)
    facts = {"actor": author, "clock": clock}
    beginning = commands.Beginning(next_version(whole_text("small")))
    draft_id = commands.import_draft(session, publisher_id=cast.chamber.id, beginning=beginning, **facts)
    session.flush()
    with pytest.raises(RuleViolation) as refused:
        commands.edit_draft(
            session, draft_id=draft_id, change=lambda text: put_in_course(text, {"slug": "other"}), **facts
        )
    assert refused.value.code == "authoring.slug_stays"


def test_outsiders_and_readers_find_no_draft(session, cast, author, draft_id, edit):
    for person in (cast.chie, cast.aoi, cast.kaoru):
        actor = cast.actor(person)
        assert queries.list_drafts(session, actor) == ()
        with pytest.raises(NotFound):
            queries.get_draft(session, actor, draft_id)
        with pytest.raises(NotFound):
            edit(lambda text: text, actor=actor)
    assert [line.id for line in queries.list_drafts(session, author)] == [draft_id]
    assert [line.id for line in queries.list_drafts(session, cast.actor(cast.hara))] == [draft_id]


def test_who_only_publishes_does_not_write(session, cast, clock, draft_id):
    hara = cast.actor(cast.hara)
    grants = frozenset(grant for grant in hara.grants if grant.permission is not Permission.COURSE_EDIT)
    publisher = replace(hara, grants=grants)
    assert queries.get_draft(session, publisher, draft_id).can_write is False
    facts = {"actor": publisher, "draft_id": draft_id, "clock": clock}
    with pytest.raises(NotAllowed):
        commands.edit_draft(session, change=lambda text: text, **facts)
    with pytest.raises(NotAllowed):
        commands.discard_draft(session, version=1, **facts)
    with pytest.raises(NotAllowed):
        send(session, publisher, draft_id, clock)


def test_a_discarded_draft_is_written_in_no_more(session, clock, author, draft_id, edit, actions):
    facts = {"actor": author, "draft_id": draft_id, "clock": clock}
    with pytest.raises(Conflict) as refused:
        commands.discard_draft(session, version=7, **facts)
    assert refused.value.code == "authoring.changed_meanwhile"
    commands.discard_draft(session, version=row_of(session, draft_id).version, **facts)
    session.flush()
    with pytest.raises(Conflict):
        edit(lambda text: text)
    assert queries.list_drafts(session, author) == ()
    assert actions()[-1] == "course_draft.discarded"
    assert row_of(session, draft_id).state is DraftState.DISCARDED


def test_pictures_are_kept_shown_and_taken_out(session, clock, author, draft_id, get):
    facts = {"actor": author, "draft_id": draft_id, "clock": clock}
    figure = Figure("a.png", "image/png", picture())
    alt = {"ja": " 絵 と 文 ", "en": "A picture"}
    commands.add_figure(session, figure=figure, alt=alt, lesson_slug="first", **facts)
    commands.add_figure(
        session, figure=Figure("b.png", "image/png", b"b"), alt=alt, lesson_slug="none", **facts
    )
    draft = get(author, draft_id)
    assert [one.name for one in draft.figures] == ["a.png", "b.png"]
    assert "![絵 と 文](figures/a.png)" in draft.text.markdown("first", "ja")
    assert "b.png" not in str(draft.text)
    assert queries.get_figure(session, author, draft_id, "a.png") == ("image/png", figure.content)
    commands.remove_figure(session, name="a.png", **facts)
    assert [one.name for one in get(author, draft_id).figures] == ["b.png"]
    with pytest.raises(NotFound):
        commands.remove_figure(session, name="a.png", **facts)


def test_a_picture_needs_words_and_room(session, clock, author, draft_id, monkeypatch):
    facts = {"actor": author, "draft_id": draft_id, "clock": clock, "lesson_slug": None}
    figure = Figure("a.png", "image/png", b"")
    with pytest.raises(RuleViolation) as refused:
        commands.add_figure(session, figure=figure, alt={"ja": "絵", "en": " "}, **facts)
    assert (refused.value.code, refused.value.field) == ("authoring.alt_missing", "alt_en")
    monkeypatch.setattr("lms.authoring.commands.picturing.MOST_FIGURES", 0)
    with pytest.raises(RuleViolation) as refused:
        commands.add_figure(session, figure=figure, alt={"ja": "絵", "en": "x"}, **facts)
    assert refused.value.code == "authoring.many_figures"


def test_others_do_not_see_a_picture(session, cast, clock, author, draft_id):
    facts = {"actor": author, "draft_id": draft_id, "clock": clock, "lesson_slug": None}
    figure = Figure("a.png", "image/png", b"")
    commands.add_figure(session, figure=figure, alt={"ja": "絵", "en": "x"}, **facts)
    session.flush()
    with pytest.raises(NotFound):
        queries.get_figure(session, cast.actor(cast.chie), draft_id, "a.png")


def test_whoever_could_decide_is_told_and_nobody_writes_meanwhile(
    session, cast, author, reviewer, sent, edit, get, actions
):
    told = session.execute(
        select(OutboxMessage.recipient_id, OutboxMessage.kind, OutboxMessage.payload)
    ).all()
    assert {(person, kind) for person, kind, _ in told} == {
        (cast.sato.id, "authoring.review_asked"),
        (cast.hara.id, "authoring.review_asked"),
    }
    assert told[0].payload == {"draft_id": str(sent), "slug": "written", "title": "研修written"}
    with pytest.raises(Conflict) as refused:
        edit(lambda text: text)
    assert refused.value.code == "authoring.in_review"
    draft = get(author, sent)
    assert (draft.state, draft.waiting.request) == (DraftState.IN_REVIEW, "二課を見てください")
    assert actions()[-1] == "course_draft.review_asked"


def test_a_draft_is_not_sent_when_it_was_changed_after_reading(session, clock, author, draft_id, edit):
    whole = whole_of(session, author, draft_id)
    edit(lambda text: put_in_course(text, {"minutes": 30}))
    with pytest.raises(Conflict) as refused:
        commands.ask_for_review(
            session, actor=author, draft_id=draft_id, whole=whole, request="", clock=clock
        )
    assert refused.value.code == "authoring.changed_meanwhile"


def test_a_draft_is_taken_back_and_sent_again(session, clock, author, sent, edit, get):
    facts = {"actor": author, "draft_id": sent, "clock": clock}
    commands.take_back(session, version=row_of(session, sent).version, **facts)
    session.flush()
    with pytest.raises(Conflict) as refused:
        commands.take_back(session, version=row_of(session, sent).version, **facts)
    assert refused.value.code == "authoring.not_in_review"
    edit(lambda text: put_in_course(text, {"minutes": 30}))
    send(session, author, sent, clock)
    assert [review.number for review in get(author, sent).reviews] == [2, 1]


def test_the_writer_decides_nothing(session, clock, author, sent, decide):
    with pytest.raises(NotAllowed) as refused:
        decide(author, sent)
    assert refused.value.code == "authoring.own_words"
    with pytest.raises(NotAllowed):
        commands.return_draft(session, actor=author, draft_id=sent, version=2, note="x", clock=clock)


def test_a_returned_draft_comes_with_a_note_and_can_be_written_again(
    session, cast, clock, author, reviewer, sent, edit, get
):
    facts = {"actor": reviewer, "draft_id": sent, "clock": clock}
    version = row_of(session, sent).version
    for note, code in ((" ", "authoring.note_missing"), ("x" * 2001, "authoring.note_long")):
        with pytest.raises(RuleViolation) as refused:
            commands.return_draft(session, version=version, note=note, **facts)
        assert refused.value.code == code
    with pytest.raises(Conflict):
        commands.return_draft(session, version=version + 1, note="直して", **facts)
    commands.return_draft(session, version=row_of(session, sent).version, note="直してください", **facts)
    session.flush()
    edit(lambda text: put_in_course(text, {"minutes": 30}))
    draft = get(author, sent)
    assert (draft.returned.note, draft.returned.reviewer_name) == ("直してください", cast.sato.name)
    told = session.scalars(select(OutboxMessage.recipient_id).where(OutboxMessage.kind.like("%returned")))
    assert list(told) == [cast.mori.id]
    assert get(reviewer, sent).can_review


def test_an_approved_draft_is_a_course_that_learners_read(
    session, cast, author, reviewer, sent, decide, get, actions
):
    version_id = decide(reviewer, sent, note="よくできています")
    row = row_of(session, sent)
    assert (row.state, row.course_version_id) == (DraftState.PUBLISHED, version_id)
    stored = find_stored_text(session, slug="written")
    assert stored.digest() == CourseTextFactory(slug="written", figures=()).digest()
    assert session.scalars(select(Course.publisher_id)).one() == cast.chamber.id
    assert get_course(session, cast.actor(cast.aoi), "written").slug == "written"
    with pytest.raises(NotFound):
        get_course(session, cast.actor(cast.chie), "written")
    review = session.scalars(select(CourseReview)).one()
    assert review.content_digest == get(author, sent).digest
    assert actions()[-1] == "course_draft.published"
    assert [line.state for line in queries.list_drafts(session, author)] == [DraftState.PUBLISHED]
    with pytest.raises(Conflict) as refused:
        decide(reviewer, sent)
    assert refused.value.code == "authoring.published_already"


def test_hr_above_publishes_what_the_chamber_wrote(session, cast, sent, decide):
    decide(cast.actor(cast.hara), sent)
    assert session.scalars(select(Course.slug)).all() == ["written"]


def test_an_approval_holds_for_the_wording_that_was_read(session, clock, reviewer, sent):
    whole = whole_of(session, reviewer, sent)
    row = row_of(session, sent)
    row.document = {**row.document, "quiz": {**row.document["quiz"], "pass_mark": 1}}
    session.flush()
    facts = {"actor": reviewer, "draft_id": sent, "version": row.version, "note": "", "clock": clock}
    with pytest.raises(Conflict):
        commands.publish_draft(session, whole=whole, **facts)
    with pytest.raises(Conflict) as refused:
        commands.publish_draft(session, whole=whole_of(session, reviewer, sent), **facts)
    assert refused.value.code == "authoring.changed_meanwhile"


def test_the_same_words_are_published_once(session, cast, clock, reviewer, sent):
    whole = whole_of(session, reviewer, sent)
    publish(
        session,
        publisher_id=cast.chamber.id,
        clock=clock,
        text=CourseTextFactory(slug="written", figures=()),
    )
    with pytest.raises(Conflict) as refused:
        commands.publish_draft(
            session, actor=reviewer, draft_id=sent, version=2, whole=whole, note="", clock=clock
        )
    assert refused.value.code == "authoring.nothing_new"


def test_publishing_needs_the_right_to(session, cast, clock, sent):
    hara = cast.actor(cast.hara)
    grants = frozenset(grant for grant in hara.grants if grant.permission is not Permission.COURSE_PUBLISH)
    writer = replace(hara, grants=grants)
    with pytest.raises(NotAllowed) as refused:
        commands.return_draft(session, actor=writer, draft_id=sent, version=2, note="x", clock=clock)
    assert refused.value.code == "authoring.not_publisher"


def test_only_the_nearest_reviewers_come_first(session, cast, clock, author, reviewer):
    on = clock.today()
    names = [name for _, name in queries.list_reviewers(session, cast.chamber.path, on=on)]
    assert names.index(cast.hara.name) == len(names) - 1
    assert {cast.mori.name, cast.sato.name} == set(names[:-1])
    assert queries.list_reviewers(session, cast.outside.path, on=on) == ((cast.chie.id, cast.chie.name),)


def test_what_can_be_written_is_ones_own(session, cast, clock, author, draft_id):
    publish(session, publisher_id=cast.chamber.id, clock=clock)
    foreign = CourseTextFactory(slug="secret")
    publish(session, publisher_id=cast.outside.id, clock=clock, text=foreign)
    assert [one.id for one in queries.list_publishers(session, author)] == [cast.chamber.id]
    (course,) = queries.list_writable_courses(session, author)
    assert (course.slug, course.draft_id) == ("small", None)
    assert [slug for slug, _ in queries.list_course_titles(session, author)] == ["small"]
    assert queries.list_writable_courses(session, cast.actor(cast.aoi)) == ()


def test_a_gap_is_saved_as_it_is(session, author, draft_id, edit, get):
    edit(lambda text: remove_lesson(text, "first"))
    edit(lambda _text: empty_text(slug="written", title={}))
    assert get(author, draft_id).text.lesson_slugs == ()


def test_every_open_draft_has_a_name_of_its_own(session, cast, clock, author, draft_id):
    make_author(session, cast, cast.mori, cast.neighbour)
    begin(session, cast.actor(cast.mori), cast.neighbour.id, clock)
    assert session.scalars(select(CourseDraft.slug)).all() == ["written", "written"]
