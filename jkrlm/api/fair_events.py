"""What happened at exhibitions, kept in one order, so that programs of others can follow by asking."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from jkrlm.api.models import FairEvent
from jkrlm.kernel.clock import now
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.outbox import Event

#: Event -> what of its payload is told; docs/events.md says what each holds. None of it is about a person.
TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "ExhibitionMoved": ("from", "to"),
    "AllotmentApproved": ("allotment",),
    "StallAllotted": ("application", "group", "stall", "came_by"),
    "StallOffered": ("application", "group", "stall", "by"),
    "StallGivenUp": ("application", "group", "stall", "why"),
    "ConsignmentMoved": ("number", "group", "direction", "from", "to"),
    "BillKept": ("bill", "order"),
    "BillFlagged": ("flag", "bill"),
    "TillDayClosed": ("till", "day", "difference"),
    "LeadTaken": ("lead",),
    "SettlementApproved": ("settlement",),
}
KEPT: Final = timedelta(days=400)


def on_fair_event(event: Event) -> None:
    """
    Keep it for who asks, once. One at a time: who has seen a number never misses a lower one that was written
    later.
    """
    with advisory_lock("api.fair-events"):
        FairEvent.objects.get_or_create(
            message=event.id,
            defaults={
                "name": event.name,
                "exhibition": str(event.payload["exhibition"]),
                "facts": {name: str(event.payload[name]) for name in TOLD[event.name]},
                "at": event.issued_at,
            },
        )


def events_after(exhibition: str, *, after: int, most: int) -> tuple[list[FairEvent], bool]:
    """Return up to ``most`` events after a number, the oldest first, and whether more are there. One read."""
    rows = FairEvent.objects.filter(exhibition=exhibition, pk__gt=after).order_by("pk")
    found = list(rows[: most + 1])
    return found[:most], len(found) > most


def forget_old_events() -> None:
    FairEvent.objects.filter(at__lt=now() - KEPT).delete()
