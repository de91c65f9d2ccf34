"""Background threads: webhooks with signature, retries and back-off; what happens "later"."""

import hashlib
import hmac
import json
import logging
import threading
import time
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from commerce.payments.local_stripe import charges, refunds, sessions
from commerce.payments.local_stripe.database import Database, Job
from commerce.payments.local_stripe.errors import Refusal

logger = logging.getLogger(__name__)

#: Pauses between tries, in seconds; the last one repeats until ATTEMPTS_MAX.
BACK_OFF_SECONDS = (1, 2, 4, 8, 15, 30, 60, 120, 300)
ATTEMPTS_MAX = 200
TIMEOUT_SECONDS = 10
LEASE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The shop's webhook address and the secret that signs; an empty address sends nothing."""

    url: str
    secret: str


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


_opener = build_opener(_NoRedirects)


def signature(payload: bytes, secret: str, *, at: float) -> str:
    """Return the ``Stripe-Signature`` header: HMAC-SHA256 over ``<time>.<payload>``."""
    digest = hmac.new(secret.encode(), f"{int(at)}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={int(at)},v1={digest}"


def post(endpoint: Endpoint, payload: bytes) -> bool:
    """Post one webhook; any 2xx is taken as received."""
    request = Request(  # noqa: S310  (the address is the operator's own option)
        endpoint.url,
        data=payload,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (local stand-in)",
            "Stripe-Signature": signature(payload, endpoint.secret, at=time.time()),
        },
    )
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return bool(200 <= answer.status < 300)
    except HTTPError as error:
        error.close()
        return False
    except (OSError, ValueError):
        return False


class Worker:
    """Threads that do what is due; jobs are claimed for a while, so that a kill loses none."""

    def __init__(self, database: Database, endpoint: Endpoint, *, threads: int = 2) -> None:
        self._database = database
        self._endpoint = endpoint
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._database.wake:
            self._database.wake.notify_all()
        for thread in self._threads:
            thread.join(timeout=TIMEOUT_SECONDS + 1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                job = self._database.due_job(at=time.time(), lease_seconds=LEASE_SECONDS)
                if job is None:
                    self._sleep()
                else:
                    self._do(job)
            except Exception:
                logger.exception("a background job failed; it will be tried again")
                self._stopping.wait(1)

    def _sleep(self) -> None:
        due_at = self._database.next_due()
        pause = 1.0 if due_at is None else min(max(due_at - time.time(), 0.01), 1.0)
        with self._database.wake:
            self._database.wake.wait(timeout=pause)

    def _do(self, job: Job) -> None:
        if job.kind == "deliver":
            self._deliver(job)
            return
        at = time.time()
        with self._database.transaction():
            try:
                match job.kind:
                    case "slow-success" | "slow-failure":
                        charges.settle(self._database, job.subject, good=job.kind == "slow-success", at=at)
                    case "dispute":
                        refunds.dispute(self._database, job.subject, at=at)
                    case "refund":
                        refunds.finish(self._database, job.subject, at=at)
                    case "expire":
                        sessions.current(self._database, job.subject, at=at)
            except Refusal:
                logger.warning("job %s (%s) was refused and is dropped", job.id, job.kind)
            self._database.done(job)

    def _deliver(self, job: Job) -> None:
        event = self._database.get("event", job.subject)
        payload = json.dumps(event, separators=(",", ":")).encode()
        received = not self._endpoint.url or post(self._endpoint, payload)
        with self._database.transaction_quietly():
            if received or job.attempts + 1 >= ATTEMPTS_MAX:
                event["pending_webhooks"] = 0
                self._database.save(event)
                self._database.done(job)
            else:
                pause = BACK_OFF_SECONDS[min(job.attempts, len(BACK_OFF_SECONDS) - 1)]
                self._database.retry(job, due_at=time.time() + pause)
