"""Rubrics: what is judged, in which words. Versions are loaded from files in ``rubrics/``.

Owns framework versions, domains, criteria, levels and descriptors. Invariants: a stored version never changes
(other words need another version); every criterion has one descriptor per level, in Japanese and English; a
version is read by those whose organisations stand at or below its publisher, or by everyone without one.
It is not the place of judgements: observations and current levels belong to ``evidence``.
"""
