"""The edge kit: request session, access gate, forms, errors, languages, base templates and static files.

Knows HTTP and nothing of any feature; ``lms.app`` hands down who is signed in and what the navigation holds.
"""
