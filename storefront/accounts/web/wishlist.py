"""The wishlist, with an account or without."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from storefront.accounts.cookies import keep_wishes, read_wishes
from storefront.accounts.services.wish import is_product, unwish, wish, wishes_of
from storefront.accounts.sessions import signed_in_buyer
from storefront.accounts.web.guard import private, safe_next, see_other
from storefront.posting import posted
from storefront.shop.goods import cards_of
from storefront.shop.rows import CardRow
from storefront.web.errors import csrf_failure

#: The store gives so many cards at once.
_AT_ONCE = 48


@never_cache
@require_safe
def wishlist(request: HttpRequest) -> HttpResponse:
    """Everything on the list, with what it costs today and whether it can be had."""
    buyer = signed_in_buyer(request)
    ids = wishes_of(buyer) if buyer is not None else read_wishes(request)
    cards: list[CardRow] = []
    for start in range(0, len(ids), _AT_ONCE):
        cards += cards_of(tuple(ids[start : start + _AT_ONCE]))
    context = {"cards": cards, "gone": len(ids) - len(cards), "buyer": buyer}
    return private(render(request, "accounts/wishlist.html", context))


@never_cache
@posted
@csrf_exempt
def add(request: HttpRequest) -> HttpResponse:
    """
    Put a piece on the list.

    The heart stands on pages that are kept for everybody, so its form carries no token. Instead the browser
    must say that the form came from a page of ours, which it does of itself and no other site can.
    """
    if not _from_here(request):
        return csrf_failure(request)
    product_id = request.POST.get("product", "")
    card = next(iter(cards_of((product_id,))), None) if is_product(product_id) else None
    buyer = signed_in_buyer(request)
    if card is None:
        return _answer(request, None, _("We do not have this piece."), status=422)
    response = _answer(request, card, _("On your wishlist."))
    if buyer is not None:
        wish(user=buyer, product_id=product_id, now=clock.now())
    else:
        keep_wishes(
            request, response, [product_id, *(each for each in read_wishes(request) if each != product_id)]
        )
    return response


@never_cache
@posted
def remove(request: HttpRequest) -> HttpResponse:
    product_id = request.POST.get("product", "")[:128]
    response = see_other(reverse("storefront:wishlist"))
    buyer = signed_in_buyer(request)
    if buyer is not None:
        unwish(user=buyer, product_id=product_id)
    else:
        keep_wishes(request, response, [each for each in read_wishes(request) if each != product_id])
    return response


@never_cache
@posted
def clear_gone(request: HttpRequest) -> HttpResponse:
    """Take what is not sold any more off the list."""
    response = see_other(reverse("storefront:wishlist"))
    buyer = signed_in_buyer(request)
    ids = wishes_of(buyer) if buyer is not None else read_wishes(request)
    there: set[str] = set()
    for start in range(0, len(ids), _AT_ONCE):
        there |= {card.product_id for card in cards_of(tuple(ids[start : start + _AT_ONCE]))}
    if buyer is None:
        keep_wishes(request, response, [each for each in ids if each in there])
        return response
    _drop(buyer, [each for each in ids if each not in there])
    return response


def _drop(buyer: User, ids: list[str]) -> None:
    for product_id in ids:
        unwish(user=buyer, product_id=product_id)


def _from_here(request: HttpRequest) -> bool:
    """Return whether the browser names a page of ours as where the form came from."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(said)
    return parts.scheme in ("http", "https") and parts.netloc == request.get_host()


def _answer(request: HttpRequest, card: CardRow | None, said: str, *, status: int = 303) -> HttpResponse:
    """A note for a part of a page; else back to where the heart was pressed, with the sentence."""
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        context = {"said": said, "good": card is not None}
        return render(request, "accounts/wished.html", context, status=200 if card else status)
    if card is None:
        return render(request, "accounts/not_wished.html", {"said": said}, status=status)
    messages.success(request, f"{card.name}: {said}")
    came_from = urlsplit(request.headers.get("Referer", "")).path
    return see_other(safe_next(came_from) if came_from else card.url)
