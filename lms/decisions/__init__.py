"""Level decisions: what a supervisor or a committee awards, beside what the model estimates.

Owns committees, proposals, votes and decisions. Invariants: a decision cites the observations it rests on, is
never edited, and is reversed only with a reason; nobody decides about themselves.
It is not the place of estimates: current levels belong to ``evidence``.
"""
