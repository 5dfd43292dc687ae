"""Pairing: who should lead which case, proposed by a solver with reasons and decided by a person.

Owns the pairing problem and its solution, the runs, their proposals and the decisions about them. A run
proposes and never assigns; only a decision puts people on a case, through the commands of ``clients``.
Decisions are appended, never edited. It does not judge anybody's level: levels come from ``evidence``.
"""
