"""Random people try random steps: no sequence breaks a rule of an entry's life."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lms.kernel.actor import Actor, Grant
from lms.kernel.permission import Permission
from lms.ojt.access import EntryFacts, can_act
from lms.ojt.domain import Action, EntryState, Life, Stamp

HERE = "/aa/"
ADVISOR_ID, RECORDER_ID, COLLEAGUE_ID = (UUID(int=n) for n in (1, 2, 3))
EVERYTHING = frozenset(Grant(permission, HERE) for permission in Permission)
PEOPLE = (
    Actor(ADVISOR_ID, EVERYTHING),
    Actor(RECORDER_ID, EVERYTHING),
    Actor(COLLEAGUE_ID, EVERYTHING),
    Actor(RECORDER_ID),
    Actor(COLLEAGUE_ID),
)


class LifeMachine(RuleBasedStateMachine):
    """An entry in the hands of an advisor with every right, its supervisor, a colleague, and two who lost
    their rights."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()
        self.states = [EntryState.DRAFT]
        self.at = datetime(2026, 11, 20, tzinfo=UTC)

    @rule(actor=st.sampled_from(PEOPLE), action=st.sampled_from(list(Action)))
    def somebody_tries_anything(self, actor: Actor, action: Action) -> None:
        if (actor, action) in self.open_steps():
            self.take(actor, action)

    @precondition(lambda machine: machine.open_steps())
    @rule(choice=st.data())
    def somebody_takes_a_step_open_to_them(self, choice: st.DataObject) -> None:
        self.take(*choice.draw(st.sampled_from(self.open_steps())))

    def open_steps(self) -> list[tuple[Actor, Action]]:
        facts = EntryFacts(
            ADVISOR_ID, RECORDER_ID, HERE, self.life.state, was_submitted=self.life.submitted is not None
        )
        return [(actor, action) for actor in PEOPLE for action in Action if can_act(actor, action, facts)]

    def take(self, actor: Actor, action: Action) -> None:
        self.at += timedelta(minutes=1)
        self.life = self.life.after(action, Stamp(actor.person_id, self.at, "words"))
        self.states.append(self.life.state)

    @invariant()
    def voided_is_the_end_and_signed_only_leads_there(self) -> None:
        for before, after in zip(self.states, self.states[1:], strict=False):
            assert before is not EntryState.VOIDED
            assert before is not EntryState.SIGNED or after is EntryState.VOIDED

    @invariant()
    def nobody_signs_for_themselves(self) -> None:
        if self.life.signed is not None:
            assert self.life.signed.by_id == RECORDER_ID
            assert self.states[self.states.index(EntryState.SIGNED) - 1] is EntryState.ACKNOWLEDGED

    @invariant()
    def only_the_advisor_speaks_for_the_advisor(self) -> None:
        for stamp in (self.life.acknowledged, self.life.disputed):
            assert stamp is None or stamp.by_id == ADVISOR_ID

    @invariant()
    def only_the_supervisor_hands_in_and_answers(self) -> None:
        for stamp in (self.life.submitted, self.life.answered):
            assert stamp is None or stamp.by_id == RECORDER_ID

    @invariant()
    def the_advisor_never_voids(self) -> None:
        assert self.life.voided is None or self.life.voided.by_id != ADVISOR_ID

    @invariant()
    def an_acknowledgement_is_of_what_was_last_submitted(self) -> None:
        if self.life.state in (EntryState.ACKNOWLEDGED, EntryState.SIGNED):
            assert self.life.submitted is not None
            assert self.life.acknowledged is not None
            assert self.life.submitted.at < self.life.acknowledged.at

    @invariant()
    def each_state_has_its_stamp(self) -> None:
        life = self.life
        stamps = {
            EntryState.SUBMITTED: life.submitted,
            EntryState.ACKNOWLEDGED: life.acknowledged,
            EntryState.DISPUTED: life.disputed,
            EntryState.SIGNED: life.signed,
            EntryState.VOIDED: life.voided,
        }
        assert life.state is EntryState.DRAFT or stamps[life.state] is not None
        assert (life.voided is not None) == (life.state is EntryState.VOIDED)


TestLifeMachine = LifeMachine.TestCase
TestLifeMachine.settings = settings(max_examples=60, stateful_step_count=40)
