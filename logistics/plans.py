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
from logistics.boxes import VIA, BoxOptions
from logistics.contracts import ParcelOption, ParcelQuote, Place, Plan
from logistics.rules import cheapest, soonest
from logistics.states import PlanKind

METHOD_ID: Final = re.compile(rf"({'|'.join(PlanKind.values)})-([0-9a-f]{{32}})")


#: (hub, group codes) -> service -> group code -> its share of a box with exactly these groups.
BoxMaker = Callable[[str, tuple[str, ...]], BoxOptions]


def make_plans(
    *,
    parcels: Sequence[ParcelQuote],
    hubs: Mapping[str, tuple[str, ...]],
    boxed: BoxMaker,
    choices: Mapping[str, str] | None,
    destination: Place,
    today: date,
) -> tuple[Plan, ...]:
    """
    Return the plans Economy, Fastest and Custom, in this order. ``hubs`` names the groups that each serves.

    Where a hub serves several of the bag's groups, Economy takes one box for them if that is cheaper in sum,
    Fastest only if all of it is there sooner. Fastest is left out where it chooses for every parcel as
    Economy does. Custom exists where the buyer's choices name exactly the parcels of this bag and, for each,
    an option it has; who alone chose a box gets the same service by herself.
    """
    if not parcels or not all(parcel.options for parcel in parcels):
        return ()
    parcels = with_boxes(parcels, hubs, boxed)
    economy = chosen_for_economy(parcels, hubs)
    fastest = _chosen(parcels, hubs, soonest, lambda options: max(option.latest for option in options))
    kinds = [(PlanKind.ECONOMY, economy)]
    if fastest != economy:
        kinds.append((PlanKind.FASTEST, fastest))
    if choices is not None and _fits(choices, parcels):
        custom = _custom(parcels, choices, boxed)
        if custom is not None:
            kinds.append((PlanKind.CUSTOM, custom))
    return tuple(_plan(str(kind), chosen, destination, today) for kind, chosen in kinds)


def with_boxes(
    parcels: Sequence[ParcelQuote], hubs: Mapping[str, tuple[str, ...]], boxed: BoxMaker
) -> tuple[ParcelQuote, ...]:
    """Return the parcels, those of a hub's box with their shares of it among their options."""
    shares: dict[str, list[ParcelOption]] = {}
    for hub, codes in sorted(hubs.items()):
        for _service, of_groups in sorted(boxed(hub, codes).items()):
            for code, option in of_groups.items():
                shares.setdefault(code, []).append(option)
    return tuple(
        replace(parcel, options=(*parcel.options, *shares.get(parcel.group_code, ()))) for parcel in parcels
    )


def chosen_for_economy(
    parcels: Sequence[ParcelQuote], hubs: Mapping[str, tuple[str, ...]]
) -> tuple[ParcelQuote, ...]:
    """Return the parcels, each with what is cheapest in sum."""
    return _chosen(parcels, hubs, cheapest, lambda options: sum(option.price.amount for option in options))


def _chosen(
    parcels: Sequence[ParcelQuote],
    hubs: Mapping[str, tuple[str, ...]],
    best: Callable[[tuple[ParcelOption, ...]], ParcelOption],
    worth: Callable[[list[ParcelOption]], Any],
) -> tuple[ParcelQuote, ...]:
    """Choose for each parcel by itself, then for each hub the box that is worth less than its parcels are."""
    by_code = {parcel.group_code: parcel for parcel in parcels}
    taken = {code: best(_direct(parcel)) for code, parcel in by_code.items()}
    for hub, codes in sorted(hubs.items()):
        whole = [[taken[code] for code in codes]]
        keys = sorted({option.key for option in by_code[codes[0]].options if option.via_hub == hub})
        for key in keys:
            whole.append([_by_key(by_code[code], key) for code in codes])
        least = min(whole, key=worth)  # the first among equals: each by itself
        taken.update(zip(codes, least, strict=True))
    return tuple(replace(parcel, chosen=taken[parcel.group_code]) for parcel in parcels)


def _direct(parcel: ParcelQuote) -> tuple[ParcelOption, ...]:
    return tuple(option for option in parcel.options if not option.via_hub)


def _by_key(parcel: ParcelQuote, key: str) -> ParcelOption:
    return next(option for option in parcel.options if option.key == key)


def _custom(
    parcels: Sequence[ParcelQuote], choices: Mapping[str, str], boxed: BoxMaker
) -> tuple[ParcelQuote, ...] | None:
    """Return the parcels as the buyer chose; None where a box is left with a parcel that cannot go alone."""
    chosen = {parcel.group_code: _by_key(parcel, choices[parcel.key]) for parcel in parcels}
    together: dict[str, list[str]] = {}
    for code, option in chosen.items():
        if option.via_hub:
            together.setdefault(option.key, []).append(code)
    for key, codes in together.items():
        service, hub = key.rsplit(VIA, 1)[0], chosen[codes[0]].via_hub
        shares = boxed(hub, tuple(codes)).get(service, {})
        for code in codes:
            alone = next((o for o in _options(parcels, code) if o.key == service), None)
            taken = shares.get(code) or alone
            if taken is None:
                return None
            chosen[code] = taken
    return tuple(
        replace(
            parcel,
            chosen=(mine := chosen[parcel.group_code]),
            options=tuple(mine if option.key == mine.key else option for option in parcel.options),
        )
        for parcel in parcels
    )


def _options(parcels: Sequence[ParcelQuote], code: str) -> tuple[ParcelOption, ...]:
    return next(parcel.options for parcel in parcels if parcel.group_code == code)


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


def _option_out(option: ParcelOption) -> dict[str, Any]:
    """What most options have not is left out, so that their plans keep the ids that they always had."""
    more: dict[str, Any] = {"via": [option.via_hub, option.via_name]} if option.via_hub else {}
    if option.delays:
        more["delays"] = list(option.delays)
    return more | {
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
            via_hub=option.get("via", ("", ""))[0],
            via_name=option.get("via", ("", ""))[1],
            delays=tuple(option.get("delays", ())),
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
