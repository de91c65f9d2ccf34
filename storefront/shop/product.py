"""The product page at /products/<slug>/."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalogue.facade import care_for
from commerce.client import ProductDetailsProduct
from commerce.facade import public_store
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from media.facade import ladders
from sellers.orders.facade import with_sale_terms
from sellers.registry.facade import Group
from storefront.aftercare.words import days_of, return_terms, wrap_terms
from storefront.pincode import asked_pin, keep_pin
from storefront.reviews.facade import QuestionForm, on_product_page
from storefront.shop.caching import PER_VISITOR
from storefront.shop.certificate import CertificateStrip, certificate_strip
from storefront.shop.delivery import DeliveryAnswer, Piece, answer_pin
from storefront.shop.known_makers import known_makers
from storefront.shop.makers import MakerRow, maker_row
from storefront.shop.richtext import paragraphs
from storefront.shop.rows import (
    Attribute,
    Picture,
    attributes,
    lead_days,
)
from storefront.shop.share_card import share_picture
from storefront.shop.sizes import size_in_use
from storefront.spoken import Said, asked, category_name, district_name, name_of, reader
from storefront.store_values import entries, money

#: Attributes that have a place of their own on the page.
PLACED: Final = frozenset({"maker", "craft", "district", "certified", "gi-tag"})
FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class VariantRow:
    id: str
    name: str
    price: Money
    available: int
    most: int


@dataclass(frozen=True, slots=True)
class Stock:
    """``kind`` is the badge's colour; ``words`` says how many are left or how long making takes."""

    kind: str
    words: str
    can_buy: bool


@dataclass(frozen=True, slots=True)
class ProductPage:
    """``name_lang`` and ``text_lang`` are set where name or description are in another language."""

    product_id: str
    id: str
    slug: str
    name: str
    description: list[str]
    summary: str
    trail: list[tuple[str, str]]
    pictures: list[Picture]
    illustration: bool
    price: Money
    was: Money | None
    certified: bool
    gi: bool
    certificate: CertificateStrip | None
    stock: Stock
    variants: list[VariantRow]
    facts: list[Fact]
    in_use: str
    care: str
    packed: str
    terms: str
    maker: MakerRow | None
    piece: Piece | None
    canonical: str
    name_lang: str = ""
    text_lang: str = ""


def _weight_grams(weight: Any) -> int:
    """The store's weight in whole grams; 0 where there is none."""
    per_unit = {"KG": 1000.0, "G": 1.0, "LB": 453.59237, "OZ": 28.349523125, "TONNE": 1_000_000.0}
    return round(weight.value * per_unit[str(weight.unit.value)]) if weight else 0


def _pictures(product: ProductDetailsProduct, name: Said, *, is_unique: bool) -> list[Picture]:
    """
    What a picture shows is said in the reader's language; else it is the goods' name in that language, where
    there is one; else it is English, and says so. Of a unique piece each says whether it is of that piece.
    """
    images = [one for one in product.media or [] if one.type_.value == "IMAGE"]
    images.sort(key=lambda one: one.sort_order or 0)
    found = ladders([one.large for one in images])
    pictures = []
    for one in images:
        facts = dict(one.metafields or {})
        alt, lang = str(facts.get(f"umeed.alt_{reader()}") or ""), ""
        if not alt and asked() and not name.lang:
            alt = name.text
        elif not alt:
            alt, lang = one.alt or product.name, "en" if asked() else ""
        pictures.append(
            Picture(
                one.large,
                alt,
                f"{one.small} 512w, {one.large} 1024w",
                found.get(one.large),
                lang,
                _of_which(str(facts.get("umeed.shows") or "")) if is_unique else "",
            )
        )
    return pictures


def _of_which(shows: str) -> str:
    """Say whether the picture is of the very piece that is sold; illustrations say so already."""
    match shows:
        case "illustration":
            return ""
        case "this-piece":
            return _("This very piece")
        case _:
            return _("One like it: each piece differs a little")


def _variants(product: ProductDetailsProduct) -> list[VariantRow]:
    rows: list[VariantRow] = []
    for edge in product.product_variants.edges if product.product_variants else []:
        node = edge.node
        if node.pricing is None or node.pricing.price is None:
            continue
        available = node.quantity_available or 0
        most = min(available, node.quantity_limit_per_customer or available)
        rows.append(VariantRow(node.id, node.name, money(node.pricing.price.gross), available, most))
    return rows


def _stock(product: ProductDetailsProduct, variants: list[VariantRow], facts: Mapping[str, str]) -> Stock:
    left = sum(variant.available for variant in variants)
    if not (product.is_available_for_purchase and left):
        return Stock("off", _("Sold out"), False)
    kind, days = facts.get("umeed.stock_kind"), lead_days(facts)
    if kind == "made-to-order":
        words = ngettext("Made to order: ready in %(n)d day", "Made to order: ready in %(n)d days", days)
        return Stock("wait", words % {"n": days}, True)
    if kind == "one-of-a-kind":
        return Stock("warn", _("One of a kind: the only one"), True)
    if left <= FEW:
        words = ngettext("Last one", "Last %(n)d in stock", left)
        return Stock("warn", words % {"n": left}, True)
    return Stock("ok", _("In stock, %(n)d pieces") % {"n": left}, True)


