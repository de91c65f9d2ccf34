"""Events: written with the change that caused them, and scheduled for delivery."""

from collections.abc import Sequence
from typing import Any

from commerce.payments.local_stripe.database import Body, Database, new_id

API_VERSION = "2026-01-28.clover"

#: How the webhooks of one payment are delivered; chosen on the pay page.
DELIVERIES = ("prompt", "late", "twice", "disordered", "never")


def emit(
    database: Database,
    happened: Sequence[tuple[str, Body]],
    *,
    at: float,
    delivery: str = "prompt",
    late_seconds: float = 20,
) -> None:
    """Write one event per (type, object) in order and schedule them as ``delivery`` says."""
    for place, (kind, subject) in enumerate(happened):
        event: dict[str, Any] = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": int(at),
            "data": {"object": subject},
            "livemode": False,
            "pending_webhooks": 0 if delivery == "never" else 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        database.insert(event)
        for due_at in _moments(delivery, place, len(happened), at, late_seconds):
            database.schedule("deliver", event["id"], due_at=due_at)


def _moments(delivery: str, place: int, count: int, at: float, late_seconds: float) -> list[float]:
    match delivery:
        case "never":
            return []
        case "late":
            return [at + late_seconds]
        case "twice":
            return [at, at + 0.2]
        case "disordered":
            return [at + 0.3 * (count - 1 - place)]
    return [at]
