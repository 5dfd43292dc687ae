"""Translation to and from the formats of others. Translates, never decides.

CASE 1.1 (1EdTech Competencies and Academic Standards Exchange): published rubrics as frameworks of
competencies, for programs that read them. Nothing is written here.
"""
