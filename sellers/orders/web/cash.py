"""Cash on delivery that carriers have: how much, how old, and what they hand in."""

import csv
import io
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, Min, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.money import Money
from jkrlm.people.facade import done, for_roles, has_role
from sellers.orders.contracts import Handed
from sellers.orders.models import Remittance, SellerOrder
from sellers.orders.services.remit import propose_remittance
from sellers.orders.states import DecisionState, SellerOrderState
from sellers.orders.web.acts import DESK, MAKERS
from sellers.orders.web.forms import RemittanceForm
from sellers.orders.web.rows import badge, rupees
from sellers.orders.web.views import LONGEST_QUERY, by, form_view, number_of

PAGE: Final = 100
RECENT: Final = 20
COLUMNS: Final = ("parcel", "amount", "fee", "fee_gst")
ROWS_MAX: Final = 10_000


def outstanding() -> QuerySet[SellerOrder]:
    """Cash that carriers have, or have to collect: of parcels that left and did not come back."""
    return SellerOrder.objects.filter(
        Q(state__in=(SellerOrderState.HANDED_OVER, SellerOrderState.DELIVERED))
        | Q(state=SellerOrderState.RETURNED, delivered_on__isnull=False),
        cash_to_collect__gt=0,
        cash_remitted_on__isnull=True,
    )


@require_safe
@for_roles(*DESK)
def cash(request: HttpRequest) -> HttpResponse:
    """Carriers with what they owe; one of them by parcel, oldest first."""
    chosen = request.GET.get("carrier", "")[:LONGEST_QUERY]
    after = number_of(request.GET.get("after", ""))
    carriers = (
        outstanding()
        .values("carrier")
        .annotate(parcels=Count("id"), amount=Sum("cash_to_collect"), delivered=Min("delivered_on"))
        .order_by("carrier")
    )
    rows: list[SellerOrder] = []
    if chosen:
        found = outstanding().filter(carrier=chosen).order_by("id")
        rows = list((found.filter(pk__gt=after) if after else found)[: PAGE + 1])
    context: dict[str, Any] = {
        "carriers": [
            {**each, "amount": rupees(each["amount"]), "days": _days(each["delivered"])} for each in carriers
        ],
        "chosen": chosen,
        "rows": [
            {
                "row": row,
                "badge": badge(SellerOrderState(row.state)),
                "cash": rupees(row.cash_to_collect),
                "days": _days(row.delivered_on),
            }
            for row in rows[:PAGE]
        ],
        "following": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "remittances": [
            {"row": row, "badge": badge(DecisionState(row.state)), "amount": rupees(row.amount or Decimal(0))}
            for row in Remittance.objects.annotate(amount=Sum("lines__amount")).order_by("-id")[:RECENT]
        ],
        "may_list": has_role(request.user, *MAKERS),
    }
    return render(request, "seller_orders/cash.html", context)


@require_safe
@for_roles(*DESK)
def template(request: HttpRequest) -> HttpResponse:
    """The CSV to fill in: what this carrier owes, one parcel a line."""
    chosen = request.GET.get("carrier", "")[:LONGEST_QUERY]
    found = outstanding().filter(carrier=chosen).order_by("id").values_list("code", "cash_to_collect")
    lines = [",".join(COLUMNS), *(f"{code},{amount},0.00,0.00" for code, amount in found[:ROWS_MAX])]
    answer = HttpResponse("".join(f"{line}\r\n" for line in lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cash.csv"'
    return answer


@form_view
@for_roles(*MAKERS)
def hand_in(request: HttpRequest) -> HttpResponse:
    """List what a carrier handed in, typed or as CSV."""
    owing = set(outstanding().values_list("carrier", flat=True).distinct())
    carriers = sorted(owing | set(Remittance.objects.values_list("carrier", flat=True).distinct()))
    form = RemittanceForm(carriers=carriers, initial={"carrier": request.GET.get("carrier", "")})
    context: dict[str, Any] = {}
    if request.method == "POST":
        form = RemittanceForm(request.POST, request.FILES, carriers=carriers)
        if form.is_valid():
            handed, faults = read_rows(form.cleaned_data["rows"])
            context["faults"] = faults
            if faults:
                form.add_error("rows", _("Some rows cannot be read."))
            elif _listed(request, form, handed, context):
                messages.success(request, _("Listed. A second person decides; then it is booked."))
                return redirect("staff_orders:cash")
    context |= {
        "title": _("Cash handed in"),
        "explained": _("Each parcel’s cash is handed in whole, and once. One fault, and nothing is kept."),
        "button": _("List it"),
        "form": form,
    }
    return form_page(request, "seller_orders/act.html", context, form)


def _listed(
    request: HttpRequest, form: RemittanceForm, handed: list[Handed], context: dict[str, Any]
) -> bool:
    who, at = by(request), now()

    def run() -> object:
        given = form.cleaned_data
        try:
            return propose_remittance(
                carrier=given["carrier"],
                reference=given["reference"],
                received_on=given["received_on"],
                handed=handed,
                reason=given["reason"] or given["reference"],
                key=given["key"],
                by=who,
                now=at,
            )
        except DomainError as refusal:
            context["faults"] = refusal.params.get("faults", [])
            raise

    return done(request, form, run, "cash.list", f"carrier {form.cleaned_data['carrier']}")


def read_rows(text: str) -> tuple[list[Handed], list[tuple[int, str]]]:
    """Return what a list says, and (row, sentence) of what cannot be read; a heading is passed over."""
    handed: list[Handed] = []
    faults: list[tuple[int, str]] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        cells = [cell.strip() for cell in cells]
        if not any(cells) or (number == 1 and cells[0].lower() == COLUMNS[0]):
            continue
        if number > ROWS_MAX:
            faults.append((number, _("At most 10,000 rows; send it in parts.")))
            break
        padded = [*cells, "", "", ""][: len(COLUMNS)]
        try:
            amount, fee, fee_gst = (_amount(cell) for cell in padded[1:])
        except InvalidOperation:
            faults.append((number, _("An amount in rupees is wanted, such as 3542.00.")))
            continue
        if not amount.amount:
            faults.append((number, _("The amount is missing.")))
            continue
        handed.append(Handed(row=number, code=padded[0].upper(), amount=amount, fee=fee, fee_gst=fee_gst))
    return handed, faults


def _amount(cell: str) -> Money:
    """Raises InvalidOperation for what is no amount in whole paise."""
    value = Decimal(cell.replace("₹", "") or "0")
    if not value.is_finite() or value != value.quantize(Decimal("0.01")) or not 0 <= value < 10**8:
        raise InvalidOperation
    return Money(value, "INR")


def _days(since: date | None) -> int | None:
    return (today() - since).days if since else None
