"""
Goods of groups on their way to an exhibition.

>>> fair = a_fair(); goods = goods_for(fair)
>>> listed(goods); stalls_for(fair, "KZ09", "KZ11")
>>> number = packed(fair, goods, {"Stole": 3})       # by KZ09; the store has moved them
>>> counted_in(number)                               # all of them, by staff
>>> at_the_fair(fair, goods)                         # everything of every group: packed and counted in
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import exhibitions.stock.facade as stock
from catalogue.models import Listing, ListingVariant, Stage
from commerce.facade import Standing, stock_of
from exhibitions.plan.facade import exhibition
from exhibitions.stalls.models import Application, Call, Holding
from exhibitions.stalls.states import AppState
from exhibitions.stock.models import Consignment, Line
from exhibitions.stock.services.common import event_slug
from exhibitions.stock.services.event_warehouse import open_for
from jkrlm.kernel import clock, relay
from tests.exhibitions.world import BROUGHT, CODE, Fair, Goods

HER_GOODS = f"/sell/exhibitions/{CODE}/goods/"
HOME = "district-budgam"
ROAD = "on-the-way"


@dataclass(frozen=True)
class Someone:
    """A ``By`` of a story."""

    actor: str = "person:1"
    on_behalf_of: str = ""


STAFF = Someone()


def deliver() -> None:
    """Let every reaction run until nothing waits."""
    for _round in range(30):
        if not relay.deliver_pending(limit=100):
            return


def fields(answer: Any) -> dict[str, str]:
    """Return what a browser would send of the sheet: every input and text as it stands."""
    html = answer.content.decode()
    main = html[html.index("<main") :]
    found = {
        re.search(r'name="([^"]+)"', tag)[1]: (re.search(r'value="([^"]*)"', tag) or [None, ""])[1]
        for tag in re.findall(r"<input[^>]+>", main)
        if 'name="' in tag and "checkbox" not in tag and ('type="radio"' not in tag or " checked" in tag)
    }
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', main))
    return found


def listed(goods: Goods) -> None:
    """Goods that stand in the store are listings of their groups; those outside Budgam are made to order."""
    now = clock.now()
    for (maker, name), variant in goods.variants.items():
        _name, price, quantity = next(each for each in BROUGHT[maker] if each[0] == name)
        row, made = Listing.objects.get_or_create(
            key=f"world:{variant}",
            defaults={
                "group_code": maker,
                "kind": "crewel",
                "stage": Stage.APPROVED,
                "vouched": True,
                "price_paise": int(price.replace(".", "")),
                "stock_kind": "batch" if maker == "KZ09" else "made-to-order",
                "lead_days": 2,
                "photo_keys": ["0" * 64],
                "title": name,
                "title_hi": f"{name} (हि)",
                "title_ur": f"{name} (ار)",
                "hsn": "62142010",
                "weight_grams": 190,
                "sku": goods.shop.sku(name, maker),
                "product_id": goods.product(maker, name),
                "slug": goods.shop.slug(name, maker),
                "published_at": now,
                "created_at": now,
                "sent_at": now,
                "changed_at": now,
            },
        )
        if made:
            ListingVariant.objects.create(
                listing=row, position=0, sku=row.sku, variant_id=variant, quantity=quantity
            )


def stalls_for(fair: Fair, *groups: str, at: dict[str, str] | None = None) -> None:
    """These groups hold a stall, A1 and on or the one named ``at``, without having applied."""
    now = clock.now()
    call, _made = Call.objects.get_or_create(
        exhibition_code=fair.code,
        defaults={
            "key": f"call:{fair.code}",
            "deadline": fair.opens_on,
            "accept_days": 3,
            "travellers_most": 3,
            "daily_allowance": 0,
            "travel_most": 0,
            "no_shows_most": 1,
            "grievances_most": 0,
            "late_percent_most": 30,
            "commitment": "0" * 64,
            "seed_sealed": b"0",
            "sent_at": now,
            "sent_by": fair.manager,
        },
    )
    standing = at or {group: f"A{place}" for place, group in enumerate(groups, 1)}
    for group, stall in standing.items():
        asked = Application.objects.create(
            call=call,
            number=f"{fair.code}/{group}",
            key=str(uuid4()),
            group_code=group,
            district="Budgam",
            craft="crewel",
            state=AppState.ALLOTTED,
            sent_at=now,
            changed_at=now,
        )
        Holding.objects.create(
            call=call,
            application=asked,
            stall_code=stall,
            district="Budgam",
            craft="crewel",
            came_by="allotment",
            since=now,
            accepted_at=now,
        )


def opened(fair: Fair) -> None:
    """The store has the warehouse of the exhibition."""
    open_for(exhibition(fair.code), now=clock.now())


def packed(
    fair: Fair, goods: Goods, pieces: dict[str, int], *, group: str = "KZ09", key: str = "", **more: object
) -> str:
    """A group packed so many of each; the store has heard of it."""
    number = stock.pack(
        exhibition_code=fair.code,
        group_code=group,
        goods=[stock.Packed(goods.variants[group, name], n) for name, n in pieces.items()],
        key=key or str(uuid4()),
        by=STAFF,
        **more,  # type: ignore[arg-type]
    )
    deliver()
    return number


def counted(number: str, hand: stock.Hand = stock.Hand.END, **found: int | tuple[int, int]) -> None:
    """A hand finds all that was packed, but for what is named: whole pieces, or (whole, damaged)."""
    stock.count(number=number, hand=hand, counted=whole(number, **found), key=str(uuid4()), by=STAFF)
    deliver()


def whole(number: str, **found: int | tuple[int, int]) -> list[stock.Counted]:
    made = []
    for line in Line.objects.filter(consignment__number=number).order_by("id"):
        given = found.get(line.title, line.packed - line.held_back)
        good, damaged = given if isinstance(given, tuple) else (given, 0)
        made.append(stock.Counted(line.pk, good, damaged))
    return made


def sent_back(fair: Fair, goods: Goods, pieces: dict[str, int], *, rest: bool = False) -> str:
    number = stock.send_back(
        exhibition_code=fair.code,
        group_code="KZ09",
        goods=[stock.Packed(goods.variants["KZ09", name], n) for name, n in pieces.items()],
        is_rest=rest,
        key=str(uuid4()),
        by=STAFF,
    )
    deliver()
    return number


def at_the_fair(fair: Fair, goods: Goods) -> None:
    """All goods of all groups stand at the exhibition, counted in; the groups hold stalls A1, A2, A3."""
    listed(goods)
    opened(fair)
    stalls_for(fair, *BROUGHT)
    for group, pieces in BROUGHT.items():
        counted(packed(fair, goods, {name: n for name, _price, n in pieces}, group=group))


def stands(goods: Goods, name: str, fair: Fair, *, group: str = "KZ09") -> tuple[int, int, int]:
    """Return how many of a thing are free in the shop, on the road, and at the exhibition, says the store."""
    variant = goods.variants[group, name]
    there = stock_of([variant])
    nothing = Standing(0, 0)
    slugs = (HOME, ROAD, event_slug(fair.code))
    return tuple(there.get((variant, slug), nothing).free for slug in slugs)  # type: ignore[return-value]


def book(fair: Fair) -> dict[str, int]:
    """Return what stands at the exhibition, says the book, by name."""
    titles = dict(ListingVariant.objects.values_list("variant_id", "listing__title"))
    return {titles[each.variant_id]: each.quantity for each in stock.goods_at(fair.code)}


def state_of(number: str) -> str:
    return Consignment.objects.get(number=number).state


def all_hold() -> None:
    """No clause about goods at exhibitions is contradicted."""
    assert {sentence: check() for sentence, check in stock.invariants() if check()} == {}
