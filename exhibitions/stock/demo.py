"""Goods of the demo's groups at the demo's exhibition: counted in, one piece short, a refill on the road."""

from dataclasses import dataclass

from django.db import transaction

from catalogue.facade import shelf_goods
from commerce.facade import carry_moves
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stalls.facade import allotted
from exhibitions.stock.contracts import Counted, Packed
from exhibitions.stock.models import Consignment
from exhibitions.stock.services.count import count
from exhibitions.stock.services.event_warehouse import open_for
from exhibitions.stock.services.leave import leave
from exhibitions.stock.services.pack import TAKES_IN, pack
from exhibitions.stock.states import ConsignmentState, Hand
from jkrlm.kernel import clock, relay

#: Of each kind of goods at most so many travel: the shop keeps some.
MOST = 6


@dataclass(frozen=True, slots=True)
class _Demo:
    actor: str = "clock"
    on_behalf_of: str = ""


def load_demo(exhibition_code: str) -> int:
    """
    Send goods of every group with a stall; return how many consignments there are. Repeatable.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    fair = exhibition(exhibition_code)
    if fair.state not in TAKES_IN:
        return Consignment.objects.filter(exhibition_code=exhibition_code).count()
    open_for(fair, now=clock.now())
    for at, holder in enumerate(allotted(exhibition_code)):
        group, asked = holder.group_code, frozenset(holder.goods)
        number = _packed(exhibition_code, group, f"demo:{exhibition_code}:{group}", asked)
        if number and fair.state == ExhibitionState.RUNNING:
            _count(number, short=at == 2)
        if number and at == 3 and fair.state == ExhibitionState.RUNNING:
            refill = _packed(exhibition_code, group, f"demo:{exhibition_code}:{group}:refill", asked)
            if refill:
                _leave(refill)
    return Consignment.objects.filter(exhibition_code=exhibition_code).count()


def _packed(exhibition_code: str, group: str, key: str, asked: frozenset[str]) -> str:
    """Pack of what the group asked to bring, once by ``key``; nothing where the shop has none of it."""
    known = Consignment.objects.filter(key=key).first()
    goods = [
        Packed(each.variant_id, MOST if each.free is None else min(MOST, each.free - each.free // 3))
        for each in shelf_goods(group_codes=[group])
        if each.product_id in asked and (each.free is None or each.free)
    ]
    if known is None and not goods:
        return ""
    number = (
        known.number
        if known is not None
        else pack(exhibition_code=exhibition_code, group_code=group, goods=goods, key=key, by=_Demo())
    )
    row = Consignment.objects.get(number=number)
    if row.state == ConsignmentState.PACKED:  # later the queue may hold what was sold beyond the stock
        for variant_id in row.lines.values_list("variant_id", flat=True):
            carry_moves(variant_id)
        relay.drain()  # what the store kept back must be known before it leaves
    return number


def _leave(number: str) -> None:
    if Consignment.objects.get(number=number).state == ConsignmentState.PACKED:
        leave(number=number, transport="JK02 AB 4417, Sharma Transport (sample)")


@transaction.atomic
def _count(number: str, *, short: bool) -> None:
    row = Consignment.objects.get(number=number)
    if row.state == ConsignmentState.ARRIVED:
        return
    lines = list(row.lines.order_by("id"))
    found = {line.pk: line.packed - line.held_back for line in lines}
    if short and found[lines[0].pk]:
        found[lines[0].pk] -= 1
    count(
        number=number,
        hand=Hand.END,
        counted=[Counted(line_id, good) for line_id, good in found.items()],
        key=f"demo:{number}",
        by=_Demo(),
    )
