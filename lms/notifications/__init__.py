"""Turns outbox rows into mails. A row is claimed, sent and marked; a failure is tried again, more slowly."""
