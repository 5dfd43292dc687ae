"""Persons, organisations, memberships with roles as data, and sign-in.

Owns who somebody is and what they may do where. Organisations form a tree; a role held in one reaches its
subtree. Sessions are rows: signing out, a new password or a lost role takes effect at the next request.
It is not the place for what a person can do in their profession (see evidence) or where they are lent to.
"""
