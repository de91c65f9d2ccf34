"""When Saleor last answered any of our processes, in one row: for the banner that staff see."""

import logging
import time
from datetime import datetime
from threading import Lock
from typing import Any, Final

from django.db import DatabaseError, connection

from commerce.base_store import Transport
from commerce.errors import StoreRefused, StoreUnavailable
from commerce.models import StoreContact
from jkrlm.kernel.clock import now

logger = logging.getLogger(__name__)

#: A process writes no oftener than this, failures and answers each.
WRITE_SECONDS: Final = 3.0
#: An answer after an answer is written no oftener than this, by all processes together.
ANSWER_SECONDS: Final = 15.0

_TABLE: Final = StoreContact._meta.db_table
_ANSWERED: Final = f"""
INSERT INTO {_TABLE} AS known ("only", answered_at, failure) VALUES (TRUE, %(at)s, '')
ON CONFLICT ("only") DO UPDATE SET answered_at = excluded.answered_at, away_since = NULL, failure = ''
WHERE known.away_since IS NOT NULL OR known.answered_at IS NULL
   OR known.answered_at < excluded.answered_at - make_interval(secs => %(pause)s)
"""  # noqa: S608 (the table's name is ours)
_FAILED: Final = f"""
INSERT INTO {_TABLE} AS known ("only", failed_at, away_since, failure) VALUES (TRUE, %(at)s, %(at)s, %(why)s)
ON CONFLICT ("only") DO UPDATE SET failed_at = excluded.failed_at, failure = excluded.failure,
    away_since = COALESCE(known.away_since, excluded.failed_at)
"""  # noqa: S608

_lock = Lock()
_written = {"answered": 0.0, "failed": 0.0}


class Watched:
    """A transport that notes whether Saleor answers."""

    def __init__(self, store: Transport) -> None:
        self._store = store

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        """
        Return the data.

        Raises:
            StoreUnavailable, StoreRefused: as the transport does.
        """
        try:
            data = self._store.execute(query, operation_name, variables)
        except StoreUnavailable as absence:
            note_absence(absence.message)
            raise
        except StoreRefused:
            note_answer()
            raise
        note_answer()
        return data


def note_answer() -> None:
    """An answer came, whatever it said."""
    if _is_due("answered"):
        _write(_ANSWERED, at=now(), pause=ANSWER_SECONDS)


def note_absence(reason: str) -> None:
    """Saleor was not reached."""
    if _is_due("failed"):
        _write(_FAILED, at=now(), why=reason[:300])


def _is_due(what: str) -> bool:
    """Say whether this process may write; a change from one to the other is always written."""
    moment = time.monotonic()
    other = "failed" if what == "answered" else "answered"
    with _lock:
        turned = _written[other] > _written[what]
        if not turned and moment - _written[what] < WRITE_SECONDS:
            return False
        _written[what] = moment
        return True


def _write(statement: str, **values: datetime | float | str) -> None:
    """What staff see must not cost a page: a database that fails is the page's own trouble."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        logger.warning("the contact with Saleor could not be noted", exc_info=True)
