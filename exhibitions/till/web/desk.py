"""Staff's pages of tills: tablets and codes, PINs, readiness, days."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
from exhibitions.till import readiness, selectors
from exhibitions.till.errors import TillUnknown
from exhibitions.till.models import CashierPin, Entry, MoneyProposal, PairingCode, SetAside, Till, TillDay
from exhibitions.till.paper import day_pdf
from exhibitions.till.services.deposit import cash_of
from exhibitions.till.services.pair import OPEN, make_code, revoke
from exhibitions.till.services.set_aside import KINDS
from exhibitions.till.services.set_pin import end_pin, set_pin
from exhibitions.till.services.settle_flag import FINANCE
from exhibitions.till.states import ProposalState
from exhibitions.till.web.forms import (
    AsideForm,
    CodeForm,
    CountForm,
    DepositForm,
    FileForm,
    GoOnForm,
    PinForm,
    RevokeForm,
    TopUpForm,
)
from jkrlm.kernel import clock
from jkrlm.kernel.forms import asked, carried_out, form_page
from jkrlm.people.facade import Role, User, for_roles, has_role, signed_in
from media.facade import qr_svg
from sellers.tax.facade import till_code

HERE: Final = "exhibitions_till:tills"
READERS: Final = (Role.EXHIBITIONS, Role.CASHIER, *FINANCE)
SHOWN: Final = 100


def fair_for(request: HttpRequest, code: str) -> plan.Exhibition:
    """Let in the exhibition's team, and finance. Raises Http404, PermissionDenied."""
    fair = plan.fair_or_404(code)
    user = signed_in(request)
    on_team = any(each.user_id == user.pk for each in plan.team(code))
    if not on_team and not has_role(user, *FINANCE) and not plan.may_run(user, code):
        raise PermissionDenied
    return fair


def runs(request: HttpRequest, code: str) -> tuple[plan.Exhibition, User]:
    fair, user = plan.fair_or_404(code), signed_in(request)
    if not plan.may_run(user, code):
        raise PermissionDenied
    return fair, user


def back(fair: plan.Exhibition, till: Till) -> HttpResponse:
    return redirect("exhibitions_till:one", fair.code, till.number)


def till_of(fair: plan.Exhibition, number: int) -> Till:
    try:
        return selectors.till_row(fair.code, number)
    except TillUnknown as unknown:
        raise Http404 from unknown


@require_safe
@for_roles(*READERS)
def tills(request: HttpRequest, code: str) -> HttpResponse:
    """Tablets with what waits, cashiers with their PINs, what staff must look at."""
    return _tills_page(request, fair_for(request, code))