def _facts(about: Mapping[str, Attribute], weight_grams: int) -> list[Fact]:
    facts = [Fact(one.name, one.text) for one in about.values() if one.slug not in PLACED and one.text]
    if weight_grams and not any(slug in about for slug in ("net-g", "weight-g")):
        kilos = f"{weight_grams / 1000:.2f}".rstrip("0").rstrip(".")
        text = _("%(n)s kg") % {"n": kilos} if weight_grams >= 1000 else _("%(n)d g") % {"n": weight_grams}
        facts.append(Fact(_("Weight"), text))
    return facts


def _packed(facts: Mapping[str, str], maker: Group | None) -> str:
    days = lead_days(facts)
    if not days or maker is None:
        return ""
    words = ngettext(
        "Packed in %(place)s within %(n)d day of your order.",
        "Packed in %(place)s within %(n)d days of your order.",
        days,
    )
    return words % {"place": district_name(maker.district), "n": days}


def _summary(product: ProductDetailsProduct, texts: list[str]) -> str:
    """One line for those who do not see the page: in the reader's language where there is one."""
    english = "" if asked() and texts else product.seo_description
    translated = product.translation.seo_description if product.translation else ""
    return translated or english or " ".join(texts)[:160]


def product_page(product: ProductDetailsProduct) -> ProductPage | None:
    """Return what the page shows; None for goods without a price, which are not for sale."""
    pricing = product.pricing
    start = pricing.price_range.start if pricing and pricing.price_range else None
    if pricing is None or start is None:
        return None
    facts = with_sale_terms(entries(product.metadata), product.product_type.metafields)
    about = attributes(product.assigned_attributes)
    code = facts.get("umeed.maker", "")
    group = known_makers([code]).get(code)
    variants = _variants(product)
    nodes = [edge.node for edge in product.product_variants.edges] if product.product_variants else []
    weight = max((_weight_grams(node.weight) for node in nodes), default=0)
    before = pricing.price_range_undiscounted
    was = money(before.start.gross) if pricing.on_sale and before and before.start else None
    price = money(start.gross)
    category = product.category.slug if product.category else ""
    illustration = facts.get("umeed.illustration") == "true"
    size = next((about[slug].text for slug in ("size-cm", "size") if slug in about), "")
    listing, name = reverse("storefront:listing"), name_of(product.name, product.translation)
    translated = paragraphs(product.translation.description) if product.translation else []
    texts = translated or paragraphs(product.description)
    trail = [(_("All crafts"), listing)]
    if product.category:
        trail.append((category_name(category, product.category.name), f"{listing}?category={category}"))
    piece = Piece(code, weight, facts.get("umeed.dims_cm", ""), lead_days(facts), price) if group else None
    return ProductPage(
        product_id=product.id,
        id=product.id,
        slug=product.slug,
        name=name.text,
        description=texts,
        summary=_summary(product, texts),
        trail=trail,
        pictures=_pictures(
            product,
            name,
            is_unique=facts.get("umeed.stock_kind") == "one-of-a-kind" and not illustration,
        ),
        illustration=illustration,
        price=price,
        was=was if was is not None and price < was else None,
        certified="certified" in about and about["certified"].is_true,
        gi="gi-tag" in about and about["gi-tag"].is_true,
        certificate=certificate_strip(product.id),
        stock=_stock(product, variants, facts),
        variants=variants,
        facts=_facts(about, weight),
        in_use=size_in_use(category, size),
        care=care_for(category, reader()),
        packed=_packed(facts, group),
        terms=f"{return_terms(days_of(facts))} {wrap_terms(facts)}",
        maker=maker_row(group) if group else None,
        piece=piece,
        canonical=reverse("storefront:product", args=(product.slug,)),
        name_lang=name.lang,
        text_lang="en" if asked() and texts and not translated else "",
    )


def _delivery(page: ProductPage, pincode: str) -> DeliveryAnswer | None:
    if not pincode:
        return None
    if page.piece is None:
        return DeliveryAnswer(pincode, refusal=_("We do not know which group sends this piece."))
    return answer_pin(page.piece, pincode, today=clock.today())


@require_safe
@vary_on_headers(*PER_VISITOR)
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """The page; only the delivery answer where htmx asks to swap it."""
    return show_product(request, slug)


def show_product(
    request: HttpRequest, slug: str, *, question: QuestionForm | None = None, status: int = 200
) -> HttpResponse:
    """
    Show the page, with a question to the maker that was refused where there is one.

    Raises Http404: there is no such piece, or it has no price.
    """
    found = public_store().product_details(slug=slug, channel=settings.CHANNEL_ONLINE, **asked()).product
    page = product_page(found) if found else None
    if page is None:
        raise Http404(_("There is no piece at this address."))
    delivery = _delivery(page, asked_pin(request))
    if request.headers.get("HX-Target") == "delivery":
        part = render(request, "storefront/shop/delivery.html", {"page": page, "delivery": delivery})
        keep_pin(request, part)
        return part
    number = request.GET.get("reviewpage", "")
    context = {
        "page": page,
        "delivery": delivery,
        "reviews": on_product_page(
            page.id,
            sort=request.GET.get("reviews", ""),
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        ),
        "question": question or QuestionForm(),
        "share": share_picture(page),
    }
    response = render(request, "storefront/shop/product.html", context, status=status)
    keep_pin(request, response)
    return response
