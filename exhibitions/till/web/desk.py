"""Staff's pages of tills: tablets and codes, PINs, readiness, days, what is odd, cash to the bank."""

from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.till import readiness, selectors
from exhibitions.till.errors import TillRefusal, TillUnknown
from exhibitions.till.models import CashierPin, Flag, Till, TillDay
from exhibitions.till.paper import day_pdf
from exhibitions.till.services.deposit import cash_of, deposit_cash, top_up
from exhibitions.till.services.pair import OPEN, make_code, revoke
from exhibitions.till.services.set_pin import end_pin, set_pin
from exhibitions.till.services.settle_flag import FINANCE, settle_flag
from exhibitions.till.states import MEANS
from exhibitions.till.web.forms import (
    CodeForm,
    CountForm,
    DepositForm,
    FileForm,
    GoOnForm,
    PinForm,
    RevokeForm,
    SettleForm,
    TopUpForm,
)
from jkrlm.kernel import clock
from jkrlm.kernel.forms import form_page, tell
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, User, for_roles, has_role, signed_in
from media.facade import qr_svg
from sellers.tax.facade import till_code

HERE: Final = "exhibitions_till:tills"
READERS: Final = (Role.EXHIBITIONS, Role.CASHIER, *FINANCE)
_SHOWN: Final = 100


def _fair(request: HttpRequest, code: str) -> plan.Exhibition:
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


def till_of(fair: plan.Exhibition, number: int) -> Till:
    try:
        return selectors.till_row(fair.code, number)
    except TillUnknown as unknown:
        raise Http404 from unknown


