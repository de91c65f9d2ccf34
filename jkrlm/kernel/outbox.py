"""The outbox: events leave after commit, at least once, and a failure stays visible.

``record`` writes the event and one delivery per reaction inside the caller's
transaction. ``relay`` hands deliveries to their reactions, outside any
transaction, and repeats with back-off. Which reactions an event has is said
once, in ``jkrlm/wiring.py``.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState
from jkrlm.kernel.statements import Statement

#: The NOTIFY channel that wakes the relay.
CHANNEL = "outbox"


@dataclass(frozen=True, slots=True)
class Event:
    """What a reaction receives. A hint: reactions re-read what they act on."""

    id: int
    name: str
    payload: Mapping[str, Any]
    issued_at: datetime


Reaction = Callable[[Event], None]

_reactions: dict[str, dict[str, Reaction]] = {}


def reaction_name(reaction: Reaction) -> str:
    """Return the stable name under which a reaction's deliveries are kept."""
    return f"{reaction.__module__}.{reaction.__qualname__}"


def set_reactions(table: Mapping[str, Sequence[Reaction]]) -> None:
    """Take the wiring's table of event name -> reactions; replaces the one before."""
    _reactions.clear()
    for name, reactions in table.items():
        _reactions[name] = {reaction_name(reaction): reaction for reaction in reactions}


def reaction_for(event_name: str, name: str) -> Reaction | None:
    """Return the reaction kept under ``name``, or None when it is wired no more."""
    return _reactions.get(event_name, {}).get(name)


#: The message (unless its digest is known), a delivery for each reaction, and the call that wakes the relay.
_RECORD: Final = Statement(
    """
    WITH message AS (
        INSERT INTO kernel_outboxmessage (name, payload, issued_at, digest)
        VALUES (%(name)s, %(payload)s::jsonb, %(issued_at)s, %(digest)s::varchar)
        ON CONFLICT (digest) DO NOTHING
        RETURNING id, issued_at
    ), deliveries AS (
        INSERT INTO kernel_outboxdelivery (message_id, reaction, state, attempts, next_at, last_error)
        SELECT id, unnest(%(reactions)s::varchar[]), %(state)s, 0, %(due_at)s, '' FROM message
    )
    SELECT pg_notify(%(channel)s, '') FROM message
    """
)


def record(
    name: str, payload: Mapping[str, Any], *, digest: str | None = None, issued_at: datetime | None = None
) -> bool:
    """
    Write an event in the caller's transaction; returns whether it was new.

    An event that nothing reacts to is not kept. ``digest`` identifies an event
    that came from outside: the second time it is dropped. ``issued_at`` is when
    it happened there; a clock that is ahead of ours does not delay it.
    """
    names = _reactions.get(name)
    if not names:
        return False
    moment = now()
    written = _RECORD.rows(
        name=name,
        payload=json.dumps(payload),
        issued_at=min(issued_at or moment, moment),
        due_at=moment,
        digest=digest,
        reactions=list(names),
        state=DeliveryState.PENDING.value,
        channel=CHANNEL,
    )
    return bool(written)


def is_heard(name: str) -> bool:
    """Return whether anything reacts to the event."""
    return bool(_reactions.get(name))
