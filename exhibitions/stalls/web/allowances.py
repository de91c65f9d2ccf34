"""Travel and daily allowances: finance proposes, another of finance approves."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.stalls.errors import StallRefusal
from exhibitions.stalls.models import Allowance, Application
from exhibitions.stalls.services.pay_allowances import decide_allowance, propose_allowance, with_allowance
from exhibitions.stalls.states import AllowanceKind, AllowanceState
from exhibitions.stalls.web.common import MONEY, READERS, call_of, frame
from exhibitions.stalls.web.forms import AllowanceForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.people.facade import Role, for_roles, has_role, signed_in
from sellers.registry.facade import groups_by_code


@require_safe
@for_roles(*READERS, *MONEY)
def allowances(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, plan.fair_or_404(code), None)


@require_POST
@for_roles(Role.FINANCE_MAKER)
def propose(request: HttpRequest, code: str) -> HttpResponse:
    exhibition, form = plan.fair_or_404(code), AllowanceForm(request.POST)

    def ask() -> None:
        typed = form.cleaned_data
        here = Application.objects.filter(call__exhibition_code=code, number=typed["number"]).exists()
        propose_allowance(
            number=typed["number"] if here else "",
            kind=typed["kind"],
            people=typed["people"] or 0,
            days=typed["days"] or 0,
            amount=typed["amount"] or Decimal(0),
            key=typed["key"],
            by=signed_in(request),
            now=clock.now(),
        )

    if carried_out(form, ask):
        messages.success(request, _("Proposed. Somebody else of finance approves it."))
        return redirect("exhibitions_stalls:allowances", code)
    return _page(request, exhibition, form)


@require_POST
@for_roles(Role.FINANCE_CHECKER)
def decide(request: HttpRequest, code: str, allowance_id: int) -> HttpResponse:
    is_paid = request.POST.get("verdict") == "pay"
    known = Allowance.objects.filter(pk=allowance_id, application__call__exhibition_code=code).exists()
    try:
        decide_allowance(
            allowance_id=allowance_id if known else 0,
            pay=is_paid,
            why=request.POST.get("why", "")[:300].replace("\x00", ""),
            by=signed_in(request),
            now=clock.now(),
            today=clock.today(),
        )
    except StallRefusal as refusal:
        messages.error(request, refusal.message)
        answer = _page(request, plan.fair_or_404(code), None)
        answer.status_code = 409
        return answer
    messages.success(request, _("Credited to the group.") if is_paid else _("Refused."))
    return redirect("exhibitions_stalls:allowances", code)


def _page(request: HttpRequest, exhibition: plan.Exhibition, refused: AllowanceForm | None) -> HttpResponse:
    made, user = call_of(exhibition.code), signed_in(request)
    rows = list(
        with_allowance(made).prefetch_related("travellers", "allowances").order_by("pk") if made else ()
    )
    paid = list(
        Allowance.objects.filter(application__call=made)
        .select_related("application", "proposed_by", "decided_by")
        .order_by("pk")
        if made
        else ()
    )
    names = groups_by_code(
        {each.group_code for each in rows} | {each.application.group_code for each in paid}
    )
    context: dict[str, Any] = {
        **frame(request, exhibition, "allowances"),
        "call": made,
        "may_propose": has_role(user, Role.FINANCE_MAKER),
        "may_decide": has_role(user, Role.FINANCE_CHECKER),
        "rows": [_line(row, names, exhibition, refused) for row in rows],
        "paid": [
            (each, names[each.application.group_code].name if each.application.group_code in names else "")
            for each in paid
        ],
        "sum": sum(each.amount for each in paid if each.state == AllowanceState.PAID),
    }
    shown = [form for line in context["rows"] for _kind, form in line["forms"]]
    context["astray"] = refused if refused is not None and refused not in shown else None
    forms = [refused] if refused is not None else []
    return form_page(request, "exhibitions_stalls/staff/allowances.html", context, *forms)


def _line(
    row: Application, names: Any, exhibition: plan.Exhibition, refused: AllowanceForm | None
) -> dict[str, Any]:
    """A group and the forms for what nobody has proposed yet; the refused one as it was typed."""
    there = {each.kind for each in row.allowances.all() if each.state != AllowanceState.REFUSED}
    people = len(row.travellers.all())
    is_off = exhibition.state == plan.ExhibitionState.CANCELLED
    forms = []
    for kind in AllowanceKind:
        if kind.value in there or (is_off and kind == AllowanceKind.DAILY):
            continue
        is_same = (
            refused is not None
            and refused["number"].value() == row.number
            and refused["kind"].value() == kind.value
        )
        form = AllowanceForm(
            prefix=None,
            auto_id=f"{row.pk}-{kind.value}-%s",
            initial={"number": row.number, "kind": kind.value, "people": people, "days": exhibition.days},
        )
        if is_same and refused is not None:
            refused.auto_id = f"{row.pk}-{kind.value}-%s"
            form = refused
        forms.append((kind, form))
    group = names.get(row.group_code)
    return {"row": row, "group": group.name if group else row.group_code, "people": people, "forms": forms}
