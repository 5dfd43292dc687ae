"""Sentences of refusal and mails of decisions and committees. Mails name no person and no level."""

from collections.abc import Mapping

from flask import url_for

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    "decisions.matter_unknown": _l("There is no such decision or proposal, or you may not see it."),
    "decisions.person_unknown": _l("There is no such person, or you decide about no levels of theirs."),
    "decisions.own_level": _l("Nobody decides about their own level."),
    "decisions.no_rubric": _l("Your organisations publish no rubric yet, so nothing can be decided by it."),
    "decisions.scope_unknown": _l("Choose what the level is for from the list."),
    "decisions.level_unknown": _l("Choose one of the levels of the rubric."),
    "decisions.nothing_cited": _l("Choose at least one observation that the level rests on."),
    "decisions.citation_foreign": _l(
        "One of the observations is not about this person and this part of the rubric, or is not yours to"
        " read."
    ),
    "decisions.citation_voided": _l("One of the observations has been voided. Choose others."),
    "decisions.citation_own": _l("A person's own view of themselves cannot be cited."),
    "decisions.one_rater": _l(
        "To decide alone, cite observations of at least two raters. Ask a colleague for an observation, or"
        " put the level before a committee."
    ),
    "decisions.reason_missing": _l("Write the reason: it stays with the decision, and the person reads it."),
    "decisions.text_too_long": _l("Use at most %(highest)s characters."),
    "decisions.expiry_past": _l("The last day has to be today or later."),
    "decisions.vote_by_missing": _l("Enter the day by which the committee votes."),
    "decisions.vote_by_past": _l("This day has passed. Give the committee time to vote."),
    "decisions.vote_by_far": _l("Choose a day within the next %(days)s days."),
    "decisions.committee_unfit": _l("This committee is not there for this person, or cannot work now."),
    "decisions.quorum_unreachable": _l(
        "Of this committee only %(able)s could vote on this proposal, but its quorum is %(quorum)s. You as"
        " the proposer, the person, and whoever alone made all the cited observations take no part."
    ),
    "decisions.already_reversed": _l("This decision has been reversed already."),
    "decisions.not_reverser": _l("This decision is for others to reverse."),
    "decisions.not_proposer": _l("Only who made the proposal or decides about the person takes it back."),
    "decisions.not_a_member": _l("You were not a member of the committee when this was put before it."),
    "decisions.term_over": _l("Your term on the committee is over, so you no longer vote."),
    "decisions.conflict_of_interest": _l("You take no part in this because of a conflict of interest."),
    "decisions.voting_over": _l("The time to vote is over and the quorum is present. It can be closed now."),
    "decisions.closed": _l("This has been closed meanwhile. See below how it ended."),
    "decisions.choice_unknown": _l("Choose one of the three votes."),
    "decisions.interest_unknown": _l("Choose what the conflict of interest is."),
    "decisions.no_quorum": _l("%(present)s have voted, but %(quorum)s are needed before it can be closed."),
    "decisions.not_closer": _l("The chair closes the vote."),
    "decisions.stale": _l(
        "Another member has voted while this page was open. Look at the result again before you close."
    ),
    "decisions.all_voided": _l(
        "Every observation this rests on has been voided meanwhile, so the level cannot be awarded on them."
        " Take the proposal back and make a new one."
    ),
    "decisions.expired_meanwhile": _l(
        "The last day on which the level was to hold has passed. Take the proposal back and make a new one."
    ),
    "decisions.committee_unknown": _l("There is no such committee, or you may not see it."),
    "decisions.organisation_unknown": _l("You set up no committees for this organisation."),
    "decisions.own_matter": _l(
        "This committee is voting about you, so until it has closed that, others change it."
    ),
    "decisions.not_organiser": _l("This committee is for others to change."),
    "decisions.member_unknown": _l("Choose the member from the list."),
    "decisions.name_missing": _l("Enter the name in both languages."),
    "decisions.term_backwards": _l("The last day lies before the first."),
    "decisions.member_twice": _l("This person has a seat in this time already."),
    "decisions.members_missing": _l("Name at least %(fewest)s members whose term covers today."),
    "decisions.no_chair": _l("Choose as the chair one of the members whose term covers today."),
    "decisions.quorum_small": _l("The quorum is at least %(fewest)s: one alone is no committee."),
    "decisions.quorum_large": _l(
        "The quorum cannot be larger than the number of members whose term covers today: %(members)s."
    ),
    "decisions.stale_committee": _l(
        "Somebody else changed the committee meanwhile. Please compare and save again."
    ),
}


def _page(payload: Mapping[str, str]) -> str:
    return url_for("decisions.show_decision", decision_id=payload["decision_id"])


MAILS: dict[str, MailText] = {
    "decisions.to_vote": MailText(
        subject=_l("A proposal waits for your vote"),
        body=_l(
            "A level has been put before a committee you sit on. Please read what it rests on and vote, or"
            " say that you take no part."
        ),
        link=_page,
    ),
    "decisions.to_close": MailText(
        subject=_l("A committee's vote can be closed"),
        body=_l("All members who take part have voted. Please close the vote and write down the reason."),
        link=_page,
    ),
    "decisions.withdrawn": MailText(
        subject=_l("A proposal was taken back"),
        body=_l("A level that had been put before a committee was taken back. No vote is needed any more."),
        link=_page,
    ),
    "decisions.decided": MailText(
        subject=_l("A level has been decided"),
        body=_l("The decision, its reason and the observations it rests on are on its page."),
        link=_page,
    ),
    "decisions.not_awarded": MailText(
        subject=_l("A committee has dealt with a proposal"),
        body=_l("What came out, and why, is on its page, with the observations that were looked at."),
        link=_page,
    ),
    "decisions.reversed": MailText(
        subject=_l("A decision on a level was reversed"),
        body=_l("Who reversed it, and why, is on its page. The estimate of the level is not touched by it."),
        link=_page,
    ),
}
