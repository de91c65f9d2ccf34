"""How documents reach a Saleor: over HTTP, with patience where asking again is safe."""

import logging
import random
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import orjson

from commerce.errors import StoreMisconfigured, StoreRefused, StoreUnavailable
from commerce.saleor.breaker import Breaker, BreakerOpen, breaker_of
from commerce.saleor.documents import operations
from commerce.saleor.multipart import multipart, uploads_of
from commerce.saleor.operation_kind import Kind, defaults_of, kind_of
from commerce.saleor.pacing import Failure, NoAnswer, Patience, pause_before_next
from commerce.saleor.pool import pool
from commerce.saleor.responses import PERMISSION_DENIED, data_of
from jkrlm.kernel.tracing import Trace, current_trace

logger = logging.getLogger("commerce.saleor")

ANSWER_MAX_BYTES: Final = 16 * 1024 * 1024
USER_AGENT: Final = "umeed-rooms/1"
_WHO_AM_I: Final = "WhoAmI"


@dataclass
class _Call:
    """One operation on its way; ``tries`` and ``status`` are for the log."""

    query: str
    name: str | None
    variables: dict[str, Any]
    kind: Kind
    deadline: float
    trace: Trace
    began: float = field(default_factory=time.monotonic)
    tries: int = 0
    status: int = 0

    def remaining(self) -> float:
        return self.deadline - time.monotonic()


