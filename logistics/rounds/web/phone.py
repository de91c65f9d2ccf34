"""The phone's side: the page and worker that it keeps, the rounds it takes along, what it sends back."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.bodies import object_of
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.offline import worker_answer
from jkrlm.people.facade import Role, audit, for_roles, signed_in
from logistics.rounds import selectors
from logistics.rounds.contracts import GivenVisit
from logistics.rounds.errors import RoundUnknown, VisitedBefore
from logistics.rounds.in_words import in_hers
from logistics.rounds.models import Round
from logistics.rounds.rows import Known, clock_of, known_places, stop_row
from logistics.rounds.services.keep_visit import TAKEN_MAX, keep_visit
from logistics.rounds.states import RoundState, Via

#: Whose visit a phone sends; an answer to another's session would cross the two.
PERSON_HEADER: Final = "X-Umeed-Person"
_BODY_MAX_BYTES: Final = 64 * 1024


@require_safe
@for_roles(Role.DRIVER)
def shell(request: HttpRequest) -> HttpResponse:
    """The page for rounds as a phone keeps it: without a word about who and where."""
    get_token(request)
    answer = _shell(request)
    answer["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
    return answer


@require_safe
@for_roles(Role.DRIVER)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; with a page or a file that it keeps, its own text changes."""
    return worker_answer("umeed-rounds", reverse("driver_rounds:phone"), _shell(request).content)


@require_POST
@for_roles(Role.DRIVER)
def packs(request: HttpRequest) -> HttpResponse:
    """Hand a driver's rounds from today on to his phone."""
    user = signed_in(request)
    found = selectors.rounds_of_driver(user, since=clock.today())
    known = known_places(rounds=found)
    moment = clock.now()
    Round.objects.filter(pk__in=[each.pk for each in found]).update(taken_along_at=moment)
    audit(
        actor=user,
        verb="rounds.take-along",
        target=f"person {user.pk}",
        after={"rounds": [each.code for each in found]},
    )
    return JsonResponse(
        {
            "person": user.pk,
            "name": user.name,
            "at": moment.isoformat(),
            "rounds": [_pack(each, known) for each in found],
        }
    )


@require_POST
@for_roles(Role.DRIVER)
def visit(request: HttpRequest) -> HttpResponse:
    """Take what was done at one stop; the same one again is answered as the first time."""
    user = signed_in(request)
    if request.headers.get(PERSON_HEADER) != str(user.pk):
        words = _("Somebody else is signed in on this phone. It is sent when you sign in again.")
        return JsonResponse({"code": "OTHER_PERSON", "message": words}, status=HTTPStatus.CONFLICT)
    given = _given(request)
    if given is None:
        words = _("What was sent is not complete. Take your rounds along again.")
        return JsonResponse({"code": "INVALID", "message": words}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = keep_visit(given=given, by=user, any_driver=False, now=clock.now())
    except DomainError as refused:
        status = (
            HTTPStatus.NOT_FOUND if isinstance(refused, RoundUnknown) else HTTPStatus.UNPROCESSABLE_ENTITY
        )
        is_late = isinstance(refused, VisitedBefore)
        return JsonResponse(
            {"code": refused.code, "message": refused.message, "is_known": is_late}, status=status
        )
    refusals = {code: in_hers(why) for code, why in made.refused.items()}
    return JsonResponse({"stop": made.stop_id, "refused": refusals})


def _shell(request: HttpRequest) -> HttpResponse:
    return render(request, "rounds/phone.html", {"csrf_cookie": settings.CSRF_COOKIE_NAME})


def _pack(row: Round, known: Known) -> dict[str, Any]:
    return {
        "code": row.code,
        "day": row.plan.day.isoformat(),
        "vehicle": f"{row.vehicle.name}, {row.vehicle.code}",
        "leaves": clock_of(row.leaves),
        "back": clock_of(row.back),
        "km": round(row.metres / 1000),
        "is_done": row.state == RoundState.DONE,
        "stops": [
            {
                "id": each["stop"].pk,
                "position": each["stop"].position,
                "name": each["name"],
                "where": each["where"],
                "arrives": each["arrives"],
                "open": each["open"],
                "kg": each["kg"],
                "parcels": each["parcels"],
                "outcome": each["visit"].outcome if each["visit"] else "",
            }
            for each in (stop_row(stop, known) for stop in row.stops.all())
        ],
    }


def _given(request: HttpRequest) -> GivenVisit | None:
    said = object_of(request, _BODY_MAX_BYTES)
    try:
        key, stop_id, taken = UUID(str(said["key"])), int(said["stop"]), said.get("taken", [])
        happened_at = parse_datetime(str(said["happened_at"]))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
    if not isinstance(taken, list) or not 0 < stop_id < 2**62 or len(taken) > TAKEN_MAX:
        return None
    is_placed = happened_at is not None and happened_at.tzinfo is not None
    return GivenVisit(
        key=key,
        stop_id=stop_id,
        outcome=_text(said.get("outcome", ""), 12),
        via=Via.PHONE,
        happened_at=happened_at if is_placed else None,
        note=_text(said.get("note", ""), 300),
        taken=tuple(code for each in taken if (code := _text(each, 40).strip().upper())),
    )


def _text(found: object, most: int) -> str:
    """Return a text that the database takes: no halves of characters, no null byte."""
    return str(found)[:most].encode(errors="ignore").decode().replace("\x00", "")
