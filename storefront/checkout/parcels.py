"""A delivery plan as people read it: parcels, days, and what each costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext

from commerce.client import CheckoutPartsLines
from jkrlm.kernel.money import Money
from logistics.facade import LossTerms, ParcelQuote, Plan, loss_terms
from sellers.registry.facade import Group
from sellers.tax.facade import NobodyMaySell, seller_of_record
from storefront.delivery_words import loss_sentence, service_words
from storefront.formats import day, days, rupees
from storefront.spoken import by_quantity, district_name, group_name, name_of
from storefront.store_values import money


@dataclass(frozen=True, slots=True)
class OptionRow:
    key: str
    days: str
    service: str
    price: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    name: str
    picture: str
    detail: str
    price: Money | None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """``field`` names the parcel's radio buttons in the form; ``goods`` is the worth of what is in it."""

    number: int
    field: str
    title: str
    packed: str
    items: tuple[ItemRow, ...]
    group: str
    options: tuple[OptionRow, ...]
    service: str
    delivery: Money
    goods: Money
    seller: str
    loss: str


FIELD_PREFIX: Final = "parcel-"
#: Grams in one of the store's units of weight (international avoirdupois).
GRAMS: Final = {
    "G": Decimal(1),
    "KG": Decimal(1000),
    "TONNE": Decimal(1_000_000),
    "LB": Decimal("453.59237"),
    "OZ": Decimal("28.349523125"),
}


def parcel_rows(
    plan: Plan, lines: Iterable[CheckoutPartsLines], groups: Mapping[str, Group], today: date
) -> tuple[ParcelRow, ...]:
    """Return one row for each parcel of the plan, in the plan's order."""
    by_sku = {line.variant.sku or "": line for line in lines}
    goods = {parcel.key: _goods(parcel, plan, by_sku) for parcel in plan.parcels}
    terms = loss_terms(plan, goods)
    return tuple(
        _parcel(number, parcel, plan, by_sku, groups.get(parcel.group_code), today, terms[parcel.key])
        for number, parcel in enumerate(plan.parcels, start=1)
    )


def _goods(parcel: ParcelQuote, plan: Plan, by_sku: Mapping[str, CheckoutPartsLines]) -> Money:
    """Return the worth of what is in a parcel: what it is declared at."""
    lines = (by_sku[sku] for sku, _quantity in parcel.lines if sku in by_sku)
    return sum((money(line.total_price.gross) for line in lines), Money.zero(plan.price.currency))


def _parcel(
    number: int,
    parcel: ParcelQuote,
    plan: Plan,
    by_sku: Mapping[str, CheckoutPartsLines],
    group: Group | None,
    today: date,
    terms: LossTerms,
) -> ParcelRow:
    lines = [by_sku[sku] for sku, _quantity in parcel.lines if sku in by_sku]
    name = group_name(group) if group else parcel.group_code
    return ParcelRow(
        number=number,
        field=f"{FIELD_PREFIX}{parcel.key}",
        title=gettext("Parcel %(number)d · %(group)s, %(district)s")
        % {"number": number, "group": name, "district": district_name(parcel.origin_district)},
        packed=gettext("packed by %(day)s") % {"day": day(parcel.pack_by)},
        items=tuple(item_row(line, detail=_weight(line)) for line in lines),
        group=name,
        options=tuple(
            OptionRow(
                option.key,
                days(option.earliest, option.latest),
                service_words(option),
                price_or_free(option.price),
                option.key == parcel.chosen.key,
            )
            for option in parcel.options
        ),
        service=service_words(parcel.chosen),
        delivery=parcel.chosen.price,
        goods=terms.declared,
        seller=_seller(parcel.group_code, plan.destination.state, today),
        loss=loss_sentence(terms),
    )


def item_row(line: CheckoutPartsLines, *, detail: str, price: Money | None = None) -> ItemRow:
    """Return a piece with its picture; the price only where the row is part of a sum."""
    product = line.variant.product
    name = name_of(product.name, product.translation)
    return ItemRow(
        name=by_quantity(name.text, line.quantity),
        picture=product.thumbnail.url if product.thumbnail else "",
        detail=detail,
        price=price,
        lang=name.lang,
    )


def _weight(line: CheckoutPartsLines) -> str:
    weight = line.variant.weight
    if weight is None:
        return ""
    grams = Decimal(repr(weight.value)) * GRAMS[weight.unit.value] * line.quantity
    if grams < 1000:
        return gettext("%(grams)s g") % {"grams": f"{grams:.0f}"}
    return gettext("%(kilos)s kg") % {"kilos": f"{grams / 1000:.1f}".removesuffix(".0")}


def _seller(group_code: str, state: str, today: date) -> str:
    """Say who sells: the name on the bill. Empty where nobody may, which the store refuses anyway."""
    try:
        seller = seller_of_record(group_code=group_code, to_state=state, on=today)
    except NobodyMaySell:
        return ""
    if seller.gstin:
        return gettext("Sold by %(name)s, GSTIN %(gstin)s") % {"name": seller.name, "gstin": seller.gstin}
    return gettext("Sold by %(name)s") % {"name": seller.name}


def price_or_free(price: Money) -> str:
    return rupees(price) if price.amount else gettext("Free")


def parcels_sentence(plan: Plan) -> tuple[str, str]:
    """Say before the choices how many parcels come and on how many days: (in bold, the rest)."""
    count, boxes = len(plan.parcels), plan.boxes
    if count < 2:
        return "", ""
    if boxes < count:
        return gettext("Less to carry."), _together(count, boxes)
    spans = len({(parcel.chosen.earliest, parcel.chosen.latest) for parcel in plan.parcels})
    said = {"parcels": number_word(count), "days": number_word(spans).lower()}
    rest = gettext("%(parcels)s groups made these pieces, and each packs its own.") % said
    if spans == 1:
        return gettext("%(parcels)s parcels.") % said, rest
    bold = gettext("%(parcels)s parcels, %(days)s days.") % said
    return bold, rest + " " + gettext("They reach you on different days.")


def _together(groups: int, boxes: int) -> str:
    said = {"groups": number_word(groups), "parcels": number_word(boxes).lower()}
    if boxes == 1:
        return gettext("%(groups)s groups made these pieces; they come to you in one box.") % said
    return gettext("%(groups)s groups made these pieces; they come to you in %(parcels)s boxes.") % said


def number_word(count: int) -> str:
    """Write a small number as a word that begins a sentence."""
    words = {
        1: gettext("One"),
        2: gettext("Two"),
        3: gettext("Three"),
        4: gettext("Four"),
        5: gettext("Five"),
        6: gettext("Six"),
        7: gettext("Seven"),
        8: gettext("Eight"),
        9: gettext("Nine"),
    }
    return words.get(count, str(count))
