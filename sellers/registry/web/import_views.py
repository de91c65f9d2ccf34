"""Groups out of a spreadsheet: send the file, see what would happen or what is wrong, apply it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import User, for_roles, signed_in
from sellers.registry import tasks
from sellers.registry.errors import NotHere, WrongState
from sellers.registry.imports.columns import COLUMNS
from sellers.registry.models import GroupImport
from sellers.registry.selectors.imports import faults, faults_csv, group_import, recent_imports
from sellers.registry.services.imports import (
    begin_applying,
    discard_import,
    is_silent,
    take_file,
)
from sellers.registry.states import ImportState
from sellers.registry.web.acts import KEEPERS
from sellers.registry.web.forms import UploadForm
from sellers.registry.web.views import form_view

FAULTS_SHOWN = 200
WORKING = (ImportState.TAKEN, ImportState.CHECKING, ImportState.APPLYING)


@form_view
@for_roles(*KEEPERS)
def imports(request: HttpRequest) -> HttpResponse:
    """The files that came, and a form for the next; a file that is known leads to its own page."""
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            try:
                with transaction.atomic():
                    taken = take_file(name=sent.name, file=sent, actor=signed_in(request), now=now())
                    if not taken.is_repeat:
                        tasks.check.defer(import_id=taken.import_id)
            except DomainError as refusal:
                tell(form, refusal)
            else:
                if taken.is_repeat:
                    messages.info(request, _("This very file is known already; nothing was done."))
                return redirect("registry:import", number=taken.import_id)
    context = {
        "form": form,
        "columns": [
            {"name": column.headings[0], "also": ", ".join(column.headings[1:]), "required": column.required}
            for column in COLUMNS
            if column.name != "slug"
        ],
        "imports": [
            {"row": row, "state": ImportState(row.state).label, "badge": _badge(row.state)}
            for row in recent_imports()
        ],
    }
    return form_page(request, "registry/imports.html", context, form)


@require_safe
@for_roles(*KEEPERS)
def import_page(request: HttpRequest, number: int) -> HttpResponse:
    """One file: how far it is. While it is worked on, the page renews its middle by itself."""
    held = _held(number)
    context = {
        "held": held,
        "state": ImportState(held.state).label,
        "badge": _badge(held.state),
        "is_working": held.state in WORKING,
        "is_silent": is_silent(held, now=now()),
        "faults": list(faults(held.batch, most=FAULTS_SHOWN)) if held.state == ImportState.FAULTY else [],
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "registry/import_state.html" if part else "registry/import.html", context)


@require_safe
@for_roles(*KEEPERS)
def import_faults(_request: HttpRequest, number: int) -> Any:
    """Every fault, as a table for the spreadsheet."""
    held = _held(number)
    answer = StreamingHttpResponse(faults_csv(held.batch), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="faults-{held.pk}.csv"'
    return answer


@require_POST
@for_roles(*KEEPERS)
def apply_import(request: HttpRequest, number: int) -> HttpResponse:
    def begin(user: User) -> None:
        begin_applying(import_id=number, actor=user)
        tasks.apply.defer(import_id=number)

    return _step(request, number, begin)


@require_POST
@for_roles(*KEEPERS)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """For a file whose worker has fallen silent: whatever was being done is begun once more."""

    def begin(_user: User) -> None:
        held = _held(number)
        if not is_silent(held, now=now()):
            raise WrongState(_("It is being worked on."))
        task = tasks.apply if held.state == ImportState.APPLYING else tasks.check
        task.defer(import_id=number)

    return _step(request, number, begin)


@require_POST
@for_roles(*KEEPERS)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    return _step(request, number, lambda user: discard_import(import_id=number, actor=user))


def _step(request: HttpRequest, number: int, do: Callable[[User], Any]) -> HttpResponse:
    _held(number)
    try:
        with transaction.atomic():
            do(signed_in(request))
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    return redirect("registry:import", number=number)


def _held(number: int) -> GroupImport:
    try:
        return group_import(number)
    except NotHere as unknown:
        raise Http404(unknown.message) from unknown


def _badge(state: str) -> str:
    return {"applied": "ok", "faulty": "err", "ready": "warn"}.get(state, "off")
