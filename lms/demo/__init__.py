"""Invented people with a believable year behind them, so that every page has something to show.

Organisations, clients and cases come from public documents (see ``seed/README.md``); people, and whatever is
said of them, are invented. Everything is made by the features' own commands, in the order in which it would
have happened, and is the same for the same seed and day.
"""

from lms.demo.accounts import ACCOUNTS as ACCOUNTS
from lms.demo.accounts import PASSWORD as PASSWORD
from lms.demo.building import Report as Report
from lms.demo.building import Size as Size
from lms.demo.building import build as build
