"""How properties are checked: as thoroughly on a busy machine, since slow is not wrong.

The suite draws the same cases each time, so that whoever changes nothing sees nothing change;
``make explore`` draws new ones.
"""

import os

from hypothesis import HealthCheck, settings

UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("suite", derandomize=True, **UNHURRIED)
settings.register_profile("explore", max_examples=1000, **UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
