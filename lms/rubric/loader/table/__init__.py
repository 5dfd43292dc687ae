"""Rubrics as CSV for spreadsheets, written and read."""

from lms.rubric.loader.table.reader import read_table
from lms.rubric.loader.table.writer import write_table

__all__ = ["read_table", "write_table"]
