"""Goods on their way to exhibitions and back, counted at each hand; what differs is settled by staff."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import override

import exhibitions.plan.facade as plan
import exhibitions.stock.facade as stock
from jkrlm.api.binding import field, query
from jkrlm.api.caller import Caller
from jkrlm.api.errors import Denied
from jkrlm.api.rooms.fairs import (
    GOODS,
    KEEPERS,
    hers,
    is_hers,
    known,
    language,
    looked_at,
    number,
    runs,
)
from jkrlm.api.writes import write
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, audit
from sellers.portal.facade import Acting, act_for, audit_act


@dataclass(frozen=True, slots=True)
class _Hands:
    """Who does it: a group's, in her name or under its consent, or the exhibition's staff."""

    caller: Caller
    acting: Acting | None

    @property
    def actor(self) -> str:
        return self.acting.by().actor if self.acting else f"person:{self.caller.person().pk}"

    @property
    def on_behalf_of(self) -> str:
        return self.acting.by().on_behalf_of if self.acting else ""

    def written(self, verb: str, what: str, *, kind: str = "consignment") -> None:
        if self.acting is not None:
            audit_act(self.acting, verb=verb, target=f"{kind} {what}")
        else:
            audit(actor=self.caller.person(), verb=verb, target=f"{kind} {what}")


def _keeps(caller: Caller, exhibition: str) -> bool:
    return caller.has(*KEEPERS.roles) and is_hers(caller, exhibition, Role.LOGISTICS)


def _owns(caller: Caller, group: str) -> bool:
    return caller.acting is not None and group in caller.acting.group_codes


def _hands(caller: Caller, exhibition: str, group: str) -> _Hands:
    """
    Return as whom she does it.

    Raises:
        ExhibitionUnknown; Denied; ConsentMissing: of the portal.
    """
    plan.exhibition(exhibition)
    if _owns(caller, group):
        return _Hands(caller, act_for(caller.seller(), group))
    if not _keeps(caller, exhibition):
        raise Denied(is_known=True)
    return _Hands(caller, None)


def _readable(caller: Caller, number: str) -> stock.ConsignmentView:
    """Raises ConsignmentUnknown: of another's as of none."""
    found = stock.consignment(number)
    if _owns(caller, found.group_code) or _keeps(caller, found.exhibition_code):
        return found
    return stock.consignment("")


@query("fairConsignments", KEEPERS)
def consignments(caller: Caller, exhibition: str) -> tuple[stock.ConsignmentView, ...]:
    here = looked_at(caller, exhibition, Role.LOGISTICS) is not None
    return stock.consignments(exhibition_code=exhibition) if here else ()


@query("fairConsignment", GOODS)
def consignment(caller: Caller, number: str) -> dict[str, Any] | None:
    try:
        return _file(caller, _readable(caller, number))
    except stock.ConsignmentUnknown:
        return None


def _file(caller: Caller, found: stock.ConsignmentView) -> dict[str, Any]:
    room = "sell_consignments" if _owns(caller, found.group_code) else "exhibitions_stock"
    with override("en"):
        address = reverse(f"{room}:note", args=[found.exhibition_code, found.number])
    return {
        "consignment": found,
        "lines": stock.lines_of(found.number),
        "differences": stock.differences(numbers=[found.number]),
        "note_address": address,
    }


@query("fairStock", GOODS)
def totals(caller: Caller, exhibition: str) -> tuple[stock.GroupGoods, ...]:
    """Of every group for those whose work it is, of her own for a seller."""
    if known(exhibition) is None:
        return ()
    every = stock.totals_by_group(exhibition)
    if _keeps(caller, exhibition):
        return every
    return tuple(each for each in every if _owns(caller, each.group_code))


@query("fairDifferences", KEEPERS)
def differences(caller: Caller, exhibition: str, open_only: bool) -> tuple[stock.DifferenceView, ...]:
    if looked_at(caller, exhibition, Role.LOGISTICS) is None:
        return ()
    return stock.differences(exhibition_code=exhibition, is_open=True if open_only else None)


@field("FairLine", "title")
def line_title(source: stock.LineView, _caller: Caller) -> str:
    return source.titles.get(language(), source.titles["en"])


@field("FairDifference", "title")
def difference_title(source: stock.DifferenceView, _caller: Caller) -> str:
    return source.titles.get(language(), source.titles["en"])


def _show(caller: Caller, number: str) -> dict[str, Any]:
    return _file(caller, _readable(caller, number))


def _packed(goods: list[dict[str, Any]]) -> list[stock.Packed]:
    return [
        stock.Packed(each["variant"], each["quantity"], tuple(each["serials"][:500])) for each in goods[:300]
    ]


