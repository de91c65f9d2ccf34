"""What a tablet could not send, read in from the file that it saved; signed, so nobody can change it."""

import json
from datetime import datetime
from typing import Any, Final

from exhibitions.till.contracts import Result
from exhibitions.till.errors import FileRefused
from exhibitions.till.models import Till
from exhibitions.till.services.keep_entries import ENTRIES_MAX, keep_entries
from jkrlm.people.facade import User, audit

FILE_MAX_BYTES: Final = 20_000_000


def read_in(*, till: Till, content: bytes, by: User, now: datetime) -> tuple[Result, ...]:
    """
    Return what became of each entry of the file. The tablet may be ended. Repeatable.

    Raises:
        FileRefused: not what a tablet saves.
    """
    try:
        told: Any = json.loads(content) if len(content) <= FILE_MAX_BYTES else None
        given = [(each["payload"], each["signature"]) for each in told["entries"]]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise FileRefused("This is not a file that a till has saved.", field="file") from fault
    if not given or any(not isinstance(part, str) for pair in given for part in pair):
        raise FileRefused("There is no entry of a till in this file.", field="file")
    found: list[Result] = []
    for at in range(0, len(given), ENTRIES_MAX):
        found += keep_entries(till=till, given=given[at : at + ENTRIES_MAX], device_now=None, now=now)
    states: dict[str, object] = {
        state: sum(each.state == state for each in found) for state in ("kept", "known", "refused")
    }
    audit(actor=by, verb="till.read-in", target=f"till:{till.number}", after=states)
    return tuple(found)
