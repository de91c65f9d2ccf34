"""The desk: what is overdue first, one grievance at a time."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import certification.cases.facade as cases
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import Role, User, colleagues, for_roles, has_role, signed_in
from media.facade import PictureUnknown, picture_answer
from storefront.grievances.errors import WrongState
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.selectors import counts, desk_row, queue
from storefront.grievances.selectors import thread as thread_of
from storefront.grievances.services import end, talk
from storefront.grievances.states import OPEN, GrievanceState, Kind
from storefront.grievances.web.forms import AnswerForm

#: The administrator looks on, and answers nothing.
DESK: Final = (Role.GRIEVANCE, Role.ADMINISTRATOR)


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    asked = {
        name: request.GET.get(name, "")[:60].replace("\x00", "").strip()
        for name in ("q", "state", "kind", "who")
    }
    now = clock.now()
    rows = queue(
        now=now,
        state=asked["state"],
        kind=asked["kind"],
        who=signed_in(request) if asked["who"] == "me" else None,
        words=asked["q"],
    )
    context = {
        **asked,
        "rows": rows,
        "counts": counts(now=now),
        "states": [("", _("Open")), ("all", _("All")), *GrievanceState.choices],
        "kinds": [("", _("All")), *Kind.choices],
        "query": urlencode(asked),
    }
    return render(request, "shop_grievances/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def grievance(request: HttpRequest, ticket: str) -> HttpResponse:
    found = _found(ticket)
    if request.method != "POST":
        return _page(request, found, AnswerForm())
    user = _worker(request)
    form = AnswerForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            _acts(form, ticket, user)[form.cleaned_data["what"]]()
        except WrongState as refusal:
            tell(form, refusal)
            status = HTTPStatus.CONFLICT
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("staff_grievances:grievance", ticket=ticket)
    return _page(request, _found(ticket), form, status=status)


@require_POST
@for_roles(*DESK)
def give(request: HttpRequest, ticket: str) -> HttpResponse:
    """Take it, or give it to a colleague of the desk."""
    user = _worker(request)
    wanted = request.POST.get("to", "")
    to = next((each for each in _desk_people() if str(each.pk) == wanted), user if not wanted else None)
    if to is None:
        raise Http404
    _found(ticket)
    talk.assign(number=ticket, to=to, user=user, now=clock.now())
    messages.success(request, _("%(name)s has it now.") % {"name": to.name})
    return redirect("staff_grievances:grievance", ticket=ticket)


@require_safe
@for_roles(*DESK)
def photo(request: HttpRequest, ticket: str, key: str) -> HttpResponse:
    mine = GrievanceMessage.objects.filter(grievance__number=ticket, photos__contains=[key])
    if not mine.exists():
        raise Http404
    try:
        return cast(HttpResponse, picture_answer(request, key, 1024))
    except PictureUnknown as unknown:
        raise Http404 from unknown


def _acts(form: AnswerForm, ticket: str, user: User) -> dict[str, Callable[[], object]]:
    given: dict[str, Any] = {
        "number": ticket,
        "key": str(form.cleaned_data["key"]),
        "words": form.cleaned_data["words"],
        "user": user,
        "now": clock.now(),
    }
    return {
        "answer": lambda: talk.answer(**given, asks=False),
        "ask": lambda: talk.answer(**given, asks=True),
        "note": lambda: talk.note(**given),
        "resolve": lambda: end.resolve(**given),
    }


def _found(ticket: str) -> Grievance:
    found = Grievance.objects.filter(number=ticket).select_related("assignee", "access").first()
    if found is None:
        raise Http404
    return found


def _worker(request: HttpRequest) -> User:
    user = signed_in(request)
    if not has_role(user, Role.GRIEVANCE):
        raise PermissionDenied
    return user


def _desk_people() -> list[User]:
    there = [each.id for each in colleagues(on=clock.today()) if Role.GRIEVANCE in each.roles]
    return list(User.objects.filter(pk__in=there).order_by("name"))


def _page(
    request: HttpRequest, found: Grievance, form: AnswerForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    access = found.access
    number = found.complaint_number
    complaint = next((each for each in cases.complaints() if each.number == number), None) if number else None
    context = {
        "grievance": found,
        "row": desk_row(found, clock.now()),
        "lines": thread_of(found, with_notes=True),
        "form": form,
        "may": has_role(request.user, Role.GRIEVANCE),
        "is_open": found.state in OPEN,
        "people": _desk_people(),
        "complaint": complaint,
        "order": reverse("storefront:order", args=[access.token]) if access is not None else "",
    }
    return render(request, "shop_grievances/grievance.html", context, status=status)
