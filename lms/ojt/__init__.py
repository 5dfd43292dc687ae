"""On-the-job training: what a supervisor saw on a visit, and the life of that record until it is signed.

Owns ``ojt_entry``, its ratings and its history. Invariants: nobody records, rates or signs about themselves,
whatever roles they hold; an entry changes only along the table of ``domain.life``; a signed entry is locked
and can only be voided with a reason; every step is kept in ``ojt_event``. What the ratings say about a
person's level is not decided here: signing hands them to ``evidence``.
"""
