"""The rate tables for the staff: what holds, what comes, and a change in two steps."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.dated import DatedRow
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, for_roles, names_of, signed_in
from logistics.closures import Spot
from logistics.models import RateChange
from logistics.preview import Sample, compared
from logistics.services.change_rate import Change, as_if, begin_row, end_row, keep
from logistics.tables import TABLES, Table, standing
from logistics.web.forms import EndForm, RowForm, ShownFirst

DESK: Final = (Role.LOGISTICS, Role.ADMINISTRATOR)
SHOWN: Final = 400
#: Where the sample bag is sent from: the head post office of Srinagar.
SAMPLE_ORIGIN: Final = Spot("190001", "Srinagar")
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(*DESK)
def rates(request: HttpRequest) -> HttpResponse:
    """The tables, and what of each nobody has confirmed."""
    day = today()
    tables = []
    for slug, table in TABLES.items():
        rows = [row for row in table.model._default_manager.all() if standing(row, day) != "over"]
        unsure = sum(row.status == "unconfirmed" for row in rows)
        tables.append({"slug": slug, "table": table, "count": len(rows), "unsure": unsure})
    return render(request, "logistics/rates.html", {"tables": tables})


@require_safe
@for_roles(*DESK)
def table(request: HttpRequest, table: str) -> HttpResponse:
    found, day = _table(table), today()
    ordered = found.model._default_manager.order_by(*found.keys, "-valid_from")[:SHOWN]
    changes = list(RateChange.objects.filter(table=table).order_by("-id")[:30])
    people = names_of({change.actor for change in changes})
    context = {
        "slug": table,
        "table": found,
        "heads": [_label(found, name) for name in found.columns],
        "rows": [
            {"row": row, "cells": _cells(found, row), "standing": standing(row, day)} for row in ordered
        ],
        "changes": [(change, people.get(change.actor, change.actor)) for change in changes],
    }
    return render(request, "logistics/table.html", context)


@form_view
@for_roles(*DESK)
def begin(request: HttpRequest, table: str, row_id: int = 0) -> HttpResponse:
    """A row begins: in place of ``row_id``, or anew."""
    found = _table(table)
    old = _row(found, row_id) if row_id else None
    first = today() if found.at_once else today() + timedelta(days=1)
    form = RowForm(request.POST or None, table=found, old=old, first=first)

    def change() -> tuple[DatedRow, dict[str, str]]:
        given = form.cleaned_data
        return begin_row(
            table=table,
            values=form.values(),
            valid_from=given["valid_from"],
            source=given["source"],
            status=given["status"],
            today=today(),
        )

    return _two_steps(request, table, form, change, _("A row begins"))


@form_view
@for_roles(*DESK)
def end(request: HttpRequest, table: str, row_id: int) -> HttpResponse:
    found = _table(table)
    row = _row(found, row_id)
    first = today() if found.at_once else today() + timedelta(days=1)
    form = EndForm(request.POST or None, initial={"valid_from": first})

    def change() -> tuple[DatedRow, dict[str, str]]:
        return end_row(table=table, row_id=row.pk, valid_to=form.cleaned_data["valid_from"], today=today())

    return _two_steps(request, table, form, change, _("A row ends"), row=row)


def _two_steps(
    request: HttpRequest,
    slug: str,
    form: ShownFirst,
    change: Change,
    title: str,
    *,
    row: DatedRow | None = None,
) -> HttpResponse:
    def run() -> None:
        keep(
            table=slug,
            change=change,
            reason=form.cleaned_data["reason"],
            key=form.cleaned_data["key"] or secrets.token_urlsafe(16),
            by=signed_in(request),
            now=now(),
        )

    def at() -> date:
        day: date = form.cleaned_data["valid_from"]
        return day

    samples = None
    if request.method == "POST" and form.is_valid():
        samples = seen_or_kept(request, form, change, run, at)
        if samples is None and not form.errors:
            messages.success(request, _("Kept. It holds from its day on."))
            return redirect("logistics:table", slug)
    found = TABLES[slug]
    context: dict[str, Any] = {
        "form": form,
        "slug": slug,
        "table": found,
        "title": title,
        "samples": samples,
        "cells": _cells(found, row) if row else None,
        **step(form, samples),
    }
    return form_page(request, "logistics/change.html", context, form)


def step(form: ShownFirst, samples: tuple[Sample, ...] | None) -> dict[str, Any]:
    """Return what both steps' page needs: a key, and, once something was shown, its signature."""
    key = form.data.get("key") or secrets.token_urlsafe(16)
    return {"key": key, "shown": form.signature() if samples is not None else ""}


def seen_or_kept(
    request: HttpRequest,
    form: ShownFirst,
    change: Callable[[], object],
    run: Callable[[], None],
    at: Callable[[], date],
) -> tuple[Sample, ...] | None:
    """Keep what was shown; show what was not. None where it was kept, or refused: then the form says why."""
    try:
        if "keep" in request.POST and form.was_shown():
            run()
            return None
        before, after = as_if(change)
    except DomainError as refusal:
        tell(form, refusal)
        return None
    return compared(before, after, day=at(), origin=SAMPLE_ORIGIN)


def _table(slug: str) -> Table:
    found = TABLES.get(slug)
    if found is None:
        raise Http404("There is no such table.")
    return found


def _row(table: Table, row_id: int) -> DatedRow:
    row = table.model._default_manager.filter(pk=row_id).first()
    if row is None:
        raise Http404("There is no such row.")
    return row


def _label(table: Table, name: str) -> str:
    return str(getattr(table.model._meta.get_field(name), "verbose_name", name)).replace("_", " ")


def _cells(table: Table, row: DatedRow) -> list[object]:
    shown: list[object] = []
    for name in table.columns:
        value = getattr(row, name)
        said = getattr(row, f"get_{name}_display", None)
        shown.append("–" if value is None else said() if said else value)
    return shown
