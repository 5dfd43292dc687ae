"""Client businesses, their support cases, and who is on a case from when until when.

A client and its cases belong to the organisation that accompanies them. A case has at most one lead at a
time; who was on it before stays on record. It is not the place for who *should* be on a case (see pairing)
or for what was observed of an advisor there (see ojt, evidence).
"""
