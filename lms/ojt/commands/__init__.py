"""Verbs on entries: write them down, answer them, close them. Each keeps its step in the entry's history."""

from lms.ojt.commands.answering import acknowledge_entry, answer_dispute, dispute_entry
from lms.ojt.commands.closing import sign_entry, void_entry
from lms.ojt.commands.writing import record_entry, revise_entry, submit_entry, take_back_entry

__all__ = [
    "acknowledge_entry",
    "answer_dispute",
    "dispute_entry",
    "record_entry",
    "revise_entry",
    "sign_entry",
    "submit_entry",
    "take_back_entry",
    "void_entry",
]
