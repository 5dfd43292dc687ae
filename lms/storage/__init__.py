"""Durable state without Flask: engine rules, units of work, audit log, outbox, idempotency keys, held forms.

Invariants: one writing unit of work at a time on SQLite; a commit is on disk when it returns; times are
UTC and aware; what a command records beside its change (audit, outbox, key) commits with it or not at all.
"""
