"""The table of remembered answers: written in one statement, read in one, cleared once a day."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from commerce.models import RememberedAnswer

#: Older than this nothing is shown: prices and stock would mislead.
SHOWN_FOR: Final = timedelta(hours=24)
KEPT_FOR: Final = timedelta(days=14)

_WRITE: Final = f"""
INSERT INTO {RememberedAnswer._meta.db_table} AS known (digest, operation, data, fetched_at)
SELECT digest, %(operation)s, data::jsonb, %(at)s
FROM unnest(%(digests)s::text[], %(parts)s::text[]) AS it (digest, data)
ORDER BY digest
ON CONFLICT (digest) DO UPDATE SET data = excluded.data, fetched_at = excluded.fetched_at
WHERE known.fetched_at < %(due)s
   OR (known.fetched_at < excluded.fetched_at AND known.data <> excluded.data)
"""  # noqa: S608 (the table's name is ours)


def remember(operation: str, parts: Mapping[str, bytes], *, at: datetime, refresh_seconds: float) -> None:
    """
    Keep JSON texts by their keys.

    Left alone where the same was written less than ``refresh_seconds`` before, by whichever process. Text
    that the database cannot hold (U+0000) is not kept.
    """
    kept = {key: part.decode() for key, part in parts.items() if b"\\u0000" not in part}
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "operation": operation,
                "at": at,
                "digests": list(kept),
                "parts": list(kept.values()),
                "due": at - timedelta(seconds=refresh_seconds),
            },
        )


def recall(keys: Collection[str], *, at: datetime) -> tuple[dict[str, Any], datetime | None]:
    """Return what is known under the keys and young enough to show, and when the oldest of it was read."""
    rows = RememberedAnswer.objects.filter(digest__in=keys, fetched_at__gt=at - SHOWN_FOR)
    found = list(rows.values_list("digest", "data", "fetched_at"))
    return {digest: data for digest, data, _ in found}, min((when for _, _, when in found), default=None)


def forget_old_answers(*, now: datetime) -> int:
    """Drop what nobody has read for a fortnight; return how many there were."""
    gone, _ = RememberedAnswer.objects.filter(fetched_at__lt=now - KEPT_FOR).delete()
    return gone
