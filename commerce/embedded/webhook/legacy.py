"""
What a webhook without a subscription is told: which object, when, by whom.

Saleor sends a fixed description of the object here, deprecated in favour of subscriptions. This store
sends the frame that all of them share, from which the object can be asked for.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from commerce.embedded.account.models import App, User
from commerce.embedded.webhook.posting import VERSION
from jkrlm.kernel.ids import global_id


def described(fields: Mapping[str, Any], *, issued_at: datetime, principal: App | User | None) -> bytes:
    """Return the body: a list with one entry for each object of the event."""
    said_by: dict[str, str | None] = {"id": None, "type": None}
    if isinstance(principal, App):
        said_by = {"id": principal.name, "type": "app"}
    elif principal is not None:
        said_by = {"id": global_id("User", principal.pk), "type": "user"}
    meta = {"issued_at": issued_at.isoformat(), "version": VERSION, "issuing_principal": said_by}
    objects = [each for value in fields.values() for each in (value if isinstance(value, list) else [value])]
    return orjson.dumps(
        [
            {"type": type(each).__name__, "id": global_id(type(each).__name__, each.pk), "meta": meta}
            for each in objects
            if hasattr(each, "_meta")
        ]
    )
