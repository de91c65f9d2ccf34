"""Card payments of the till: what the tablet asks, and where the buyer's phone ends up."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_POST, require_safe

import commerce.payments.facade as payments
from exhibitions.till.bundle import paise
from exhibitions.till.services import card_pay
from exhibitions.till.web.api import answered, body_of, till_of_request
from jkrlm.kernel.errors import DomainError

#: What the tablet is told of each state: it may be paid, is on its way, is paid, or ended without.
_STATES: Final = {"created": "open", "open": "open", "processing": "processing", "paid": "paid"}


def _bill(told: dict[str, Any]) -> UUID:
    try:
        return UUID(str(told.get("bill")))
    except ValueError as fault:
        raise DomainError("bill: a UUID is wanted.", code="payload-wrong") from fault


def _told(standing: payments.stalls.CardStanding | None) -> HttpResponse:
    if standing is None:
        return JsonResponse({"state": "none"})
    state = "ended" if standing.is_returned else _STATES.get(standing.state, "ended")
    return JsonResponse(
        {
            "state": state,
            "amount": paise(standing.amount),
            "url": _short(standing) if state == "open" and standing.url else "",
            "reference": standing.reference if state == "paid" else "",
        }
    )


def _short(standing: payments.stalls.CardStanding) -> str:
    """Our own short address of the page: the card company's is too long for a code that every phone reads."""
    return f"{settings.PUBLIC_URL}{reverse('pos:card_page', args=[standing.key])}"


@require_POST
@answered
def begin(request: HttpRequest) -> HttpResponse:
    """Open the page on which a bill is paid by card; the same again for the same bill."""
    till, told = till_of_request(request), body_of(request)
    amount = told.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 1:
        raise DomainError("amount: paise, above nought.", code="payload-wrong")
    is_paper = told.get("paper") is True
    return _told(card_pay.begin(till=till, bill=_bill(told), amount=amount, is_paper=is_paper))


@require_POST
@answered
def look(request: HttpRequest) -> HttpResponse:
    """Say whether a bill is paid by card by now."""
    till = till_of_request(request)
    return _told(card_pay.look(till=till, bill=_bill(body_of(request))))


@require_POST
@answered
def give_up(request: HttpRequest) -> HttpResponse:
    """Close the page, so that the bill can be paid otherwise; it may have been paid meanwhile."""
    till = till_of_request(request)
    return _told(card_pay.give_up(till=till, bill=_bill(body_of(request))))


@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where the till's code leads: on to the card company while there is something to pay."""
    standing = payments.stalls.by_key(key)
    if standing is None:
        raise Http404
    if standing.state == "open":
        return HttpResponseRedirect(standing.url)
    return _ended(request, is_paid=standing.state == "paid" and not standing.is_returned)


@require_safe
def paid(request: HttpRequest) -> HttpResponse:
    """Where the buyer's phone comes back to: the cashier's tablet knows by itself."""
    return _ended(request, is_paid=True)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """She left the page without paying; it is still there to be paid."""
    return _ended(request, is_paid=False)


def _ended(request: HttpRequest, *, is_paid: bool) -> HttpResponse:
    language = get_language_from_request(request)
    with override(language):
        answer = render(request, "exhibitions_till/card_ended.html", {"is_paid": is_paid})
    answer["Content-Language"] = language
    answer["Cache-Control"] = "no-store"
    return answer
