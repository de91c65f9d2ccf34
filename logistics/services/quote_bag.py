"""Quote a bag: parcels by origin, plans, and the promise kept as a row."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import logistics.places.facade as places
from jkrlm.kernel.clock import INDIA
from logistics import models, rules
from logistics.boxes import BoxOptions, Hub, Share, box_options
from logistics.closures import Spot, met_by
from logistics.contracts import ParcelAnswer, ParcelOption, ParcelQuote, Place, Plan
from logistics.errors import NotSoldThere, PincodeUnknown
from logistics.payload import Bag, BagLine, read_bag, read_dims
from logistics.plans import chosen_for_economy, content_of, make_plans, with_boxes
from logistics.sale_rule import refused
from logistics.selectors import tariff_on
from logistics.states import PlanKind
from logistics.tariff import Tariff
from sellers.registry.facade import Group, group, groups_by_code

#: What was promised before midnight still holds for so long: a payment page is open for an hour.
PROMISE_OUTLIVES_ITS_DAY: Final = timedelta(hours=2)
#: A road that closes within so long is named as the reason why nothing goes.
COMING: Final = timedelta(days=60)


def shipping_methods(payload: Mapping[str, Any], *, today: date, now: datetime) -> list[dict[str, Any]]:
    """
    Answer SHIPPING_LIST_METHODS_FOR_CHECKOUT: a method for each plan, none where we cannot deliver.

    Four queries: the version of the reference rows, the groups, the sale rule's own, the quotes kept; a
    fifth, the version of the places, where the bag has several groups.
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
    quoted = Quoted(bag, groups, destination=destination, tariff=tariff, today=today)
    if len(quoted.parcels) < len(codes):
        return ()
    return make_plans(
        parcels=quoted.parcels,
        hubs=quoted.hubs,
        boxed=quoted.boxed,
        choices=bag.choices,
        destination=destination,
        today=today,
    )


def estimate_bag(bag: Bag, *, today: date) -> tuple[ParcelAnswer, ...]:
    """
    Return what each group's parcel can expect; what can go together does, as in the Economy plan. Four
    queries, and the sale rule's own.

    Raises:
        PincodeUnknown.
    """
    tariff = tariff_on(today)
    destination = tariff.place(bag.pincode, bag.area)
    codes = sorted({line.group_code for line in bag.lines})
    groups = groups_by_code(codes)
    reasons = refused(tuple(groups.values()), destination.state, today)
    free = {code: maker for code, maker in groups.items() if code not in reasons}
    quoted = Quoted(bag, free, destination=destination, tariff=tariff, today=today)
    parcels = chosen_for_economy(with_boxes(quoted.parcels, quoted.hubs, quoted.boxed), quoted.hubs)
    by_code = {parcel.group_code: parcel for parcel in parcels}
    answers = []
    for code in codes:
        parcel, refusal = by_code.get(code), reasons.get(code, "")
        if code not in groups:
            refusal = _("We do not know which group sends this piece.")
        elif parcel is None and not refusal:
            refusal = _no_way(groups[code], destination, tariff, today)
        options = parcel.options if parcel else ()
        answers.append(ParcelAnswer(code, options, parcel.chosen if parcel else None, refusal))
    return tuple(answers)


def _no_way(maker: Group, destination: Place, tariff: Tariff, today: date) -> str:
    door = Spot(destination.pincode, destination.district)
    home = Spot(maker.pincode, maker.district)
    ways = sorted({(bands[-1].carrier, bands[-1].name) for bands in tariff.bands.values()})
    for row in (
        row for way in ways for row in met_by(tariff.closures, home, door, carrier=way[0], service=way[1])
    ):
        if row.days_added is None and row.ends is None and row.begins <= today + COMING:
            return _("Nothing goes there until further notice: %(reason)s.") % {"reason": row.said}
    return _("No carrier brings parcels to this PIN code.")


class Quoted:
    """The parcels of a bag's groups that can travel, and the hubs that serve several of them."""

    def __init__(
        self, bag: Bag, groups: Mapping[str, Group], *, destination: Place, tariff: Tariff, today: date
    ) -> None:
        self._tariff, self._destination = tariff, destination
        parcels, self._shares, self._hubs = [], dict[str, Share](), dict[str, Hub]()
        network = places.network() if len(groups) > 1 else None
        gathered: dict[str, list[str]] = {}
        for code, maker in sorted(groups.items()):
            lines = tuple(line for line in bag.lines if line.group_code == code)
            pieces = _merged(lines)
            spot = Spot(maker.pincode, maker.district)
            packed = rules.pack_by(today, max(line.lead_days for line in lines), tariff)
            value = sum((line.value for line in lines), Decimal(0))
            parcel = _parcel(maker, pieces, spot, packed, value, destination=destination, tariff=tariff)
            if parcel is None:
                continue
            parcels.append(parcel)
            if network is not None:
                centre = network.centre_of(maker)
                open_on = partial(network.is_open, centre)
                self._shares[code] = Share(code, spot, pieces, value, packed, open_on)
                if centre.hub_code:
                    gathered.setdefault(centre.hub_code, []).append(code)
        self.parcels = tuple(parcels)
        self.hubs = {hub: tuple(codes) for hub, codes in gathered.items() if len(codes) > 1}
        for code in self.hubs:
            assert network is not None
            at = network.rows[code]
            self._hubs[code] = Hub(code, at.name, Spot(at.pincode, at.district), partial(network.is_open, at))

    def boxed(self, hub: str, codes: tuple[str, ...]) -> BoxOptions:
        """Return what a box of these groups from this hub would be."""
        return box_options(
            tariff=self._tariff,
            hub=self._hubs[hub],
            shares=[self._shares[code] for code in codes],
            destination=self._destination,
        )


def _parcel(
    maker: Group,
    pieces: tuple[rules.Piece, ...],
    spot: Spot,
    packed: date,
    value: Decimal,
    *,
    destination: Place,
    tariff: Tariff,
) -> ParcelQuote | None:
    options = rules.options_for(
        tariff=tariff,
        origin=spot,
        destination=destination,
        pieces=pieces,
        value=value,
        ship_on=rules.hand_over_day(packed, tariff),
    )
    if not options:
        return None
    return ParcelQuote(
        key=maker.code,
        group_code=maker.code,
        origin_pincode=maker.pincode,
        origin_district=maker.district,
        lines=tuple((piece.sku, piece.quantity) for piece in pieces),
        weight_grams=sum(piece.weight_grams * piece.quantity for piece in pieces),
        chargeable_grams=rules.chargeable(pieces),
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
    count = plan.boxes
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
        origin=Spot(maker.pincode, maker.district),
        destination=destination,
        pieces=(rules.Piece(sku="", quantity=1, weight_grams=weight_grams, dims_cm=read_dims(dims_cm)),),
        value=value,
        ship_on=rules.hand_over_day(rules.pack_by(today, lead_days, tariff), tariff),
    )
