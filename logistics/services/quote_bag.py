"""Quote a bag: parcels by origin, plans, and the promise kept as a row."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jkrlm.kernel.clock import INDIA
from logistics import models, rules
from logistics.contracts import ParcelAnswer, ParcelOption, ParcelQuote, Place, Plan
from logistics.errors import NotSoldThere, PincodeUnknown
from logistics.payload import Bag, BagLine, read_bag, read_dims
from logistics.plans import content_of, make_plans
from logistics.sale_rule import refused
from logistics.selectors import tariff_on
from logistics.states import PlanKind
from logistics.tariff import Tariff
from sellers.registry.facade import Group, group, groups_by_code

#: What was promised before midnight still holds for so long: a payment page is open for an hour.
PROMISE_OUTLIVES_ITS_DAY: Final = timedelta(hours=2)


def shipping_methods(payload: Mapping[str, Any], *, today: date, now: datetime) -> list[dict[str, Any]]:
    """
    Answer SHIPPING_LIST_METHODS_FOR_CHECKOUT: a method for each plan, none where we cannot deliver.

    Four queries: the version of the reference rows, the groups, the sale rule's own, the quotes kept.
    In the first hours of a day four more, for what was promised before midnight.
    """
    bag = read_bag(payload)
    plans = () if bag is None else quote_bag(bag, today=today)
    if bag is not None and plans:
        models.Quote.objects.bulk_create(
            [
                models.Quote(digest=plan.digest, kind=plan.kind, content=content_of(plan), created_at=now)
                for plan in plans
            ],
            ignore_conflicts=True,
        )
        plans += _promised_before_midnight(bag, today=today, now=now)
    return [_method(plan, today) for plan in plans]


def _promised_before_midnight(bag: Bag, *, today: date, now: datetime) -> tuple[Plan, ...]:
    """Return the plans of the day before that were promised, for buyers who chose then and pay now."""
    midnight = datetime.combine(today, time(), INDIA)
    if not midnight <= now < midnight + PROMISE_OUTLIVES_ITS_DAY:
        return ()
    earlier = quote_bag(bag, today=today - timedelta(days=1))
    kept = models.Quote.objects.filter(digest__in=[plan.digest for plan in earlier])
    promised = set(kept.values_list("digest", flat=True))
    return tuple(plan for plan in earlier if plan.digest in promised)


def quote_bag(bag: Bag, *, today: date) -> tuple[Plan, ...]:
    """Return the plans for a bag; none where the place is unknown or a parcel cannot go there."""
    tariff = tariff_on(today)
    try:
        destination = tariff.place(bag.pincode, bag.area)
    except PincodeUnknown:
        return ()
    codes = sorted({line.group_code for line in bag.lines})
    groups = groups_by_code(codes)
    if len(groups) != len(codes) or refused(tuple(groups.values()), destination.state, today):
        return ()
    parcels: list[ParcelQuote] = []
    for code in codes:
        lines = tuple(line for line in bag.lines if line.group_code == code)
        parcel = _parcel(groups[code], lines, destination=destination, tariff=tariff, today=today)
        if parcel is None:
            return ()
        parcels.append(parcel)
    return make_plans(parcels=parcels, choices=bag.choices, destination=destination, today=today)


def estimate_bag(bag: Bag, *, today: date) -> tuple[ParcelAnswer, ...]:
    """
    Return what each group's parcel can expect, by itself. Three queries, and the sale rule's own.

    Raises:
        PincodeUnknown.
    """
    tariff = tariff_on(today)
    destination = tariff.place(bag.pincode, bag.area)
    codes = sorted({line.group_code for line in bag.lines})
    groups = groups_by_code(codes)
    reasons = refused(tuple(groups.values()), destination.state, today)
    answers = []
    for code in codes:
        maker, refusal, quoted = groups.get(code), reasons.get(code, ""), None
        if maker is None:
            refusal = _("We do not know which group sends this piece.")
        elif not refusal:
            lines = tuple(line for line in bag.lines if line.group_code == code)
            quoted = _parcel(maker, lines, destination=destination, tariff=tariff, today=today)
            refusal = "" if quoted else _("No carrier brings parcels to this PIN code.")
        options = quoted.options if quoted else ()
        answers.append(ParcelAnswer(code, options, quoted.chosen if quoted else None, refusal))
    return tuple(answers)


def _parcel(
    maker: Group, lines: tuple[BagLine, ...], *, destination: Place, tariff: Tariff, today: date
) -> ParcelQuote | None:
    pieces = _merged(lines)
    packed = rules.pack_by(today, max(line.lead_days for line in lines), tariff)
    options = rules.options_for(
        tariff=tariff,
        origin_pincode=maker.pincode,
        destination=destination,
        pieces=pieces,
        value=sum((line.value for line in lines), Decimal(0)),
        packed=packed,
    )
    if not options:
        return None
    weight = sum(piece.weight_grams * piece.quantity for piece in pieces)
    return ParcelQuote(
        key=maker.code,
        group_code=maker.code,
        origin_pincode=maker.pincode,
        origin_district=maker.district,
        lines=tuple((piece.sku, piece.quantity) for piece in pieces),
        weight_grams=weight,
        chargeable_grams=max(weight, rules.volumetric_grams(pieces)),
        pack_by=packed,
        options=options,
        chosen=rules.cheapest(options),
    )


def _merged(lines: tuple[BagLine, ...]) -> tuple[rules.Piece, ...]:
    """Return the pieces by SKU, so that the order of lines in the bag changes nothing."""
    merged: dict[rules.Piece, int] = {}
    for line in lines:
        one = replace(line.piece, quantity=1)
        merged[one] = merged.get(one, 0) + line.piece.quantity
    ordered = sorted(merged.items(), key=lambda item: (item[0].sku, item[0].weight_grams))
    return tuple(replace(piece, quantity=quantity) for piece, quantity in ordered)


def _method(plan: Plan, today: date) -> dict[str, Any]:
    least, most = max((plan.earliest - today).days, 0), max((plan.latest - today).days, 0)
    count = len(plan.parcels)
    return {
        "id": plan.method_id,
        "name": {
            PlanKind.ECONOMY.value: _("Economy"),
            PlanKind.FASTEST.value: _("Fastest"),
            PlanKind.CUSTOM.value: _("Chosen for each parcel"),
        }[plan.kind],
        "amount": str(plan.price.quantized().amount),
        "currency": plan.price.currency,
        "minimum_delivery_days": least,
        "maximum_delivery_days": most,
        "description": ngettext(
            "%(count)d parcel, all of it with you in %(least)d to %(most)d days",
            "%(count)d parcels, all of it with you in %(least)d to %(most)d days",
            count,
        )
        % {"count": count, "least": least, "most": most},
        "metadata": {"umeed.plan": plan.method_id},
    }


def estimate(
    *,
    group_code: str,
    weight_grams: int,
    dims_cm: str | None,
    lead_days: int,
    value: Decimal,
    pincode: str,
    today: date,
) -> tuple[ParcelOption, ...]:
    """
    Return the ways to send one piece; empty where no carrier takes it. Three queries.

    Raises:
        PincodeUnknown, NotSoldThere (the message is the reason), GroupUnknown.
    """
    tariff = tariff_on(today)
    destination = tariff.place(pincode)
    maker = group(group_code)
    reason = refused((maker,), destination.state, today).get(maker.code)
    if reason is not None:
        raise NotSoldThere(reason, field="pincode", params={"state": destination.state})
    return rules.options_for(
        tariff=tariff,
        origin_pincode=maker.pincode,
        destination=destination,
        pieces=(rules.Piece(sku="", quantity=1, weight_grams=weight_grams, dims_cm=read_dims(dims_cm)),),
        value=value,
        packed=rules.pack_by(today, lead_days, tariff),
    )