class OverHttp:
    """
    Carries documents to the Saleor at ``url``; safe between threads and across a fork.

    ``token`` is asked for at each call, so that a token that was changed is used at once; None asks as
    the public. All of a process share one pool of connections and one breaker for each address.
    """

    def __init__(
        self, *, url: str, token: Callable[[], str] | None, patience: Patience | None = None
    ) -> None:
        self._url = url
        self._token = token
        self._patience = patience or Patience()

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        """
        Return the data.

        Raises:
            StoreUnavailable: no answer in time; ``sent`` says whether a write may have been carried out.
            StoreMisconfigured: the address or the token is wrong.
            StoreRefused: the document is refused, or a path is closed to this caller.
        """
        kind = kind_of(query, operation_name)
        deadline = time.monotonic() + self._patience.seconds(kind)
        told = {**defaults_of(query, operation_name), **variables}
        call = _Call(query, operation_name, told, kind, deadline, current_trace())
        outcome = "broken"
        try:
            data = self._answered(call)
            outcome = "answered"
            return data
        except StoreRefused as refusal:
            outcome = f"refused {refusal.code}"
            if self._token is not None and refusal.code == PERMISSION_DENIED:
                self._check_known(call)
            raise
        except StoreUnavailable as absence:
            outcome = f"no answer: {absence.message}"
            raise
        finally:
            self._log(call, outcome)

    def _answered(self, call: _Call) -> dict[str, Any]:
        """Ask until there is an answer, asking again is not safe, or the time is up."""
        breaker = breaker_of(self._url)
        maybe_acted = False
        while True:
            self._pass(breaker, maybe_acted=maybe_acted)
            call.tries += 1
            try:
                data = self._ask(call)
            except NoAnswer as absence:
                failure = absence.failure
                maybe_acted = maybe_acted or (failure.may_have_acted and call.kind is Kind.MUTATION)
                if failure.counts:
                    breaker.failed(failure.sentence)
                else:
                    breaker.succeeded()
                pause = pause_before_next(
                    failure,
                    kind=call.kind,
                    tries=call.tries,
                    remaining_seconds=call.remaining(),
                    patience=self._patience,
                    chance=random.random,
                )
                if pause is None:
                    raise StoreUnavailable(
                        f"The store did not answer: {failure.sentence}.",
                        sent=maybe_acted,
                        retry_in_seconds=failure.retry_after_seconds,
                    ) from absence
                time.sleep(pause)
            except (StoreRefused, StoreMisconfigured):
                breaker.succeeded()
                raise
            else:
                breaker.succeeded()
                return data

    def _pass(self, breaker: Breaker, *, maybe_acted: bool) -> None:
        try:
            breaker.admit()
        except BreakerOpen as closed:
            raise StoreUnavailable(
                f"The store is {closed}.", sent=maybe_acted, retry_in_seconds=closed.retry_in_seconds
            ) from closed

    def _ask(self, call: _Call) -> dict[str, Any]:
        """Send once and read the answer; what httpx raises becomes NoAnswer."""
        try:
            with pool().stream("POST", self._url, **self._request(call)) as response:
                call.status = response.status_code
                body = _body(response, call)
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            if isinstance(fault.__cause__, ssl.SSLError) or "CERTIFICATE" in str(fault):
                raise StoreMisconfigured(
                    f"Saleor's certificate is not trusted ({fault}): mend SALEOR_API_URL or SSL_CERT_FILE."
                ) from fault
            raise NoAnswer(Failure(f"no connection ({type(fault).__name__})", False, passing=True)) from fault
        except httpx.PoolTimeout as fault:
            sentence = "all our connections were busy"
            raise NoAnswer(Failure(sentence, False, passing=True, counts=False)) from fault
        except httpx.TimeoutException as fault:
            sentence = f"time ran out ({type(fault).__name__})"
            raise NoAnswer(Failure(sentence, True, passing=False)) from fault
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as fault:
            raise StoreMisconfigured(f"SALEOR_API_URL is no address: {fault}") from fault
        except (httpx.TransportError, httpx.DecodingError) as fault:
            sentence = f"the answer was cut ({type(fault).__name__})"
            raise NoAnswer(Failure(sentence, True, passing=True)) from fault
        return data_of(response.status_code, response.headers, body, with_token=self._token is not None)

    def _request(self, call: _Call) -> dict[str, Any]:
        headers = {
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "traceparent": call.trace.traceparent(),
            "X-Request-ID": call.trace.request_id,
        }
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token()}"
        left = max(call.remaining(), 0.05)
        connect = min(self._patience.connect_seconds, left)
        timeout = httpx.Timeout(left, connect=connect, pool=connect)
        operation = {"query": call.query, "variables": call.variables, "operationName": call.name}
        uploads = uploads_of(call.variables)
        if uploads:
            fields, files = multipart(operation, uploads)
            return {"headers": headers, "timeout": timeout, "data": fields, "files": files}
        headers["Content-Type"] = "application/json"
        return {"headers": headers, "timeout": timeout, "content": orjson.dumps(operation)}

    def _check_known(self, call: _Call) -> None:
        """
        Tell a wrong token from a missing permission: Saleor takes a token it does not know for no token.

        Raises:
            StoreMisconfigured: Saleor knows no app by our token.
        """
        asked = _Call(operations()[_WHO_AM_I], _WHO_AM_I, {}, Kind.QUERY, call.deadline, call.trace)
        try:
            self._ask(asked)
        except NoAnswer:
            return
        except StoreRefused as refusal:
            if refusal.code == PERMISSION_DENIED:
                sentence = "Saleor knows no app by our token: mend SALEOR_APP_TOKEN."
                raise StoreMisconfigured(sentence) from refusal

    def _log(self, call: _Call, outcome: str) -> None:
        """One line for each operation; never variables or tokens, which are people's."""
        logger.log(
            logging.WARNING if outcome.startswith("no answer") else logging.INFO,
            "%s %s status=%d ms=%d tries=%d trace=%s: %s",
            call.kind.value,
            call.name or "(unnamed)",
            call.status,
            (time.monotonic() - call.began) * 1000,
            call.tries,
            call.trace.trace_id,
            outcome,
        )


def _body(response: httpx.Response, call: _Call) -> bytes:
    """
    Return the whole answer, unpacked.

    Raises:
        NoAnswer: it drips for longer than we wait, or is larger than we take.
    """
    found = bytearray()
    for piece in response.iter_bytes():
        found += piece
        if len(found) > ANSWER_MAX_BYTES:
            sentence = f"the answer is larger than {ANSWER_MAX_BYTES // 1024 // 1024} MB"
            raise NoAnswer(Failure(sentence, True, passing=False, counts=False))
        if call.remaining() < 0:
            raise NoAnswer(Failure("the answer took too long", True, passing=False))
    return bytes(found)
