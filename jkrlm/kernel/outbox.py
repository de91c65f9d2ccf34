"""The outbox: events leave after commit, at least once, and a failure stays visible.

``record`` writes the event and one delivery per reaction inside the caller's
transaction. ``relay`` hands deliveries to their reactions, outside any
transaction, and repeats with back-off. Which reactions an event has is said
once, in ``jkrlm/wiring.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxDelivery, OutboxMessage

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


def record(name: str, payload: Mapping[str, Any], *, digest: str | None = None) -> bool:
    """
    Write an event in the caller's transaction; returns whether it was new.

    An event that nothing reacts to is not kept. ``digest`` identifies an event
    that came from outside: the second time it is dropped.
    """
    names = _reactions.get(name)
    if not names:
        return False
    moment = now()
    if digest is not None and OutboxMessage.objects.filter(digest=digest).exists():
        return False
    message = OutboxMessage.objects.create(name=name, payload=payload, issued_at=moment, digest=digest)
    OutboxDelivery.objects.bulk_create(
        OutboxDelivery(message=message, reaction=reaction, next_at=moment) for reaction in names
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return True


def is_heard(name: str) -> bool:
    """Return whether anything reacts to the event."""
    return bool(_reactions.get(name))
