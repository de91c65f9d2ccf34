"""
Deliver what the outbox holds: claim, call, mark; repeat with back-off; bury what will not go.

A reaction that raises TryLater has done nothing wrong: whom it needs is away. It is put off, again and
again for a day, without coming nearer to its burial.
"""

import json
import logging
import threading
import traceback
from datetime import datetime, timedelta

import psycopg
from django.db import close_old_connections, connection, connections

from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import TryLater
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from jkrlm.kernel.outbox import CHANNEL, Event, reaction_for

logger = logging.getLogger(__name__)

#: After this many tries, over an hour and more, a delivery is a dead letter that staff see and replay.
ATTEMPTS_MAX = 12
#: A claim lasts this long; a worker killed in the middle loses it and another takes over.
CLAIM = timedelta(seconds=60)
#: Deliveries of a batch that slow ones kept waiting for longer are claimed anew before they run.
CLAIM_FRESH = timedelta(seconds=10)
#: For so long whoever must answer may be away; after that a try that is put off counts as failed.
PUT_OFF_FOR = timedelta(hours=24)
#: Between tries that are put off: as long as it has been away until now, from a second to a minute.
PUT_OFF_PAUSES = (timedelta(seconds=1), timedelta(seconds=60))
#: Without a NOTIFY the relay still looks this often.
POLL_SECONDS = 1.0

_CLAIM_SQL = """
UPDATE kernel_outboxdelivery AS d
   SET attempts = attempts + 1, next_at = %(until)s
  FROM kernel_outboxmessage AS m
 WHERE m.id = d.message_id
   AND d.id IN (
        SELECT id FROM kernel_outboxdelivery
         WHERE state = 'PENDING' AND next_at <= %(now)s
         ORDER BY next_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING d.id, d.reaction, d.attempts, m.id, m.name, m.payload::text, m.issued_at
"""


def back_off(attempts: int) -> timedelta:
    """Return the pause after the ``attempts``-th failure: 2, 4, 8 … seconds, an hour at most."""
    return timedelta(seconds=min(2**attempts, 3600))


def put_off_pause(*, away: timedelta, retry_in_seconds: float | None) -> timedelta:
    """Return the pause after a try that was put off; doubles by itself, as ``away`` does."""
    shortest, longest = PUT_OFF_PAUSES
    told = timedelta(seconds=retry_in_seconds or 0)
    return min(max(away, told, shortest), longest)


def deliver_pending(*, limit: int = 50) -> int:
    """Claim and run up to ``limit`` deliveries that are due; return how many ran."""
    moment = now()
    until = moment + CLAIM
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_SQL, {"now": moment, "until": until, "limit": limit})
        rows = sorted(cursor.fetchall())
    for delivery_id, reaction, attempts, message_id, name, payload, issued_at in rows:
        if now() > moment + CLAIM_FRESH and not _still_ours(delivery_id, until):
            continue
        event = Event(id=message_id, name=name, payload=json.loads(payload), issued_at=issued_at)
        _deliver(delivery_id, reaction, attempts, event)
    return len(rows)


def _still_ours(delivery_id: int, until: datetime) -> bool:
    """Claim it anew; False where the claim ran out and another worker took it."""
    held = OutboxDelivery.objects.filter(pk=delivery_id, state=DeliveryState.PENDING, next_at=until)
    return bool(held.update(next_at=now() + CLAIM))


def _deliver(delivery_id: int, reaction_name: str, attempts: int, event: Event) -> None:
    if attempts > ATTEMPTS_MAX:
        _failed(delivery_id, attempts, RuntimeError("its worker never came back from it"), event)
        return
    reaction = reaction_for(event.name, reaction_name)
    try:
        if reaction is not None:
            reaction(event)
    except TryLater as absence:
        _put_off(delivery_id, attempts, absence, event)
        return
    except Exception as error:
        _failed(delivery_id, attempts, error, event)
        return
    OutboxDelivery.objects.filter(pk=delivery_id).update(
        state=DeliveryState.DONE, done_at=now(), put_off_since=None, last_error=""
    )


def _put_off(delivery_id: int, attempts: int, absence: TryLater, event: Event) -> None:
    moment = now()
    since = OutboxDelivery.objects.values_list("put_off_since", flat=True).get(pk=delivery_id) or moment
    if moment - since > PUT_OFF_FOR:
        _failed(delivery_id, attempts, absence, event)
        return
    logger.info("delivery %s of %s is put off: %s", delivery_id, event.name, absence)
    pause = put_off_pause(away=moment - since, retry_in_seconds=absence.retry_in_seconds)
    OutboxDelivery.objects.filter(pk=delivery_id).update(
        attempts=attempts - 1,
        put_off_since=since,
        next_at=moment + pause,
        last_error=f"{type(absence).__name__}: {absence}"[:4000],
    )


def _failed(delivery_id: int, attempts: int, error: Exception, event: Event) -> None:
    buried = attempts >= ATTEMPTS_MAX
    logger.log(
        logging.ERROR if buried else logging.WARNING,
        "delivery %s of %s failed (try %s): %s",
        delivery_id,
        event.name,
        attempts,
        error,
    )
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    OutboxDelivery.objects.filter(pk=delivery_id).update(
        state=DeliveryState.DEAD if buried else DeliveryState.PENDING,
        next_at=now() + back_off(attempts),
        last_error="".join(traceback.format_exception(error))[-4000:],
    )


def drain(*, rounds: int = 100) -> int:
    """Deliver until nothing is due; returns how many ran. For commands and tests."""
    done = 0
    for _ in range(rounds):
        ran = deliver_pending()
        if not ran:
            break
        done += ran
    return done


def replay(delivery_id: int, *, at: datetime) -> bool:
    """Give a dead letter a new life; returns whether it was one."""
    return bool(
        OutboxDelivery.objects.filter(pk=delivery_id, state=DeliveryState.DEAD).update(
            state=DeliveryState.PENDING, attempts=0, put_off_since=None, next_at=at
        )
    )


def run_forever(stop: threading.Event) -> None:
    """Relay until ``stop`` is set; survives a database that goes away and comes back."""
    while not stop.is_set():
        try:
            _listen_and_deliver(stop)
        except (psycopg.Error, OSError) as error:
            logger.warning("the relay lost the database: %s", error)
        except Exception:
            logger.exception("the relay stumbled")
        connections.close_all()
        stop.wait(1.0)


def _listen_and_deliver(stop: threading.Event) -> None:
    params = connection.get_connection_params()
    pool_only = ("pool", "context", "cursor_factory", "prepare_threshold")
    plain = {key: value for key, value in params.items() if key not in pool_only}
    with psycopg.connect(**plain, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        while not stop.is_set():
            while deliver_pending() and not stop.is_set():
                pass
            close_old_connections()
            for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                pass
