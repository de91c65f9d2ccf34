"""Where the money of one piece goes: from the rules of tax and commission in force today."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from commerce.client import ProductDetailsProduct
from commerce.facade import public_store
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from logistics.facade import PincodeUnknown, place
from sellers.orders.facade import Earning, earning_of
from sellers.tax.facade import NobodyMaySell, SellerOfRecord, gst_rate, seller_of_record
from storefront.shop.caching import PER_VISITOR
from storefront.shop.delivery import answer_pin, read_pin
from storefront.shop.product import ProductPage, product_page
from storefront.shop.rows import attributes
from storefront.spoken import asked
from storefront.store_values import entries

#: Where most pieces go that nobody has typed a PIN code for.
HOME: Final = "Jammu and Kashmir"


@dataclass(frozen=True, slots=True)
class Part:
    """One receiver: ``share`` is its part of the price in whole percent, for the bar."""

    name: str
    amount: Money
    share: int


@dataclass(frozen=True, slots=True)
class MoneyGoes:
    """The parts add up to the price, to the paisa; delivery is paid beside it."""

    price: Money
    parts: tuple[Part, ...]
    seller: SellerOfRecord
    state: str
    delivery: Money | None


def parts_of(earned: Earning, maker: str) -> tuple[Part, ...]:
    """Return who gets what of a price; who gets nothing is left out."""
    gst = earned.gst + earned.commission_gst
    # Where another is the seller in law, TCS and TDS are that one's and not taken off what the group gets.
    kept_back = earned.price - gst - earned.commission - earned.group_gets
    rows = (
        (_("%(group)s, who made it") % {"group": maker}, earned.group_gets),
        (
            _("Umeed’s share, %(percent)s %%")
            % {"percent": format(earned.commission_percent.normalize(), "f")},
            earned.commission,
        ),
        (_("GST, to the State and the Union"), gst),
        (_("Tax paid ahead for the group (TCS, TDS)"), kept_back),
    )
    whole = earned.price.amount
    return tuple(
        Part(name, amount, int((amount.amount * 100 / whole).to_integral_value()) if whole else 0)
        for name, amount in rows
        if amount.amount
    )


def money_goes(product: ProductDetailsProduct, page: ProductPage, typed: str) -> MoneyGoes:
    """
    Return where the price goes when the piece is sent to a PIN code; without one, within the Union territory.

    Raises:
        PincodeUnknown, NobodyMaySell: the message says why.
    """
    pincode, today = read_pin(typed), clock.today()
    state = place(pincode).state if pincode else HOME
    piece = page.piece
    if piece is None or page.maker is None:
        raise NobodyMaySell(_("We do not know which group sends this piece."))
    seller = seller_of_record(group_code=piece.group_code, to_state=state, on=today)
    facts = entries(product.metadata)
    earned = earning_of(
        price=page.price,
        net=_net(page.price, seller, facts),
        group_code=piece.group_code,
        craft=next(iter(_slugs(product, "craft")), ""),
        category=product.category.slug if product.category else "",
        seller=seller,
    )
    cheapest = answer_pin(piece, pincode, today=today).first if pincode else None
    return MoneyGoes(
        price=page.price,
        parts=parts_of(earned, page.maker.name),
        seller=seller,
        state=state,
        delivery=cheapest.price if cheapest else None,
    )


def _net(price: Money, seller: SellerOfRecord, facts: Mapping[str, str]) -> Money:
    if not seller.charges_tax:
        return price
    rate: Decimal = gst_rate(
        hsn=facts.get("umeed.hsn", ""),
        unit_price=price,
        on=clock.today(),
        handmade=facts.get("umeed.handmade") != "false",
    ).rate_percent
    return Money(price.amount * 100 / (100 + rate), price.currency).quantized()


def _slugs(product: ProductDetailsProduct, name: str) -> tuple[str, ...]:
    found = attributes(product.assigned_attributes).get(name)
    return found.slugs if found else ()


@require_safe
@vary_on_headers(*PER_VISITOR)
def money(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of its own; only its middle where the product page asks for it."""
    found = public_store().product_details(slug=slug, channel=settings.CHANNEL_ONLINE, **asked()).product
    page = product_page(found) if found else None
    if found is None or page is None:
        raise Http404(_("There is no piece at this address."))
    context: dict[str, object] = {"page": page}
    try:
        context["goes"] = money_goes(found, page, request.GET.get("pin", ""))
    except (PincodeUnknown, NobodyMaySell) as refusal:
        context["refusal"] = refusal.message
    partial = request.headers.get("HX-Target") == "money"
    template = "storefront/shop/money_parts.html" if partial else "storefront/shop/money.html"
    return render(request, template, context)
