"""Count tries in the database, so that every process of the web server counts the same."""

from datetime import datetime

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from jkrlm.people.errors import TooManyAttempts
from jkrlm.people.models import Attempts
from jkrlm.people.rules import Limit

_COUNT_SQL = """
INSERT INTO people_attempts AS a (key, count, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE
   SET count = CASE WHEN a.until <= %(now)s THEN 1 ELSE least(a.count + 1, 1000000) END,
       until = CASE WHEN a.until <= %(now)s THEN EXCLUDED.until ELSE a.until END
RETURNING count, until
"""


def count_attempt(limit: Limit, *, subject: str, now: datetime) -> None:
    """
    Count one more try of a subject (a network, an address, a person), before it is judged.

    Raises:
        TooManyAttempts: the limit is used up; says how long its window still lasts.
    """
    values: dict[str, str | datetime] = {"key": _key(limit, subject), "now": now, "until": now + limit.window}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_SQL, values)
        count, until = cursor.fetchone()
    if count > limit.most:
        raise TooManyAttempts(seconds=max(1, int((until - now).total_seconds())))


def give_back(limit: Limit, *, subject: str) -> None:
    """Take back one counted try that was right; the wrong ones before it stay counted."""
    Attempts.objects.filter(key=_key(limit, subject), count__gt=0).update(count=F("count") - 1)


def forget_attempts(*, now: datetime) -> int:
    """Drop what is over; return how many rows went."""
    gone, _models = Attempts.objects.filter(until__lte=now).delete()
    return gone


def _key(limit: Limit, subject: str) -> str:
    return salted_hmac("people.attempts", f"{limit.name}:{subject}", algorithm="sha256").hexdigest()
