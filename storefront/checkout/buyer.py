"""What a signed-in buyer brings to the checkout: her contact and addresses; and the order is hers at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from jkrlm.kernel.clock import now
from storefront.accounts.facade import (
    AddressRow,
    addresses_of,
    adopt_placed,
    mailbox_of,
    own_bag,
    owner_of_bag,
    phone_of,
    signed_in_buyer,
    store_email,
)
from storefront.bag.cookie import forget_bag

#: Where a request keeps the addresses that it has asked for.
_HELD = "shop_addresses"


def turned_away(request: HttpRequest, checkout_id: str) -> HttpResponse | None:
    """
    Make the bag the signed-in buyer's; return where to go where it is somebody else's, else None.

    A bag that went to the checkout signed in shows her address, so nobody else sees it on the same browser.
    """
    buyer = signed_in_buyer(request)
    if buyer is not None:
        if own_bag(user=buyer, checkout_id=checkout_id, now=now()):
            return None
        messages.warning(request, gettext("That bag was another buyer’s. This one is empty."))
        response = HttpResponseRedirect(reverse("storefront:cart"), status=303)
        forget_bag(response)
        return response
    if owner_of_bag(checkout_id) is None:
        return None
    messages.warning(request, gettext("This bag belongs to an account. Sign in to go on with it."))
    goes_on = reverse("storefront:checkout")
    return HttpResponseRedirect(f"{reverse('storefront:account-sign-in')}?next={goes_on}", status=303)


def form_options(request: HttpRequest) -> dict[str, Any]:
    """Return what the form needs to know of a buyer; who proved a phone alone need give no e-mail address."""
    buyer = signed_in_buyer(request)
    if buyer is None or mailbox_of(buyer):
        return {}
    return {"stand_in": store_email(buyer)}


def addresses(request: HttpRequest) -> tuple[AddressRow, ...]:
    """Return the addresses to choose from; none for a guest, and no query."""
    buyer = signed_in_buyer(request)
    if buyer is None:
        return ()
    if not hasattr(request, _HELD):
        setattr(request, _HELD, addresses_of(buyer))
    held: tuple[AddressRow, ...] = getattr(request, _HELD)
    return held


def known(request: HttpRequest, held: tuple[AddressRow, ...]) -> dict[str, str]:
    """Return name, contact and usual address of who is signed in; nothing for a guest."""
    buyer = signed_in_buyer(request)
    if buyer is None:
        return {}
    about = {"name": buyer.name, "email": mailbox_of(buyer), "phone": phone_of(buyer) or buyer.phone}
    usual = held[0].typed() if held and held[0].is_default else {}
    return {name: value for name, value in (about | usual).items() if value}


def with_address(typed: QueryDict, held: tuple[AddressRow, ...]) -> QueryDict:
    """Return what was typed, with the address whose button was pressed in its fields."""
    filled = typed.copy()
    for row in held:
        if str(row.number) == typed.get("address"):
            for name, value in row.typed().items():
                filled[name] = value
    return filled


def keep_order(request: HttpRequest, token: str) -> None:
    """Put a placed order into the account of who is signed in."""
    buyer = signed_in_buyer(request)
    if buyer is not None:
        adopt_placed(user=buyer, token=token)
