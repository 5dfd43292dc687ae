"""Verbs of pairing: make a run, and decide about what it proposes."""

from lms.pairing.commands.decide import change_pairing, confirm_all, confirm_pairing, leave_open
from lms.pairing.commands.run import run_pairing

__all__ = ["change_pairing", "confirm_all", "confirm_pairing", "leave_open", "run_pairing"]
