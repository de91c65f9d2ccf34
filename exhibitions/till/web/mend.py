"""The manager helps a till that cannot go on: counts for it, reads its file in, steps over a gap."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import exhibitions.plan.facade as plan
from exhibitions.till.errors import TillRefusal
from exhibitions.till.models import Till
from exhibitions.till.services.count_day import count_in_place
from exhibitions.till.services.go_on import go_on_without, try_again
from exhibitions.till.services.read_in import read_in
from exhibitions.till.web.desk import one_page, runs, till_of
from exhibitions.till.web.forms import CountForm, FileForm, GoOnForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import tell
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, for_roles


def _back(fair: plan.Exhibition, till: Till) -> HttpResponse:
    return redirect("exhibitions_till:one", fair.code, till.number)


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def count(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Close the day of an ended tablet by a count of staff."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), CountForm(request.POST, auto_id="c-%s")
    if form.is_valid():
        try:
            count_in_place(
                till=till,
                found=Money(form.cleaned_data["found"], "INR"),
                reason=form.cleaned_data["reason"],
                by=user,
                now=clock.now(),
            )
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The day is closed. What was missing is booked as a difference."))
            return _back(fair, till)
    return one_page(request, fair, till, count_form=form)


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def go_on(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Let a till go on without an entry that nobody has any more."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), GoOnForm(request.POST, auto_id="g-%s")
    if form.is_valid():
        try:
            go_on_without(
                till=till,
                seq=form.cleaned_data["seq"],
                reason=form.cleaned_data["reason"],
                by=user,
                now=clock.now(),
            )
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The till goes on without it."))
            return _back(fair, till)
    return one_page(request, fair, till, go_on_form=form)


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def again(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Try at once what a till could not book."""
    fair, user = runs(request, code)
    till = till_of(fair, number)
    try_again(till=till, by=user)
    messages.success(request, _("It is tried again; look in a moment."))
    return _back(fair, till)


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Read in what a tablet saved as a file."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            found = read_in(till=till, content=form.cleaned_data["file"].read(), by=user, now=clock.now())
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            counts = {
                state: sum(each.state == state for each in found) for state in ("kept", "known", "refused")
            }
            words = _("%(kept)s entries are new, %(known)s were known, %(refused)s were refused.") % counts
            why = next((each.message for each in found if each.state == "refused"), "")
            level = messages.WARNING if why else messages.SUCCESS
            messages.add_message(request, level, f"{words} {why}".strip())
            return _back(fair, till)
    return one_page(request, fair, till, file_form=form)
