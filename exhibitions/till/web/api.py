"""What tablets ask of the server: JSON, by their own token, without cookies. docs/till.md has the format."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from exhibitions.till.bundle import for_till, newest, paise, shared
from exhibitions.till.errors import (
    DeviceRevoked,
    DeviceUnknown,
    ExhibitionOver,
    KeyWrong,
    PairingOver,
)
from exhibitions.till.models import Bill, Flag, Till
from exhibitions.till.selectors import till_of_token
from exhibitions.till.services.keep_entries import ENTRIES_MAX, keep_entries, last_seq
from exhibitions.till.services.pair import pair as pair_tablet
from exhibitions.till.states import BillState
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Limit, TooManyAttempts, count_attempt, network_of

BODY_MAX_BYTES: Final = 1024 * 1024
#: Codes have 58 bits; this only keeps a guesser from trying.
PAIRINGS: Final = Limit("till.pair", 30, timedelta(minutes=15))
_UPI_SHOWN: Final = timedelta(days=2)
_STATUS: Final[dict[type[DomainError], HTTPStatus]] = {
    DeviceUnknown: HTTPStatus.UNAUTHORIZED,
    DeviceRevoked: HTTPStatus.UNAUTHORIZED,
    PairingOver: HTTPStatus.GONE,
    ExhibitionOver: HTTPStatus.CONFLICT,
    KeyWrong: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
}
_View = Callable[[HttpRequest], HttpResponse]


def answered(view: _View) -> _View:
    """Refusals as JSON, and nothing of it is kept by anybody on the way."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            answer = view(request)
        except DomainError as refusal:
            status = _STATUS.get(type(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
            answer = JsonResponse({"code": refusal.code, "message": refusal.message}, status=status)
        answer["Cache-Control"] = "no-store"
        return answer

    return guarded


def till_of_request(request: HttpRequest) -> Till:
    word, _space, token = request.headers.get("Authorization", "").partition(" ")
    if word != "Bearer" or not token:
        raise DeviceUnknown("This tablet is not paired. Pair it again.")
    return till_of_token(token.strip())


def body_of(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = request.body
        told = json.loads(raw) if len(raw) <= BODY_MAX_BYTES else None
    except (RequestDataTooBig, ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise DomainError("That is not what a till sends.", code="payload-wrong")
    return told


@require_POST
@answered
def pair(request: HttpRequest) -> HttpResponse:
    """Pair a tablet with the code that staff show it."""
    count_attempt(PAIRINGS, subject=network_of(request), now=clock.now())
    told = body_of(request)
    try:
        key = UUID(str(told.get("key")))
    except ValueError as fault:
        raise DomainError("key: a UUID is wanted.", code="payload-wrong") from fault
    public_key = told.get("public_key")
    paired = pair_tablet(
        code=str(told.get("code", ""))[:64],
        name=str(told.get("name", "")).replace("\x00", ""),
        public_key=public_key if isinstance(public_key, dict) else {},
        key=key,
        now=clock.now(),
    )
    return JsonResponse(
        {
            "device": str(paired.device),
            "till": paired.number,
            "token": paired.token,
            "exhibition": paired.exhibition,
        },
        status=HTTPStatus.CREATED,
    )


@require_safe
@answered
def bundle(request: HttpRequest) -> HttpResponse:
    """Hand out what the tablet sells by; nothing where it has that already."""
    till, now = till_of_request(request), clock.now()
    row = shared(exhibition=till.exhibition, now=now)
    told, etag = for_till(till, row=row, last_seq=last_seq(till), now=now)
    Till.objects.filter(pk=till.pk).update(seen_at=now, bundle_version=told["version"])
    if request.headers.get("If-None-Match") == etag:
        answer: HttpResponse = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = JsonResponse(told)
    answer["ETag"] = etag
    return answer


@require_POST
@answered
def entries(request: HttpRequest) -> HttpResponse:
    """Take what the tablet has signed."""
    till, now = till_of_request(request), clock.now()
    told = body_of(request)
    given = told.get("entries")
    if not isinstance(given, list) or len(given) > ENTRIES_MAX:
        raise DomainError(f"entries: a list of {ENTRIES_MAX} at most is wanted.", code="payload-wrong")
    pairs = []
    for each in given:
        if not isinstance(each, dict) or not isinstance(each.get("payload"), str):
            raise DomainError("entries: payload and signature are texts.", code="payload-wrong")
        pairs.append((each["payload"], str(each.get("signature", ""))))
    results = keep_entries(till=till, given=pairs, device_now=_moment(told.get("now")), now=now)
    return JsonResponse(
        {
            "results": [
                {
                    "id": each.id,
                    "state": each.state,
                    "code": each.code,
                    "message": each.message,
                    "flags": list(each.flags),
                }
                for each in results
            ],
            "last_seq": last_seq(till),
        }
    )


def _moment(said: object) -> datetime | None:
    try:
        found = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


@require_safe
@answered
def state(request: HttpRequest) -> HttpResponse:
    """Say how far the tablet's bills are, which UPI the bank has shown, and what waits for staff."""
    till, now = till_of_request(request), clock.now()
    Till.objects.filter(pk=till.pk).update(seen_at=now)
    row = newest(till.exhibition)
    paid = Bill.objects.filter(till=till, is_return=False, upi__gt=0, booked_at__gte=now - _UPI_SHOWN)
    flags = Flag.objects.filter(entry__till=till, settled_at=None).select_related("entry").order_by("pk")
    return JsonResponse(
        {
            "now": now.isoformat(),
            "last_seq": last_seq(till),
            "done_seq": till.done_seq,
            "version": row.version if row else "",
            "upi": [
                {
                    "bill": str(each.bill_id),
                    "amount": paise(each.upi),
                    "reference": each.upi_reference,
                    "matched": each.state == BillState.SETTLED,
                }
                for each in paid.order_by("booked_at")
            ],
            "flags": [
                {"bill": str(each.entry.entry_id), "code": each.code, "message": each.message}
                for each in flags[:200]
            ],
        }
    )


@require_POST
@answered
def tested(request: HttpRequest) -> HttpResponse:
    """Note that the tablet's printer, or its UPI code, was tried and is well."""
    till, now = till_of_request(request), clock.now()
    what = body_of(request).get("what")
    columns = {"printer": "printer_ok_at", "upi": "upi_ok_at"}
    if what not in columns:
        raise DomainError("what: printer or upi.", code="payload-wrong")
    Till.objects.filter(pk=till.pk).update(seen_at=now, **{columns[what]: now})
    return JsonResponse({"what": what, "at": now.isoformat()})
