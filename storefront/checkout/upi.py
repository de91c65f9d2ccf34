"""
The page on which somebody pays by UPI: a link for the phone, a QR code for another one, a field for the
number that the app shows. The address is the order's secret one; the page looks again while it waits.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import commerce.payments.facade as payments
from commerce.payments.facade import ClaimRefused, ClaimState, UpiStanding
from jkrlm.kernel.clock import now
from jkrlm.kernel.forms import tell
from jkrlm.kernel.money import Money
from media.facade import qr_svg
from storefront.formats import moment, rupees
from storefront.models import OrderAccess
from storefront.orders.return_address import upi_path


class NumberForm(forms.Form):
    """The number of a payment, as the buyer's app shows it; the payment app judges it."""

    rrn = forms.CharField(
        label=_("Reference number from your app"),
        max_length=40,
        help_text=_("12 digits, called UTR, UPI Ref or RRN"),
        error_messages={"required": _("Type the reference number that your UPI app shows.")},
        widget=forms.TextInput(attrs={"class": "field", "inputmode": "numeric", "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class UpiPage:
    """``asks``: there is something to pay; ``waits``: look again for itself; ``code``: the QR code, SVG."""

    standing: UpiStanding
    title: str
    sentences: tuple[str, ...]
    amount: str
    until: str
    left: str
    code: SafeString
    asks: bool
    waits: bool


def upi_page(standing: UpiStanding, *, at: datetime) -> UpiPage:
    """Prepare the page; only a payment that may still be made shows where to pay."""
    asks = standing.is_live
    title, sentences = _said(standing)
    return UpiPage(
        standing=standing,
        title=title,
        sentences=sentences,
        amount=rupees(Money(standing.amount, "INR"), paise=True),
        until=moment(standing.expires_at),
        left=_left(standing.expires_at, at),
        code=mark_safe(qr_svg(standing.link)) if asks else SafeString(""),  # noqa: S308 -- drawn by segno
        asks=asks,
        waits=standing.state in (ClaimState.WAITING, ClaimState.CLAIMED, ClaimState.MATCHED)
        and not (standing.goes_back or standing.gone_back),
    )


def _left(until: datetime, at: datetime) -> str:
    minutes = max(ceil((until - at).total_seconds() / 60), 0)
    if minutes >= 120:
        return gettext("%(n)d hours left") % {"n": minutes // 60}
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


def _said(standing: UpiStanding) -> tuple[str, tuple[str, ...]]:
    """Return title and sentences of a state."""
    if standing.gone_back:
        return gettext("Your payment went back to you"), (
            gettext("We could not make your order, and have sent the whole amount back."),
        )
    if standing.goes_back:
        return gettext("Your payment goes back to you"), (
            gettext("The bank has shown us your payment. It came too late, or for pieces that are sold."),
            gettext(
                "Nothing was ordered. We send the whole amount back within seven days; you need do nothing."
            ),
        )
    if standing.state is ClaimState.MATCHED:
        return gettext("Your payment is here"), (
            gettext("The bank has shown us your payment. Your order is being made."),
        )
    if standing.state is ClaimState.CLAIMED:
        return gettext("We are looking for your payment"), (
            gettext("Thank you. Banks show a payment within minutes, some on the next working day."),
            gettext("Your pieces are kept for you until then. The link to your order comes by e-mail."),
        )
    if standing.state is ClaimState.WAITING:
        return gettext("Pay by UPI"), ()
    if standing.goods_gone:
        return gettext("Your pieces are sold"), (
            gettext("Somebody else bought a piece of your bag just before. Please do not pay."),
        )
    if standing.state is ClaimState.EXPIRED:
        return gettext("We have not seen your payment"), (
            gettext("The time for this payment is over, and your pieces are free for others again."),
            gettext(
                "If you did pay, nothing is lost: once the bank shows it, your order is made if the pieces "
                "are still there at this price. If not, the whole amount goes back to you."
            ),
        )
    return gettext("This payment was given up"), (
        gettext("Nothing was taken. Please do not pay by the old link or code any more."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upi(request: HttpRequest, token: str) -> HttpResponse:
    access = OrderAccess.objects.filter(token=token).first()
    if access is None:
        raise Http404
    standing = _standing(access)
    if standing is None:
        return _away(request, reverse("storefront:order", args=[access.token]))
    if request.method == "POST":
        return _take(request, access, standing)
    if request.headers.get("HX-Request") and request.GET.get("was") != _mark(standing):
        response = HttpResponse()
        response["HX-Redirect"] = upi_path(access)  # the page asked for itself, and something is new
        return _secret(response)
    return _page(request, access, standing, NumberForm(initial={"rrn": standing.rrn}))


def _take(request: HttpRequest, access: OrderAccess, standing: UpiStanding) -> HttpResponse:
    """Take the number, or that nothing was paid; sent twice, it counts once."""
    if request.POST.get("act") == "give-up":
        payments.give_up_claim(transaction_id=access.transaction_id)
        return _away(request, upi_path(access))
    form = NumberForm(request.POST)
    if form.is_valid():
        try:
            payments.claim_payment(transaction_id=access.transaction_id, typed=form.cleaned_data["rrn"])
        except ClaimRefused as refusal:
            tell(form, refusal)
            over = refusal.code == "OVER"
            return _page(request, access, _standing(access) or standing, form, status=409 if over else 422)
        return _away(request, upi_path(access))
    return _page(request, access, standing, form, status=422)


def _standing(access: OrderAccess) -> UpiStanding | None:
    """Return how the payment under way stands; None where there is an order, or no payment by UPI."""
    if access.order_id or not access.transaction_id:
        return None
    return payments.upi_standing(access.transaction_id)


def _mark(standing: UpiStanding) -> str:
    """Name what the page would look different for."""
    return f"{standing.state.value}{'-back' if standing.goes_back or standing.gone_back else ''}"


def _page(
    request: HttpRequest, access: OrderAccess, standing: UpiStanding, form: NumberForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "page": upi_page(standing, at=now()),
        "form": form,
        "here": upi_path(access),
        "mark": _mark(standing),
    }
    return _secret(render(request, "storefront/checkout/upi.html", context, status=status))


def _away(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        response["HX-Redirect"] = url
        return _secret(response)
    return _secret(HttpResponseRedirect(url, status=303))


def _secret(response: HttpResponse) -> HttpResponse:
    """
    The address opens an order: it is neither indexed nor told to other sites. ``same-origin``, as under
    ``no-referrer`` a browser sends the page's own forms with ``Origin: null``, which are refused.
    """
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
