"""Authoring: courses written in the browser, from a draft over a review to a published version.

Owns drafts of courses (the same documents and figures as in files), their history, and the reviews of them.
Invariants: a draft may be broken, what is published keeps every rule of ``lms.courses``; a version is
published by somebody other than those who wrote it; publishing goes through the same command as loading a
folder, so that a version made here and one loaded from its exported ZIP are the same. Published versions are
not its own: they belong to ``lms.courses`` and never change.
"""
