"""Saleor's events and questions, one address for each: judged, then kept for the relay or answered.

The signature covers the body alone, without a time, an address or an id of the delivery. So the signed
``__typename`` is compared with the address, and an event is known again by a hash of issuer, event and
body. A question asked again gets its answer again: the answerers write each thing once.
"""

import hashlib
import json
import logging
import time
from datetime import UTC, datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from commerce.answers import answerer_of
from commerce.identity import issuer
from commerce.saleor.incoming import CallRefused, check_sender, from_saleor, read_body
from commerce.saleor.keys import refresh_when_stale
from commerce.saleor.signatures import verify
from commerce.subscriptions import documents, synchronous, type_name
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import now

logger = logging.getLogger(__name__)

BODY_BYTES_MAX: Final = 1024 * 1024
#: Saleor gives up after 18 s; a buyer does much earlier.
SLOW_SECONDS: Final = 2.0

#: Two questions share one type; what is taxed tells them apart.
_TAXED: Final = {"CHECKOUT_CALCULATE_TAXES": "Checkout", "ORDER_CALCULATE_TAXES": "Order"}


@from_saleor
def receive(request: HttpRequest, *, event: str) -> HttpResponse:
    """Take a webhook at ``/saleor/webhooks/<event>/``."""
    name = event.upper()
    if name not in documents():
        raise Http404
    body = read_body(request, most=BODY_BYTES_MAX)
    check_sender(request, required=False)
    at = now()
    verify(body, request.headers.get("Saleor-Signature", ""), at=at)
    payload = _payload(name, body)
    if name in synchronous():
        return _answer(name, payload)
    received = _record(name, payload, body)
    refresh_when_stale(at=at)  # not while Saleor's web process waits for an answer
    return JsonResponse({"received": received})


def digest(event: str, body: bytes) -> str:
    """Return the event's identity: it has no other."""
    return hashlib.sha256(b"|".join((issuer().encode(), event.encode(), body))).hexdigest()


def _payload(event: str, body: bytes) -> dict[str, Any]:
    """
    Return the payload that belongs to this address.

    Raises:
        CallRefused: 400.
    """
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise CallRefused("The body is not JSON.", code="NOT_JSON", status=400) from None
    if not isinstance(payload, dict):
        raise CallRefused("The webhook has no subscription document.", code="NOT_OURS", status=400)
    found = payload.get("__typename")
    if found != type_name(event):
        raise _elsewhere(event, found)
    if event in _TAXED:
        taxed = (payload.get("taxBase") or {}).get("sourceObject") or {}
        if taxed.get("__typename") != _TAXED[event]:
            raise _elsewhere(event, f"{found} of {taxed.get('__typename')}")
    return payload


def _elsewhere(event: str, found: object) -> CallRefused:
    return CallRefused(
        f"The body is of type {str(found)[:80]}, this address takes {event}.", code="WRONG_EVENT", status=400
    )


def _record(event: str, payload: dict[str, Any], body: bytes) -> bool:
    """
    Keep an event for its reactions; returns False for a replay, and where nothing reacts to it.

    Raises:
        CallRefused: 400 without a time, or with what the database cannot hold.
    """
    issued_at = _issued_at(payload)
    if b"\\u0000" in body:
        raise CallRefused("The body holds a NUL character.", code="NOT_TEXT", status=400)
    return outbox.record(event, payload, digest=digest(event, body), issued_at=issued_at)


def _issued_at(payload: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(payload["issuedAt"])
    except (KeyError, TypeError, ValueError):
        raise CallRefused("The event does not say when it happened.", code="NO_TIME", status=400) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _answer(event: str, payload: dict[str, Any]) -> HttpResponse:
    """
    Return what the room answers. An exception answers 500, which Saleor takes for no answer.

    That is right for each: no delivery method is offered, the checkout cannot be completed without taxes,
    a payment is not begun; a refund, charge or cancellation is asked again.
    """
    answerer = answerer_of(event)
    if answerer is None:
        raise Http404
    began = time.monotonic()
    try:
        said = answerer(payload)
    except Exception:
        logger.exception("%s was not answered", event)
        error = {"code": "NO_ANSWER", "message": "An error on our side; it has been logged."}
        return JsonResponse({"error": error}, status=500)
    finally:
        seconds = time.monotonic() - began
        if seconds > SLOW_SECONDS:
            logger.warning("%s took %.1f s to answer", event, seconds)
    return JsonResponse(said, safe=False)
