"""The demo's bank: where somebody plays the bank of payments by UPI, which nobody can make here."""

import secrets
import uuid
from datetime import date
from decimal import Decimal
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import commerce.payments.facade as payments
from commerce.payments.facade import BankCredit, UpiStanding
from jkrlm.kernel.clock import today
from jkrlm.kernel.money import Money
from storefront.demo.guard import demo_only
from storefront.formats import moment, rupees

#: What the bank may do with a payment: value -> what the button says.
ACTS: Final = (
    ("exact", _("The money comes")),
    ("short", _("One rupee too little comes")),
    ("unnamed", _("It comes without our reference")),
    ("run-out", _("The time runs out")),
)
SHORT: Final = Decimal(1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@demo_only
def bank(request: HttpRequest) -> HttpResponse:
    """List payments by UPI; a POST lets money arrive for one, and once for one ``key``."""
    if request.method != "POST":
        return _page(request)
    act, wanted = request.POST.get("act", ""), request.POST.get("reference", "")
    found = next((each for each in payments.upi_payments() if each.reference == wanted), None)
    if found is None or act not in dict(ACTS):
        return _page(request, refusal=gettext("There is no such payment here."), status=400)
    if act == "run-out":
        payments.run_out(found.reference)
    else:
        payments.see_credits([_credit(found, act, _key(request.POST.get("key", "")), today())])
    messages.success(request, str(dict(ACTS)[act]))
    return HttpResponseRedirect(request.path, status=303)


def _credit(found: UpiStanding, act: str, key: str, day: date) -> BankCredit:
    number = found.rrn if found.rrn and act == "unnamed" else f"{secrets.randbelow(10**12):012d}"
    named = "" if act == "unnamed" else f"/{found.reference}"
    return BankCredit(
        amount=found.amount - (SHORT if act == "short" else 0),
        day=day,
        reference=number,
        narration=f"UPI/CR/{number}/SAMPLE BUYER/sample@upi{named}",
        feed_id=f"demo-{key}",
        payer="sample@upi",
    )


def _key(sent: str) -> str:
    try:
        return str(uuid.UUID(sent))
    except ValueError:
        return str(uuid.uuid4())


def _page(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    rows = [
        {
            "standing": each,
            "amount": rupees(Money(each.amount, "INR"), paise=True),
            "until": moment(each.expires_at),
            "key": uuid.uuid4(),
        }
        for each in payments.upi_payments()
    ]
    context = {"rows": rows, "acts": ACTS, "refusal": refusal}
    return render(request, "storefront/demo/bank.html", context, status=status)
