"""From what arrives to what can be kept: pictures made anew, drafts read as the courses they will be."""

from lms.authoring.loader.checking import Yardstick, check, read_lesson, read_question, read_whole
from lms.authoring.loader.pictures import MAX_UPLOAD, PictureRefusedError, take_picture

__all__ = [
    "MAX_UPLOAD",
    "PictureRefusedError",
    "Yardstick",
    "check",
    "read_lesson",
    "read_question",
    "read_whole",
    "take_picture",
]
