"""Tables of evidence: what was observed, and what was worked out from it."""

from lms.evidence.models.estimate import LevelEstimateRow as LevelEstimateRow
from lms.evidence.models.estimate import LevelFitRow as LevelFitRow
from lms.evidence.models.estimate import RaterResultRow as RaterResultRow
from lms.evidence.models.linking import LinkingRatingRow as LinkingRatingRow
from lms.evidence.models.linking import LinkingReferenceRow as LinkingReferenceRow
from lms.evidence.models.observation import VOIDING as VOIDING
from lms.evidence.models.observation import ObservationRow as ObservationRow
from lms.evidence.models.own_view import SelfAssessment as SelfAssessment
