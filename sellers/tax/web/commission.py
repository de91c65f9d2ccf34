"""Commission of a month: what was billed, what waits, and a button for whoever does not want to wait."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import Role, audit, for_roles, has_role, signed_in
from sellers.registry.facade import groups_by_code
from sellers.tax.commission import billed_of_month, due_until, end_of, operator
from sellers.tax.models import DocumentKind
from sellers.tax.returns.months import Month
from sellers.tax.tasks import bill_commission_of
from sellers.tax.web.views import DESK

#: So many groups that wait are named; the others are counted.
WAITING_MOST = 100
BILLERS = (Role.FINANCE_MAKER,)


@require_safe
@for_roles(*DESK)
def commission(request: HttpRequest) -> HttpResponse:
    month = Month.parse(request.GET.get("month", "")) or Month.of(today()).before
    is_over = end_of(month) <= now()
    rows = billed_of_month(month)
    due = due_until(month) if is_over else {}
    names = groups_by_code(list(due)[:WAITING_MOST])
    signs = {row.pk: -1 if row.kind == DocumentKind.CREDIT else 1 for row in rows}
    holding = [row for row in rows if getattr(row, "voided", None) is None]
    context = {
        "month": month,
        "before": month.before,
        "after": Month(month.following),
        "is_over": is_over,
        "rows": [{"row": row, "voided": getattr(row, "voided", None)} for row in rows],
        "net": sum((signs[row.pk] * row.net for row in holding), Decimal(0)),
        "total": sum((signs[row.pk] * row.total for row in holding), Decimal(0)),
        "waiting": [
            {"code": code, "name": names[code].name if code in names else "", "due": each}
            for code, each in list(due.items())[:WAITING_MOST]
        ],
        "waiting_count": len(due),
        "operator": operator(today()),
        "may_bill": is_over and bool(due) and has_role(request.user, *BILLERS),
    }
    return render(request, "tax/commission.html", context)


@require_POST
@for_roles(*BILLERS)
def bill(request: HttpRequest) -> HttpResponse:
    """Have the worker bill a month now; pressed twice, every group is billed once."""
    month = Month.parse(request.POST.get("month", ""))
    if month is None:
        raise Http404
    address = f"{reverse('staff_tax:commission')}?month={month}"
    if end_of(month) > now():
        messages.error(request, "This month is not over.")
        return redirect(address)
    bill_commission_of.defer(month=str(month))
    audit(actor=signed_in(request), verb="tax.bill-commission", target=f"commission of {month}")
    messages.success(request, "It is done in a moment; look again shortly.")
    return redirect(address)
