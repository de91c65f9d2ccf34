"""How the stand-in's webhooks travel: posted, posted again, and by a middleman who may be told to misbehave."""

import heapq
import itertools
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from tests.standin.app import FAILURES, Failure, webhook_for
from tests.standin.signing import SIGNER

RETRIES: Final = 5
ASYNC_SECONDS: Final = 10.0
SYNC_TIMEOUT: Final = httpx.Timeout(18.0, connect=2.0)
EVERY: Final = "*"
#: What the middleman may be told to do with an event's deliveries.
WAYS: Final = ("pass", "lose", "double", "hold")


@dataclass(order=True)
class Parcel:
    """One delivery on its way. ``due`` is a monotonic time."""

    due: float
    number: int
    event: str = field(compare=False)
    body: bytes = field(compare=False)
    tries: int = field(compare=False, default=0)


def headers_for(event: str, body: bytes) -> dict[str, str]:
    api = urlsplit(settings.STANDIN_API_URL)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Saleor/3.23",
        "Saleor-Event": event.lower(),
        "Saleor-Domain": api.netloc,
        "Saleor-Api-Url": settings.STANDIN_API_URL,
        "Saleor-Signature": SIGNER.sign(body),
    }


class Postman:
    """Posts asynchronous webhooks, five times more where they are not taken; ``log`` says what became of them."""

    def __init__(self) -> None:
        self._queue: list[Parcel] = []
        self._held: list[Parcel] = []
        self._numbers = itertools.count(1)
        self._wake = threading.Condition()
        self._busy = 0
        self.ways: dict[str, str] = {}
        self.log: Counter[str] = Counter()
        self._client = httpx.Client(timeout=ASYNC_SECONDS)

    def start(self) -> None:
        threading.Thread(target=self._work, name="postman", daemon=True).start()

    def way_of(self, event: str) -> str:
        """Return how an event travels; what is said of every event is not said of questions."""
        return self.ways.get(event, self.ways.get(EVERY, "pass"))

    def take(self, event: Event) -> None:
        """React to any event of the store's: it goes to the app's webhook for it, if it has one switched on."""
        if webhook_for(event.name) is None:
            self.log[f"unheard {event.name}"] += 1
            return
        body = json.dumps(event.payload).encode()
        way = self.way_of(event.name)
        self.log[f"{way} {event.name}"] += 1
        with self._wake:
            for _ in range({"lose": 0, "double": 2}.get(way, 1)):
                parcel = Parcel(time.monotonic(), next(self._numbers), event.name, body)
                if way == "hold":
                    self._held.append(parcel)
                else:
                    heapq.heappush(self._queue, parcel)
            self._wake.notify()

    def release(self, *, backwards: bool, late_seconds: float) -> int:
        """Let go of what was held; ``late_seconds`` dates it back as if it had been on its way that long."""
        with self._wake:
            parcels = sorted(self._held, reverse=backwards)
            self._held = []
            for parcel in parcels:
                late = _dated_back(parcel.body, late_seconds) if late_seconds else parcel.body
                fresh = Parcel(time.monotonic(), next(self._numbers), parcel.event, late)
                heapq.heappush(self._queue, fresh)
            self._wake.notify()
        return len(parcels)

    def waiting(self) -> dict[str, int]:
        with self._wake:
            return {"queued": len(self._queue) + self._busy, "held": len(self._held)}

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._queue or self._queue[0].due > time.monotonic():
                    pause = self._queue[0].due - time.monotonic() if self._queue else None
                    self._wake.wait(pause)
                parcel = heapq.heappop(self._queue)
                self._busy = 1
            try:
                self._post(parcel)
            finally:
                with self._wake:
                    self._busy = 0

    def _post(self, parcel: Parcel) -> None:
        hook = webhook_for(parcel.event)
        if hook is None:
            return
        try:
            answer = self._client.post(
                hook.target_url, content=parcel.body, headers=headers_for(parcel.event, parcel.body)
            )
            status = answer.status_code
        except httpx.TransportError:
            status = 0
        if 200 <= status < 300:
            self.log[f"taken {parcel.event}"] += 1
            return
        if parcel.tries >= RETRIES or 300 <= status < 500:  # those Saleor never repeats
            self.log[f"failed {parcel.event} {status}"] += 1
            FAILURES.append(Failure(parcel.event, status, now()))
            return
        pause = settings.STANDIN_RETRY_SECONDS * 2**parcel.tries
        again = Parcel(
            time.monotonic() + pause, parcel.number, parcel.event, parcel.body, tries=parcel.tries + 1
        )
        with self._wake:
            heapq.heappush(self._queue, again)


def _dated_back(body: bytes, seconds: float) -> bytes:
    payload = json.loads(body)
    issued = datetime.fromisoformat(payload["issuedAt"]) - timedelta(seconds=seconds)
    return json.dumps({**payload, "issuedAt": issued.isoformat()}).encode()


POSTMAN = Postman()
_asking = httpx.Client(timeout=SYNC_TIMEOUT)


def ask_app(app_identifier: str, event: str, payload: dict[str, Any]) -> Any:
    """Ask a question as Saleor does: no answer within 18 s, or none that is good, is None."""
    hook = webhook_for(event)
    if app_identifier != settings.APP_IDENTIFIER or hook is None or POSTMAN.ways.get(event) == "lose":
        return None
    body = json.dumps(payload).encode()
    try:
        answer = _asking.post(hook.target_url, content=body, headers=headers_for(event, body))
        return answer.json() if answer.is_success else None
    except (httpx.TransportError, ValueError):
        return None
    finally:
        POSTMAN.log[f"asked {event}"] += 1
