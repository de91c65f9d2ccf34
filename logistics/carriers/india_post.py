"""
India Post over HTTP. Its words, its paise and its signatures stay in here.

India Post publishes no description of its interface for customers; what is spoken here is our reading of
what any such interface has, and what ``local_post`` answers. docs/carriers.md says what must be learned
from the contract.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Final

import httpx

from jkrlm.kernel.money import Money
from logistics.carriers.contracts import (
    CashAdvice,
    CashLine,
    Milestone,
    News,
    PickupWish,
    Shipment,
)
from logistics.carriers.errors import BadNews, CarrierRefused, CarrierUnavailable

logger = logging.getLogger(__name__)
CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
#: Tries of one call; the event that asked for it comes again by itself after that.
TRIES: Final = 2
TRACKED_AT_ONCE: Final = 50
#: Older than this a signature is not believed.
TOLERANCE_SECONDS: Final = 300
ANSWER_BYTES_MAX: Final = 2_000_000
SIGNATURE: Final = "X-Post-Signature"

MILESTONES: Final[Mapping[str, Milestone]] = {
    "booked": Milestone.TAKEN,
    "dispatched": Milestone.MOVED,
    "received": Milestone.MOVED,
    "out-for-delivery": Milestone.OUT_FOR_DELIVERY,
    "attempted": Milestone.ATTEMPTED,
    "delivered": Milestone.DELIVERED,
    "refused": Milestone.REFUSED,
    "returned": Milestone.RETURNED,
    "damaged": Milestone.DAMAGED,
    "lost": Milestone.LOST,
}


class IndiaPost:
    """``base`` is the interface's address, ``key`` opens it, ``secret`` signs what it posts to us."""

    name = "India Post"
    slug = "india-post"
    by_hand = False

    def __init__(self, base: str, key: str, secret: str, *, seconds: float = READ_SECONDS) -> None:
        self._base, self._key, self._secret, self._seconds = base.rstrip("/"), key, secret, seconds

    def create(self, wanted: Shipment) -> str:
        answer = self._call(
            "POST",
            "/v1/articles",
            key=wanted.key,
            body={
                "reference": wanted.reference,
                "service": wanted.service,
                "origin_pincode": wanted.origin_pincode,
                "to": {
                    "name": wanted.to.name,
                    "lines": list(wanted.to.lines),
                    "pincode": wanted.to.pincode,
                    "phone": wanted.to.phone,
                },
                "weight_grams": wanted.weight_grams,
                "dims_cm": wanted.dims_cm,
                "declared_value_paise": wanted.declared_value.minor_units,
                "collect_paise": wanted.cash_to_collect.minor_units,
                "is_return": wanted.is_return,
            },
        )
        return str(answer["article"])

    def booked(self, key: str) -> str | None:
        found = self._call("GET", "/v1/articles", params={"key": key}).get("article")
        return str(found) if found else None

    def label(self, tracking_number: str) -> bytes | None:
        try:
            return self._send("GET", f"/v1/articles/{tracking_number}/label").content
        except CarrierRefused as refusal:
            if refusal.params.get("status") == HTTPStatus.NOT_FOUND:
                return None  # numbers out of a range that it gave out have no label of its own
            raise

    def cancel(self, tracking_number: str) -> None:
        self._call("POST", f"/v1/articles/{tracking_number}/cancel", key=f"cancel-{tracking_number}")

    def track(self, tracking_numbers: Sequence[str]) -> tuple[News, ...]:
        found: list[News] = []
        for start in range(0, len(tracking_numbers), TRACKED_AT_ONCE):
            asked = ",".join(tracking_numbers[start : start + TRACKED_AT_ONCE])
            answer = self._call("GET", "/v1/tracking", params={"articles": asked})
            found += _readable(answer)
        return tuple(sorted(found, key=lambda news: news.at))

    def pickup(self, wanted: PickupWish) -> str:
        answer = self._call(
            "POST",
            "/v1/pickups",
            key=wanted.key,
            body={
                "day": wanted.day.isoformat(),
                "pincode": wanted.pincode,
                "articles": list(wanted.tracking_numbers),
            },
        )
        return str(answer["pickup"])

    def cancel_pickup(self, number: str) -> None:
        self._call("POST", f"/v1/pickups/{number}/cancel", key=f"cancel-{number}")

    def heard(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[News, ...]:
        sent = dict(part.partition("=")[::2] for part in headers.get(SIGNATURE, "").split(","))
        moment, signed = sent.get("t", ""), sent.get("v1", "")
        wanted = signature(self._secret, moment, body)
        if not self._secret or not hmac.compare_digest(signed.encode(), wanted.encode()):
            raise BadNews("This is not signed by India Post.", status=400)
        if not moment.isdigit() or abs(now.timestamp() - int(moment)) > TOLERANCE_SECONDS:
            raise BadNews("This was signed too long ago.", status=400)
        try:
            events = json.loads(body)["events"]
            return tuple(news for each in events if (news := _news(each)) is not None)
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise BadNews("This is no news of a parcel.") from fault

    def remittances(self, since: date) -> tuple[CashAdvice, ...]:
        answer = self._call("GET", "/v1/remittances", params={"since": since.isoformat()})
        return tuple(
            CashAdvice(
                reference=str(each["utr"]),
                paid_on=date.fromisoformat(each["paid_on"]),
                lines=tuple(
                    CashLine(
                        str(line["article"]),
                        _rupees(line["collected_paise"]),
                        _rupees(line["fee_paise"]),
                        _rupees(line["fee_gst_paise"]),
                    )
                    for line in each["lines"]
                ),
            )
            for each in answer["remittances"]
        )

    def _call(
        self,
        method: str,
        path: str,
        *,
        key: str = "",
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        response = self._send(method, path, key=key, body=body, params=params)
        try:
            found: dict[str, Any] = response.json()
        except ValueError as fault:
            raise CarrierUnavailable("India Post answered something that is no answer.") from fault
        return found

    def _send(
        self,
        method: str,
        path: str,
        *,
        key: str = "",
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Ask at most ``TRIES`` times; what may be repeated carries a key or changes nothing."""
        headers = {"Authorization": f"Bearer {self._key}"} | ({"Idempotency-Key": key} if key else {})
        timeout = httpx.Timeout(self._seconds, connect=CONNECT_SECONDS)
        last: Exception | None = None
        for _ in range(TRIES):
            try:
                response = httpx.request(
                    method,
                    self._base + path,
                    json=body,
                    params=params,
                    headers=headers,
                    timeout=timeout,
                )
            except httpx.HTTPError as fault:
                last = fault
                continue
            if response.status_code < 500 and response.status_code != 429:
                return _accepted(response)
        raise CarrierUnavailable("India Post does not answer.") from last


def _accepted(response: httpx.Response) -> httpx.Response:
    if len(response.content) > ANSWER_BYTES_MAX:
        raise CarrierRefused("India Post answered more than is read.")
    if response.status_code >= 400:
        try:
            sentence = str(response.json()["error"])
        except (ValueError, KeyError, TypeError):
            sentence = f"it answered {response.status_code}"
        raise CarrierRefused(f"India Post refused: {sentence[:200]}", params={"status": response.status_code})
    return response


def signature(secret: str, moment: str, body: bytes) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _readable(answer: Mapping[str, Any]) -> list[News]:
    """Return the news of an answer; what is none is logged and left, so that it hides no other parcel's."""
    found = []
    for each in answer.get("events", ()):
        try:
            news = _news(each)
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            logger.warning("India Post: this is no news of a parcel (%r): %.300r", fault, each)
            continue
        if news is not None:
            found.append(news)
    return found


def _news(each: Mapping[str, Any]) -> News | None:
    milestone = MILESTONES.get(str(each["event"]))
    if milestone is None:
        return None
    at = datetime.fromisoformat(str(each["at"]))
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return News(
        id=str(each["id"])[:64],
        tracking_number=str(each["article"]),
        milestone=milestone,
        at=at,
        where=str(each.get("office", ""))[:80],
        words=str(each.get("remark", ""))[:200],
    )


def _rupees(paise: int) -> Money:
    return Money(Decimal(int(paise)) / 100, "INR")