def _tills_page(
    request: HttpRequest,
    fair: plan.Exhibition,
    *,
    code_form: CodeForm | None = None,
    pin_form: PinForm | None = None,
) -> HttpResponse:
    pins = dict(
        CashierPin.objects.filter(exhibition=fair.code, ended_at=None).values_list("user_id", "set_at")
    )
    code_form, pin_form = code_form or CodeForm(fair=fair), pin_form or PinForm(fair=fair)
    context = {
        **plan.frame(request, fair, HERE),
        "tills": [{"row": each, "letters": till_code(each.number)} for each in selectors.tills(fair.code)],
        "cashiers": [{"row": each, "set_at": pins.get(each.user_id)} for each in plan.cashiers(fair.code)],
        "flags": selectors.flags(fair.code),
        "unbilled": payments.stalls.unbilled(fair.code),
        "proposals": MoneyProposal.objects.filter(exhibition=fair.code, state=ProposalState.PROPOSED).count(),
        "waiting": list(selectors.waiting_upi(fair.code).select_related("till")[:SHOWN]),
        "days": selectors.days(fair.code)[:SHOWN],
        "may_pair": fair.state in OPEN,
        "code_form": code_form,
        "pin_form": pin_form,
    }
    return form_page(request, "exhibitions_till/tills.html", context, code_form, pin_form)


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def new_code(request: HttpRequest, code: str) -> HttpResponse:
    """Make a code and show it, once, as a QR code: nobody can be shown it again."""
    fair, user = runs(request, code)
    form = CodeForm(request.POST, fair=fair)
    made: list[tuple[str, PairingCode]] = []

    def make() -> None:
        given = form.cleaned_data
        made.append(
            make_code(
                exhibition=fair.code,
                label=given["label"],
                stall_code=given["stall_code"],
                key=given["key"],
                by=user,
                now=clock.now(),
            )
        )

    if not carried_out(form, make):
        return _tills_page(request, fair, code_form=form)
    plain, row = made[0]
    address = f"{settings.PUBLIC_URL}{reverse('pos:shell')}#pair={plain}"
    context = {
        **plan.frame(request, fair, HERE),
        "row": row,
        "plain": "-".join(plain[at : at + 4] for at in range(0, len(plain), 4)),
        "qr": qr_svg(address),
        "address": address,
    }
    answer = render(request, "exhibitions_till/code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def pin(request: HttpRequest, code: str) -> HttpResponse:
    """Set a cashier's PIN."""
    fair, user = runs(request, code)
    form = PinForm(request.POST, fair=fair)

    def keep() -> None:
        set_pin(
            exhibition=fair.code,
            user=User.objects.get(pk=int(form.cleaned_data["user"])),
            pin=form.cleaned_data["pin"],
            by=user,
            now=clock.now(),
        )

    if carried_out(form, keep):
        names = {str(each.user_id): each.name for each in plan.cashiers(fair.code)}
        name = names[form.cleaned_data["user"]]
        messages.success(
            request, _("%(name)s has a PIN. Tablets take it with their next prices.") % {"name": name}
        )
        return redirect(HERE, fair.code)
    return _tills_page(request, fair, pin_form=form)


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def pin_end(request: HttpRequest, code: str, user_id: int) -> HttpResponse:
    """Let a cashier sell no more."""
    fair, user = runs(request, code)
    end_pin(exhibition=fair.code, user_id=user_id, by=user, now=clock.now())
    messages.success(request, _("Her PIN is ended. Bills of hers made later are shown to you."))
    return redirect(HERE, fair.code)


@require_safe
@for_roles(*READERS)
def one(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One till: ready or not, what waits, its days and its cash."""
    fair = fair_for(request, code)
    return one_page(request, fair, till_of(fair, number))


def one_page(request: HttpRequest, fair: plan.Exhibition, till: Till, **refused: forms.Form) -> HttpResponse:
    """Draw it, with what was refused: ``end_form`` and the like."""
    missing, stopped = selectors.missing_entry(till), _stopped_at(till)
    shown: dict[str, forms.Form] = {
        "end_form": RevokeForm(),
        "deposit_form": DepositForm(),
        "top_up_form": TopUpForm(),
        "count_form": CountForm(auto_id="c-%s"),
        "go_on_form": GoOnForm(auto_id="g-%s", initial={"seq": missing}),
        "aside_form": AsideForm(auto_id="a-%s", initial={"seq": stopped.seq if stopped else None}),
        "book_form": forms.Form(),
        "file_form": FileForm(),
        **refused,
    }
    now = clock.now()
    context: dict[str, Any] = {
        **plan.frame(request, fair, HERE),
        **shown,
        "till": till,
        "letters": till_code(till.number),
        "checks": readiness.checks(till, now=now) if till.revoked_at is None else (),
        "queue": [each for each in selectors.queue(fair.code)[:SHOWN] if each.till_id == till.pk],
        "days": till.days.order_by("-opened_at")[:SHOWN],
        "deposits": till.deposits.order_by("-at")[:SHOWN],
        "proposal": till.proposals.select_related("proposed_by").filter(state=ProposalState.PROPOSED).first(),
        "cash": cash_of(till),
        "is_finance": has_role(signed_in(request), *FINANCE),
        "top_ups": till.top_ups.order_by("-at")[:SHOWN],
        "missing": missing,
        "stopped": stopped,
        "asides": SetAside.objects.filter(entry__till=till).select_related("entry", "by").order_by("pk"),
        "to_count": till.revoked_at is not None and till.days.filter(closed_at=None).exists(),
    }
    return form_page(request, "exhibitions_till/one.html", context, *shown.values())


def _stopped_at(till: Till) -> Entry | None:
    """Return the entry that the books refuse, where it may be set aside."""
    rows = Entry.objects.filter(till=till, seq=till.done_seq + 1, kind__in=KINDS)
    return rows.first() if till.stuck else None


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """End a tablet at once."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), RevokeForm(request.POST)

    def stop() -> None:
        revoke(device=till.device, reason=form.cleaned_data["reason"], by=user, now=clock.now())

    if carried_out(form, stop):
        messages.success(request, _("The tablet is ended: it can neither read nor send any more."))
        return back(fair, till)
    return one_page(request, fair, till, end_form=form)


@require_safe
@for_roles(*READERS)
def day(request: HttpRequest, code: str, number: int, day_id: int) -> HttpResponse:
    """A till's day on paper, in the language of the cashier who signs it."""
    fair = fair_for(request, code)
    row = TillDay.objects.select_related("till", "opened", "closed").filter(pk=day_id).first()
    if row is None or row.till.exhibition != fair.code or row.till.number != number:
        raise Http404
    wanted = asked(request, "language")
    language = wanted if wanted in dict(settings.LANGUAGES) else "en"
    answer = HttpResponse(day_pdf(row, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{till_code(number)}-{row.day}.pdf"'
    return answer