@write("packForFair", GOODS, "file", _show)
def pack(caller: Caller, key: UUID, exhibition: str, group: str, goods: list[dict[str, Any]]) -> str:
    by = _hands(caller, exhibition, group)
    number = stock.pack(
        exhibition_code=exhibition, group_code=group, goods=_packed(goods), key=str(key), by=by
    )
    by.written("stock.pack" if by.acting else "stock.open", number)
    return number


def _show_prices(caller: Caller, ref: str) -> list[dict[str, Any]] | None:
    """Those that were named; the others are as online."""
    exhibition, group, *variants = json.loads(ref)
    if not _owns(caller, group) and not _keeps(caller, exhibition):
        return None
    found = stock.fair_prices(variants)
    return [{"variant_id": variant, "price": price.amount} for variant, price in sorted(found.items())]


@write("nameFairPrices", GOODS, "prices", _show_prices)
def name_prices(caller: Caller, key: UUID, exhibition: str, group: str, prices: list[dict[str, Any]]) -> str:
    by = _hands(caller, exhibition, group)
    if by.acting is None:
        runs(caller, exhibition)
    named = {each["variant"]: each.get("price") for each in prices[:300]}
    wish = {
        variant: None if price is None else Money(number(price, "price"), "INR")
        for variant, price in named.items()
    }
    if stock.name_prices(exhibition_code=exhibition, group_code=group, prices=wish, by=by):
        by.written("stock.prices", group, kind="group")
    return json.dumps([exhibition, group, *sorted(named)])


@write("consignmentLeft", GOODS, "file", _show)
def leave(caller: Caller, key: UUID, number: str, transport: str) -> str:
    found = _readable(caller, number)
    by = _hands(caller, found.exhibition_code, found.group_code)
    if stock.leave(number=found.number, transport=transport[:120]):
        by.written("stock.left", found.number)
    return found.number


@write("countConsignment", GOODS, "file", _show)
def count(caller: Caller, key: UUID, number: str, hand: str, lines: list[dict[str, Any]], words: str) -> str:
    """A group counts what came home to it; everything else is staff's to count."""
    found, at = _readable(caller, number), stock.Hand(hand)
    comes_home = found.direction == stock.Direction.BACK and at is stock.Hand.END
    if not comes_home and not _keeps(caller, found.exhibition_code):
        raise Denied(is_known=True)
    by = _Hands(caller, None)
    if _owns(caller, found.group_code) and comes_home:
        by = _hands(caller, found.exhibition_code, found.group_code)
    fair = plan.exhibition(found.exhibition_code)
    is_here = at is stock.Hand.END and found.direction == stock.Direction.OUT
    is_new = stock.count(
        number=found.number,
        hand=at,
        counted=[
            stock.Counted(each["line"], each["good"], each["damaged"], tuple(each["serials"][:500]))
            for each in lines[:300]
        ],
        key=str(key),
        by=by,
        place_code=fair.place_code if is_here else "",
        words=words[:300],
    )
    if is_new:
        by.written(f"stock.count-{at.value}", found.number)
    return found.number


@write("cancelConsignment", KEEPERS, "file", _show)
def cancel(caller: Caller, key: UUID, number: str) -> str:
    found = _readable(caller, number)
    hers(caller, found.exhibition_code, Role.LOGISTICS)
    by = _Hands(caller, None)
    if stock.cancel(number=found.number):
        by.written("stock.cancel", found.number)
    return found.number


@write("sendGoodsHome", KEEPERS, "file", _show)
def send_home(
    caller: Caller, key: UUID, exhibition: str, group: str, goods: list[dict[str, Any]], rest: bool
) -> str:
    hers(caller, exhibition, Role.LOGISTICS)
    by = _Hands(caller, None)
    number = stock.send_back(
        exhibition_code=exhibition,
        group_code=group,
        goods=_packed(goods),
        is_rest=rest,
        key=str(key),
        by=by,
    )
    by.written("stock.open", number)
    return number


def _show_difference(caller: Caller, ref: str) -> stock.DifferenceView | None:
    found = stock.difference(int(ref))
    return found if _keeps(caller, found.exhibition_code) else None


@write("settleDifference", KEEPERS, "difference", _show_difference)
def settle(
    caller: Caller,
    key: UUID,
    difference: int,
    outcome: str,
    bearer: str,
    words: str,
    worth: Decimal | None = None,
) -> int:
    """Where another than the group bears it, worth is proposed to finance as a credit."""
    found = stock.difference(difference)
    user = hers(caller, found.exhibition_code, Role.LOGISTICS)
    stock.settle(
        difference_id=found.id,
        outcome=stock.Outcome(outcome),
        bearer=stock.Bearer(bearer),
        words=words,
        by=_Hands(caller, None),
        worth=None if worth is None else Money(number(worth, "worth"), "INR"),
    )
    after: dict[str, object] = {
        "outcome": outcome,
        "bearer": bearer,
        "words": words,
        "worth": str(worth or ""),
    }
    audit(actor=user, verb="stock.settle", target=f"difference {found.id}", after=after)
    return found.id
