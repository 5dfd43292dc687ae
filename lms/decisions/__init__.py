"""Level decisions: what a supervisor or a committee awards, beside what the model estimates.

Owns committees, proposals, votes and decisions. Invariants: a decision cites the observations it rests on,
is never edited, and is reversed only with a reason; nobody decides or votes about themselves; a committee
decides only with its quorum, and members with a conflict of interest count for nothing.
It is not the place of estimates: current levels belong to ``evidence``, and no decision changes them.
"""
