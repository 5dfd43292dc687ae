"""Tables of evidence: what was observed, and what was worked out from it."""

from lms.evidence.models.observation import VOIDING as VOIDING
from lms.evidence.models.observation import ObservationRow as ObservationRow
