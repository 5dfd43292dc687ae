"""Learning plans (育成計画): what somebody is to learn by when, agreed between advisor and supervisor.

Owns plan templates by role and year with their versions, plans with their milestones, agreements and review
meetings, and two separate objects beside them: the advisor's private reflection and the shared summary.
Invariants: a plan holds once both sides agreed to the same wording, and every later change needs both again;
a template's new version is offered to its plans and never forced on them; a reflection is read by its owner
only; what is past is appended, never rewritten. It makes no observation and moves no level.
"""