@require_safe
@for_roles(*READERS)
def tills(request: HttpRequest, code: str) -> HttpResponse:
    """Tablets with what waits, cashiers with their PINs, what staff must look at."""
    return _tills_page(request, _fair(request, code))


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
        "waiting": list(selectors.waiting_upi(fair.code).select_related("till")[:_SHOWN]),
        "days": selectors.days(fair.code)[:_SHOWN],
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
    if not form.is_valid():
        return _tills_page(request, fair, code_form=form)
    given = form.cleaned_data
    try:
        plain, row = make_code(
            exhibition=fair.code,
            label=given["label"],
            stall_code=given["stall_code"],
            key=given["key"],
            by=user,
            now=clock.now(),
        )
    except TillRefusal as refusal:
        tell(form, refusal)
        return _tills_page(request, fair, code_form=form)
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
    if form.is_valid():
        cashier = User.objects.get(pk=int(form.cleaned_data["user"]))
        try:
            set_pin(
                exhibition=fair.code, user=cashier, pin=form.cleaned_data["pin"], by=user, now=clock.now()
            )
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            messages.success(
                request,
                _("%(name)s has a PIN. Tablets take it with their next prices.") % {"name": cashier.name},
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
    fair = _fair(request, code)
    return one_page(request, fair, till_of(fair, number))


def one_page(
    request: HttpRequest,
    fair: plan.Exhibition,
    till: Till,
    *,
    end_form: RevokeForm | None = None,
    deposit_form: DepositForm | None = None,
    top_up_form: TopUpForm | None = None,
    count_form: CountForm | None = None,
    go_on_form: GoOnForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    """Draw it, with what was refused."""
    end_form, deposit_form = end_form or RevokeForm(), deposit_form or DepositForm()
    top_up_form = top_up_form or TopUpForm()
    count_form, file_form = count_form or CountForm(auto_id="c-%s"), file_form or FileForm()
    missing = selectors.missing_entry(till)
    go_on_form = go_on_form or GoOnForm(auto_id="g-%s", initial={"seq": missing})
    now = clock.now()
    context: dict[str, Any] = {
        **plan.frame(request, fair, HERE),
        "till": till,
        "letters": till_code(till.number),
        "checks": readiness.checks(till, now=now) if till.revoked_at is None else (),
        "queue": [each for each in selectors.queue(fair.code)[:_SHOWN] if each.till_id == till.pk],
        "days": till.days.order_by("-opened_at")[:_SHOWN],
        "deposits": till.deposits.order_by("-at")[:_SHOWN],
        "cash": cash_of(till),
        "is_finance": has_role(signed_in(request), *FINANCE),
        "end_form": end_form,
        "deposit_form": deposit_form,
        "top_ups": till.top_ups.order_by("-at")[:_SHOWN],
        "top_up_form": top_up_form,
        "missing": missing,
        "to_count": till.revoked_at is not None and till.days.filter(closed_at=None).exists(),
        "count_form": count_form,
        "go_on_form": go_on_form,
        "file_form": file_form,
    }
    forms = (end_form, deposit_form, top_up_form, count_form, go_on_form, file_form)
    return form_page(request, "exhibitions_till/one.html", context, *forms)


@require_POST
@for_roles(Role.EXHIBITIONS, Role.ADMINISTRATOR)
def end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """End a tablet at once."""
    fair, user = runs(request, code)
    till, form = till_of(fair, number), RevokeForm(request.POST)
    if form.is_valid():
        try:
            revoke(device=till.device, reason=form.cleaned_data["reason"], by=user, now=clock.now())
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The tablet is ended: it can neither read nor send any more."))
            return redirect("exhibitions_till:one", fair.code, till.number)
    return one_page(request, fair, till, end_form=form)


@require_POST
@for_roles(*FINANCE)
def deposit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write what the bank took of a till's cash."""
    fair, user = _fair(request, code), signed_in(request)
    till, form = till_of(fair, number), DepositForm(request.POST)
    if form.is_valid():
        try:
            deposit_cash(
                till=till,
                deposited=Money(form.cleaned_data["deposited"], "INR"),
                reference=form.cleaned_data["reference"],
                key=form.cleaned_data["key"],
                by=user,
                now=clock.now(),
            )
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The deposit is in the books."))
            return redirect("exhibitions_till:one", fair.code, till.number)
    return one_page(request, fair, till, deposit_form=form)


@require_POST
@for_roles(*FINANCE)
def add_money(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write that the bank's money makes up for what a till gave back beyond its takings."""
    fair, user = _fair(request, code), signed_in(request)
    till, form = till_of(fair, number), TopUpForm(request.POST)
    if form.is_valid():
        try:
            top_up(
                till=till,
                reference=form.cleaned_data["reference"],
                key=form.cleaned_data["key"],
                by=user,
                now=clock.now(),
            )
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The till's books are level again."))
            return redirect("exhibitions_till:one", fair.code, till.number)
    return one_page(request, fair, till, top_up_form=form)


@require_safe
@for_roles(*READERS)
def day(request: HttpRequest, code: str, number: int, day_id: int) -> HttpResponse:
    """A till's day on paper."""
    fair = _fair(request, code)
    row = TillDay.objects.select_related("till", "opened", "closed").filter(pk=day_id).first()
    if row is None or row.till.exhibition != fair.code or row.till.number != number:
        raise Http404
    answer = HttpResponse(day_pdf(row), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{till_code(number)}-{row.day}.pdf"'
    return answer


@require_safe
@for_roles(*READERS)
def flags(request: HttpRequest, code: str) -> HttpResponse:
    """What is odd about bills, and how each was settled."""
    return _flags_page(request, _fair(request, code))


@require_POST
@for_roles(Role.EXHIBITIONS, *FINANCE)
def settle(request: HttpRequest, code: str, flag_id: int) -> HttpResponse:
    """Settle one flag with a reason; money moves by finance's word alone."""
    fair, user = _fair(request, code), signed_in(request)
    row = Flag.objects.filter(pk=flag_id, exhibition=fair.code).first()
    if row is None:
        raise Http404
    form = SettleForm(request.POST, flag=row)
    if form.is_valid():
        try:
            settle_flag(
                flag_id=row.pk,
                outcome=form.cleaned_data["outcome"],
                reason=form.cleaned_data["reason"],
                reference=form.cleaned_data.get("reference", ""),
                by=user,
                now=clock.now(),
            )
        except TillRefusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Settled."))
            return redirect("exhibitions_till:flags", fair.code)
    return _flags_page(request, fair, refused=(row.pk, form))


def _flags_page(
    request: HttpRequest, fair: plan.Exhibition, *, refused: tuple[int, SettleForm] | None = None
) -> HttpResponse:
    rows = Flag.objects.filter(exhibition=fair.code).select_related("entry__till", "settled_by")
    is_open = [
        {
            "row": each,
            "form": refused[1] if refused and refused[0] == each.pk else SettleForm(flag=each),
            "bill": _bill_words(each),
        }
        for each in rows.filter(settled_at=None).order_by("pk")[:_SHOWN]
    ]
    context = {
        **plan.frame(request, fair, HERE),
        "open": is_open,
        "settled": [
            {"row": each, "bill": _bill_words(each)}
            for each in rows.exclude(settled_at=None).order_by("-settled_at")[:_SHOWN]
        ],
        "means": [(outcome.label, words) for outcome, words in MEANS.items()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "exhibitions_till/flags.html", context, status=status)


def _bill_words(flag: Flag) -> str:
    bill = getattr(flag.entry, "bill", None)
    letters = till_code(flag.entry.till.number)
    return str(bill.number) if bill is not None else f"{letters}, {flag.entry.get_kind_display().lower()}"
