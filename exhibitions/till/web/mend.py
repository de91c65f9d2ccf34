"""The manager helps a till that cannot go on: counts for it, reads its file in, steps over what stops it."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commerce.facade import StoreUnavailable
from exhibitions.till.contracts import Result
from exhibitions.till.models import SetAside
from exhibitions.till.services.count_day import count_in_place
from exhibitions.till.services.go_on import go_on_without, try_again
from exhibitions.till.services.read_in import read_in
from exhibitions.till.services.set_aside import book_aside, set_aside
from exhibitions.till.web.desk import back, one_page, runs, till_of
from exhibitions.till.web.forms import AsideForm, CountForm, FileForm, GoOnForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import carried_out
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, for_roles

MENDERS: Final = (Role.EXHIBITIONS, Role.ADMINISTRATOR)


@require_POST
@for_roles(*MENDERS)
def count(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Close the day of an ended tablet by a count of staff."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), CountForm(request.POST, auto_id="c-%s")

    def close() -> None:
        given = form.cleaned_data
        count_in_place(
            till=till, found=Money(given["found"], "INR"), reason=given["reason"], by=user, now=clock.now()
        )

    if carried_out(form, close):
        messages.success(request, _("The day is closed. What was missing is booked as a difference."))
        return back(fair, till)
    return one_page(request, fair, till, count_form=form)


@require_POST
@for_roles(*MENDERS)
def go_on(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Let a till go on without an entry that nobody has any more."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), GoOnForm(request.POST, auto_id="g-%s")

    def step() -> None:
        go_on_without(till=till, **form.cleaned_data, by=user, now=clock.now())

    if carried_out(form, step):
        messages.success(request, _("The till goes on without it."))
        return back(fair, till)
    return one_page(request, fair, till, go_on_form=form)


@require_POST
@for_roles(*MENDERS)
def aside(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Set aside what the books refuse, so that the till goes on."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), AsideForm(request.POST, auto_id="a-%s")

    def put() -> None:
        set_aside(till=till, **form.cleaned_data, by=user, now=clock.now())

    if carried_out(form, put):
        messages.success(
            request, _("It is set aside, and the till goes on. It stands below until it is booked.")
        )
        return back(fair, till)
    return one_page(request, fair, till, aside_form=form)


@require_POST
@for_roles(*MENDERS)
def book(request: HttpRequest, code: str, number: int, seq: int) -> HttpResponse:
    """Book what was set aside, once its cause is mended."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), forms.Form(request.POST)
    row = SetAside.objects.filter(entry__till=till, entry__seq=seq).first()
    if row is None:
        raise Http404
    if carried_out(
        form, lambda: book_aside(aside=row, by=user, now=clock.now()), passing=(StoreUnavailable,)
    ):
        messages.success(request, _("It is booked. Its numbers stay spoilt: give the buyer a new paper."))
        return back(fair, till)
    return one_page(request, fair, till, book_form=form)


@require_POST
@for_roles(*MENDERS)
def again(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Try at once what a till could not book."""
    fair, user = runs(request, code)
    till = till_of(fair, number)
    try_again(till=till, by=user)
    messages.success(request, _("It is tried again; look in a moment."))
    return back(fair, till)


@require_POST
@for_roles(*MENDERS)
def file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Read in what a tablet saved as a file."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), FileForm(request.POST, request.FILES)
    found: list[Result] = []

    def read() -> None:
        content = form.cleaned_data["file"].read()
        found.extend(read_in(till=till, content=content, by=user, now=clock.now()))

    if carried_out(form, read):
        counts = {state: sum(each.state == state for each in found) for state in ("kept", "known", "refused")}
        words = _("%(kept)s entries are new, %(known)s were known, %(refused)s were refused.") % counts
        why = next((each.message for each in found if each.state == "refused"), "")
        level = messages.WARNING if why else messages.SUCCESS
        messages.add_message(request, level, f"{words} {why}".strip())
        return back(fair, till)
    return one_page(request, fair, till, file_form=form)
