"""What a label is worth: public, true within five seconds, limited against guessing."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import certification.labels.facade as labels
import certification.verification.facade as verification
from jkrlm.api.binding import ANYBODY, OFFICERS, query
from jkrlm.api.caller import Caller
from jkrlm.api.writes import write
from jkrlm.kernel import clock
from jkrlm.people.facade import Limit, count_attempt

#: As of the page: only codes that do not exist are counted, under the same name.
_MISSES: Final = Limit("verify-miss", 40, timedelta(minutes=15))
_NO_LABEL: Final = (verification.Why.NO_SUCH_LABEL, verification.Why.MISTYPED)


@query("verify", ANYBODY)
def verify(caller: Caller, code: str) -> verification.Verdict:
    """Asked by a program this counts as no scan."""
    found = verification.verdict(code[:100])
    if found.why in _NO_LABEL:
        count_attempt(_MISSES, subject=caller.network, now=clock.now())
    return found


@write("reviewScans", OFFICERS, "codes", lambda _caller, code: [code])
def review(caller: Caller, key: UUID, code: str, words: str) -> str:
    plain = labels.plain(code)
    verification.review_scans(plain, words, key, caller.person())
    return plain
