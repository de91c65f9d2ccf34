"""Batches of labels: asked for, printed, put on pieces, taken out of use."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import certification.certificates.facade as certificates
from certification.labels import facade, selectors, tasks
from certification.labels.codes import plain
from certification.labels.contracts import Step
from certification.labels.documents import labels_pdf
from certification.labels.errors import LabelUnknown
from certification.labels.services.change_labels import attach_batch, typed_codes
from certification.labels.states import BatchState, LabelStateName
from certification.labels.web.common import HANDS, MAKERS, READERS, number
from certification.labels.web.forms import AttachForm, BatchForm, OutForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import User, audit, for_roles, has_role, names_of, signed_in

#: A batch that has not moved for so long has lost its worker.
SILENT: Final = timedelta(minutes=3)
BADGES: Final = {
    LabelStateName.PRINTED: "off",
    LabelStateName.ATTACHED: "ok",
    LabelStateName.SPOILED: "warn",
    LabelStateName.VOID: "err",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def desk(request: HttpRequest) -> HttpResponse:
    may_make = has_role(request.user, *MAKERS)
    if request.method == "POST":
        return _ask(request) if may_make else redirect("cert_labels:desk")
    initial = {"key": uuid.uuid4(), "certificate": asked(request, "certificate")}
    return _desk(request, BatchForm(initial=initial))


@for_roles(*MAKERS)
def _ask(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            with transaction.atomic():
                made = facade.ask_for_batch(
                    typed["certificate"], typed["count"], typed["layout"], typed["key"], signed_in(request)
                )
                tasks.make.defer(batch_id=made)
        except DomainError as refusal:
            tell(form, refusal)
        else:
            return redirect("cert_labels:batch", number=made)
    return _desk(request, form)


def _desk(request: HttpRequest, form: BatchForm) -> HttpResponse:
    words = asked(request, "q")
    rows = selectors.batches(words=words, before=number(request.GET.get("before", "")))
    shown = rows[: selectors.PAGE]
    context: dict[str, Any] = {
        "form": form,
        "may_make": has_role(request.user, *MAKERS),
        "may_attach": has_role(request.user, *HANDS),
        "batches": shown,
        "q": words,
        "following": shown[-1].id if len(rows) > selectors.PAGE else 0,
    }
    return form_page(request, "cert_labels/desk.html", context, form)


@require_safe
@for_roles(*READERS)
def batch(request: HttpRequest, number: int) -> HttpResponse:
    found = _batch(number)
    state = asked(request, "state")
    after = int(asked(request, "after")) if asked(request, "after").isdecimal() else 0
    rows = selectors.labels_of_batch(number, state=state, after=after)
    shown = rows[: selectors.PAGE]
    context = {
        "batch": found,
        "counts": [(each.value, each.label, count) for each, count in selectors.counts(number).items()],
        "parts": [
            (part, (part - 1) * selectors.PART + 1, min(part * selectors.PART, found.count))
            for part in range(1, found.parts + 1)
        ],
        "rows": [
            (row, facade.shown(row.code), LabelStateName(row.state).label, BADGES[LabelStateName(row.state)])
            for row in shown
        ],
        "state": state,
        "following": shown[-1].position if len(rows) > selectors.PAGE else 0,
        "is_silent": found.state == BatchState.MAKING and clock.now() - found.moved_at > SILENT,
        "may_make": has_role(request.user, *MAKERS),
        "may_attach": has_role(request.user, *HANDS),
    }
    template = (
        "cert_labels/head.html" if request.headers.get("HX-Target") == "head" else "cert_labels/batch.html"
    )
    return form_page(request, template, context)


@require_POST
@for_roles(*MAKERS)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """For a batch whose worker has fallen silent."""
    if _batch(number).state == BatchState.MAKING:
        tasks.make.defer(batch_id=number)
    messages.info(request, _("It is being made, or it is ready."))
    return redirect("cert_labels:batch", number=number)


@require_safe
@for_roles(*MAKERS)
def sheet(request: HttpRequest, number: int, part: int) -> HttpResponse:
    """A part of a batch, to print; each download is written down."""
    found = _batch(number)
    if found.state != BatchState.READY or not 1 <= part <= found.parts:
        raise Http404
    made = labels_pdf(selectors.batch_row(number), part)
    _wrote(signed_in(request), "print", f"label batch {number}", part=part)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="labels-{number}-{part}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_roles(*HANDS)
def attach_all(request: HttpRequest, number: int) -> HttpResponse:
    """Say that what is printed of a batch is on pieces."""
    found = _batch(number)
    user = signed_in(request)
    try:
        with transaction.atomic():
            done = attach_batch(
                batch=selectors.batch_row(number),
                certificate=certificates.certificate(found.certificate_number),
                actor=f"person:{user.pk}",
                now=clock.now(),
            )
            _wrote(user, "attach", f"label batch {number}", count=done)
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _said(done))
    return redirect("cert_labels:batch", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*HANDS)
def attach(request: HttpRequest) -> HttpResponse:
    form = AttachForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        user = signed_in(request)
        try:
            codes = typed_codes(form.cleaned_data["codes"])
            with transaction.atomic():
                done = facade.attach(codes, f"person:{user.pk}", form.cleaned_data["unit"])
                _wrote(user, "attach", f"label {codes[0]}", codes=list(codes))
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _said(done))
            return redirect("cert_labels:attach")
    return form_page(request, "cert_labels/attach.html", {"form": form, "is_out": False}, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*HANDS)
def take_out(request: HttpRequest) -> HttpResponse:
    form = OutForm(
        request.POST if request.method == "POST" else None, initial={"codes": asked(request, "code")}
    )
    if form.is_bound and form.is_valid():
        user, typed = signed_in(request), form.cleaned_data
        try:
            codes = typed_codes(typed["codes"])
            with transaction.atomic():
                done = facade.take_out(
                    codes, LabelStateName(typed["state"]), typed["reason"], f"person:{user.pk}"
                )
                _wrote(user, typed["state"], f"label {codes[0]}", codes=list(codes), reason=typed["reason"])
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(
                request, ngettext("%d label is out of use.", "%d labels are out of use.", done) % done
            )
            return redirect("cert_labels:take-out")
    return form_page(request, "cert_labels/attach.html", {"form": form, "is_out": True}, form)


@require_safe
@for_roles(*READERS)
def label(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = selectors.label(plain(code))
    except LabelUnknown as unknown:
        raise Http404(unknown.message) from unknown
    context = {
        "label": found,
        "address": found.address.link,
        "state": found.state.label,
        "badge": BADGES[found.state],
        "history": _named(selectors.history(found.code)),
        "may_attach": has_role(request.user, *HANDS),
    }
    return form_page(request, "cert_labels/label.html", context)


def _batch(number: int) -> facade.Batch:
    try:
        return selectors.batch(number)
    except LabelUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _wrote(user: User, verb: str, target: str, **after: object) -> None:
    audit(actor=user, verb=f"cert.labels.{verb}", target=target, after=after)


def _said(done: int) -> str:
    return ngettext("%d label is on its piece.", "%d labels are on their pieces.", done) % done


def _named(steps: tuple[Step, ...]) -> list[Step]:
    """Return a history with the names of those who did it."""
    names = names_of(each.actor for each in steps)
    return [replace(each, actor=names.get(each.actor, each.actor)) for each in steps]
