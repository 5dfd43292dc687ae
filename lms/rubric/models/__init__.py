"""Tables of rubrics: published versions with their crosswalks, what members add, drafts."""

from lms.rubric.models.draft import RubricDraft as RubricDraft
from lms.rubric.models.succession import CrosswalkLineRow as CrosswalkLineRow
from lms.rubric.models.succession import LocalExampleRow as LocalExampleRow
from lms.rubric.models.version import Criterion as Criterion
from lms.rubric.models.version import Descriptor as Descriptor
from lms.rubric.models.version import RubricDomain as RubricDomain
from lms.rubric.models.version import RubricLevel as RubricLevel
from lms.rubric.models.version import RubricVersion as RubricVersion
