"""Quizzes in GIFT, Moodle's text format, as the document of a quiz.yaml.

Read is what both formats have: choices (with weights), true or false, short answers, numbers (with tolerance
or as a range), matching, missing words. What a quiz here cannot hold is refused with its line. GIFT is in one
language; a second file with the same questions in the same order gives the English.
"""

from lms.courses.loader.gift.document import GiftReading as GiftReading
from lms.courses.loader.gift.document import read_gift as read_gift
