"""Plans for a whole bag: which option each parcel takes, the id, and the stored form. Pure."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from jkrlm.kernel.money import Money
from logistics.contracts import ParcelOption, ParcelQuote, Place, Plan
from logistics.rules import cheapest, soonest
from logistics.states import PlanKind

METHOD_ID: Final = re.compile(rf"({'|'.join(PlanKind.values)})-([0-9a-f]{{32}})")


def make_plans(
    *, parcels: Sequence[ParcelQuote], choices: Mapping[str, str] | None, destination: Place, today: date
) -> tuple[Plan, ...]:
    """
    Return the plans Economy, Fastest and Custom, in this order.

    Fastest is left out where it chooses for every parcel as Economy does. Custom exists where the
    buyer's choices name exactly the parcels of this bag and, for each, an option it has.
    """
    if not parcels or not all(parcel.options for parcel in parcels):
        return ()
    economy = _chosen(parcels, lambda parcel: cheapest(parcel.options))
    fastest = _chosen(parcels, lambda parcel: soonest(parcel.options))
    kinds = [(PlanKind.ECONOMY, economy)]
    if fastest != economy:
        kinds.append((PlanKind.FASTEST, fastest))
    if choices is not None and _fits(choices, parcels):
        by_key = {(parcel.key, option.key): option for parcel in parcels for option in parcel.options}
        custom = _chosen(parcels, lambda parcel: by_key[parcel.key, choices[parcel.key]])
        kinds.append((PlanKind.CUSTOM, custom))
    return tuple(_plan(str(kind), chosen, destination, today) for kind, chosen in kinds)


def _chosen(
    parcels: Sequence[ParcelQuote], choose: Callable[[ParcelQuote], ParcelOption]
) -> tuple[ParcelQuote, ...]:
    return tuple(replace(parcel, chosen=choose(parcel)) for parcel in parcels)


def _fits(choices: Mapping[str, str], parcels: Sequence[ParcelQuote]) -> bool:
    available = {parcel.key: {option.key for option in parcel.options} for parcel in parcels}
    return choices.keys() == available.keys() and all(choices[key] in available[key] for key in available)


def _plan(kind: str, parcels: tuple[ParcelQuote, ...], destination: Place, today: date) -> Plan:
    draft = _total(kind, "", parcels, destination, today)
    text = json.dumps([kind, content_of(draft)], sort_keys=True, separators=(",", ":"))
    return _total(kind, hashlib.sha256(text.encode()).hexdigest()[:32], parcels, destination, today)


def _total(
    kind: str, digest: str, parcels: tuple[ParcelQuote, ...], destination: Place, quoted_on: date
) -> Plan:
    return Plan(
        method_id=f"{kind}-{digest}",
        kind=kind,
        digest=digest,
        price=sum((parcel.chosen.price for parcel in parcels), Money.zero("INR")),
        earliest=max(parcel.chosen.earliest for parcel in parcels),
        latest=max(parcel.chosen.latest for parcel in parcels),
        parcels=parcels,
        destination=destination,
        quoted_on=quoted_on,
    )


def content_of(plan: Plan) -> dict[str, Any]:
    """Return the plan as it is stored; amounts as text, dates as ISO 8601."""
    place = plan.destination
    return {
        "quoted_on": plan.quoted_on.isoformat(),
        "destination": [place.pincode, place.district, place.state, place.state_code],
        "parcels": [
            {
                "key": parcel.key,
                "group": parcel.group_code,
                "origin": [parcel.origin_pincode, parcel.origin_district],
                "lines": [list(line) for line in parcel.lines],
                "weight_grams": parcel.weight_grams,
                "chargeable_grams": parcel.chargeable_grams,
                "pack_by": parcel.pack_by.isoformat(),
                "options": [_option_out(option) for option in parcel.options],
                "chosen": parcel.chosen.key,
            }
            for parcel in plan.parcels
        ],
    }


def plan_from_content(kind: str, digest: str, content: Mapping[str, Any]) -> Plan:
    """Return the plan that was stored."""
    return _total(
        kind,
        digest,
        tuple(_parcel_in(parcel) for parcel in content["parcels"]),
        Place(*content["destination"]),
        date.fromisoformat(content["quoted_on"]),
    )


def _option_out(option: ParcelOption) -> dict[str, str]:
    return {
        "key": option.key,
        "service": option.service,
        "carrier": option.carrier,
        "amount": str(option.price.amount),
        "ship_on": option.ship_on.isoformat(),
        "earliest": option.earliest.isoformat(),
        "latest": option.latest.isoformat(),
    }


def _parcel_in(stored: Mapping[str, Any]) -> ParcelQuote:
    options = tuple(
        ParcelOption(
            key=option["key"],
            service=option["service"],
            carrier=option["carrier"],
            price=Money(Decimal(option["amount"]), "INR"),
            ship_on=date.fromisoformat(option["ship_on"]),
            earliest=date.fromisoformat(option["earliest"]),
            latest=date.fromisoformat(option["latest"]),
        )
        for option in stored["options"]
    )
    return ParcelQuote(
        key=stored["key"],
        group_code=stored["group"],
        origin_pincode=stored["origin"][0],
        origin_district=stored["origin"][1],
        lines=tuple((sku, quantity) for sku, quantity in stored["lines"]),
        weight_grams=stored["weight_grams"],
        chargeable_grams=stored["chargeable_grams"],
        pack_by=date.fromisoformat(stored["pack_by"]),
        options=options,
        chosen=next(option for option in options if option.key == stored["chosen"]),
    )
