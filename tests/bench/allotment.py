"""Two thousand applications to three hundred stalls with quotas: the engine alone."""

import time
from typing import Any

ALLOT_SECONDS_REACH = 5.0


def allot_run() -> dict[str, Any]:
    """Allot once and repeat it from the sealed text, as everybody may; seconds of this process."""
    from exhibitions.stalls.draw import repeat, sealed
    from exhibitions.stalls.facade import allot
    from tests.exhibitions.stalls.test_engine import SEED, two_thousand

    people, stalls, quotas = two_thousand()
    begun = time.process_time()
    outcome = allot(people, stalls, quotas, SEED)
    used = time.process_time() - begun
    begun = time.process_time()
    is_same = repeat(sealed(tuple(people), tuple(stalls), tuple(quotas)), SEED) == outcome
    return {
        "applications": len(people),
        "stalls": len(stalls),
        "given": len(outcome.stalls()),
        "seconds": used,
        "repeated_seconds": time.process_time() - begun,
        "reach": "yes" if used < ALLOT_SECONDS_REACH and is_same else "no",
    }
