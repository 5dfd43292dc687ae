"""Rubrics: what is judged, in which words. Versions come from drafts in the browser or from files.

Owns framework versions with their crosswalks, what members add to them, and drafts. Invariants: a published
version never changes (other words need another version); every criterion has one descriptor per level, in
Japanese and English; each criterion of the version before goes somewhere or is retired; additions change
nothing of what they extend. A version is read by those whose organisations stand at or below its publisher,
or by everyone without one.
It is not the place of judgements: observations and current levels belong to ``evidence``.
"""
