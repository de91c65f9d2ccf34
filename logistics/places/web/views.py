"""Places for the staff: map, list, one place with its history, and what is done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import Role, for_roles, names_of, signed_in
from logistics.places import selectors
from logistics.places.contracts import Place
from logistics.places.models import Place as PlaceRow
from logistics.places.services import keep_staff
from logistics.places.services.keep_place import change_place, make_place
from logistics.places.states import PlaceKind
from logistics.places.web.forms import (
    ClosedDayForm,
    EndStaffForm,
    KeyedForm,
    OpenDayForm,
    PlaceForm,
    StaffForm,
    initial_of,
)
from logistics.places.web.map import drawn, legend

DESK: Final = (Role.LOGISTICS, Role.ADMINISTRATOR)
SHOWN: Final = 300
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    kind, district, words = asked(request, "kind"), asked(request, "district"), asked(request, "q").casefold()
    rows = _found(kind, district, words)
    shown = rows[:SHOWN]
    fills = selectors.fills(row.code for row in shown)
    context = {
        "map": drawn(rows),
        "legend": legend(),
        "rows": [(row, fills.get(row.code)) for row in shown],
        "count": len(rows),
        "kinds": PlaceKind.choices,
        "kind": kind,
        "district": district,
        "q": asked(request, "q"),
        "districts": sorted({hub.district for hub in selectors.places(kind=PlaceKind.HUB.value)}),
    }
    return render(request, "logistics_places/desk.html", context)


def _found(kind: str, district: str, words: str) -> tuple[Place, ...]:
    wanted = kind if kind in PlaceKind.values else None
    rows = selectors.places(kind=wanted, district=district or None)
    return tuple(row for row in rows if words in f"{row.code} {row.name} {row.pincode}".casefold())


@require_safe
@for_roles(*DESK)
def one(request: HttpRequest, code: str) -> HttpResponse:
    row = _row(code)
    changes = list(row.changes.order_by("-id")[:50])
    people = names_of({change.actor for change in changes})
    context = {
        "row": row,
        "place": selectors.place(row.code),
        "fill": selectors.fills([row.code]).get(row.code),
        "hub": selectors.network().rows.get(selectors.place(row.code).hub_code),
        "groups": row.served_groups.order_by("group_code").values_list("group_code", flat=True),
        "prefixes": row.served_prefixes.order_by("prefix").values_list("prefix", flat=True),
        "closed": row.closed_days.filter(day__gte=today()).order_by("day"),
        "workers": selectors.workers(row.code, on=today()),
        "changes": [(change, people.get(change.actor, change.actor)) for change in changes],
        "days": tuple(zip(WEEKDAYS_ABBR.values(), row.weekdays, strict=True)),
    }
    return render(request, "logistics_places/place.html", context)


@form_view
@for_roles(*DESK)
def new(request: HttpRequest) -> HttpResponse:
    form = PlaceForm(request.POST or None, hubs=_hubs(), is_new=True)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            code = make_place(
                wish=form.wish(), reason=given["reason"], key=given["key"], by=signed_in(request), now=now()
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The place is on the list."))
            return redirect("logistics_places:one", code)
    return form_page(request, "logistics_places/edit.html", {"form": form, "title": _("A new place")}, form)


@form_view
@for_roles(*DESK)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    row = _row(code)
    form = PlaceForm(request.POST or None, initial=initial_of(row), hubs=_hubs(), is_new=False)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def run() -> None:
            change_place(
                code=row.code,
                wish=form.wish(),
                version=given["version"] or 0,
                reason=given["reason"],
                key=given["key"],
                by=signed_in(request),
                now=now(),
            )

        if _done(form, run):
            messages.success(request, _("Changed."))
            return redirect("logistics_places:one", row.code)
    context = {"form": form, "title": row.name, "row": row}
    return form_page(request, "logistics_places/edit.html", context, form)


@dataclass(frozen=True, slots=True)
class Act:
    form: type[KeyedForm]
    run: Callable[..., None]
    title: Callable[[], str]


ACTS: Final = {
    "staff": Act(StaffForm, keep_staff.give_task, lambda: _("Somebody works here")),
    "close-day": Act(ClosedDayForm, keep_staff.close_day, lambda: _("Closed on a day")),
    "open-day": Act(OpenDayForm, keep_staff.open_day, lambda: _("Open on a day after all")),
}


@form_view
@for_roles(*DESK)
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """What is done to a place, by its name in ``ACTS``."""
    found = ACTS.get(act)
    if found is None:
        raise Http404("Nothing of this name is done to a place.")
    return _acted(request, _row(code), found, {})


@form_view
@for_roles(*DESK)
def end_staff(request: HttpRequest, code: str, person_id: int) -> HttpResponse:
    row = _row(code)
    if not row.staff.filter(person_id=person_id, until=None).exists():
        raise Http404("Nobody like that works there.")
    ends = Act(EndStaffForm, keep_staff.end_task, lambda: _("No longer works here"))
    return _acted(request, row, ends, {"person_id": person_id})


def _acted(request: HttpRequest, row: PlaceRow, found: Act, more: dict[str, Any]) -> HttpResponse:
    form = found.form(request.POST or None, initial={"since": today(), "until": today(), "day": today()})
    if request.method == "POST" and form.is_valid():

        def run() -> None:
            found.run(code=row.code, **form.cleaned_data, **more, by=signed_in(request), now=now())

        if _done(form, run):
            messages.success(request, _("Done."))
            return redirect("logistics_places:one", row.code)
    context = {"form": form, "title": f"{row.name}: {found.title()}", "row": row}
    return form_page(request, "logistics_places/edit.html", context, form)


def _done(form: KeyedForm, run: Callable[[], None]) -> bool:
    try:
        run()
    except DomainError as refusal:
        tell(form, refusal)
        return False
    return True


def _hubs() -> tuple[Place, ...]:
    return selectors.places(kind=PlaceKind.HUB.value)


def _row(code: str) -> PlaceRow:
    found = PlaceRow.objects.select_related("hub").filter(code=code[:40].replace("\x00", "")).first()
    if found is None:
        raise Http404("There is no such place.")
    return found
