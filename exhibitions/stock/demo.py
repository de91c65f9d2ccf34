"""Goods of the demo's groups at its exhibitions: packed, counted in, sent home; a piece short, a refill."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from catalogue.facade import shelf_goods
from commerce.facade import carry_moves
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stalls.facade import allotted
from exhibitions.stock.contracts import Counted, Packed
from exhibitions.stock.models import Consignment
from exhibitions.stock.selectors import goods_at
from exhibitions.stock.services.count import count
from exhibitions.stock.services.event_warehouse import open_for
from exhibitions.stock.services.leave import leave
from exhibitions.stock.services.pack import TAKES_IN, pack
from exhibitions.stock.services.send_back import SENDS_BACK, send_back
from exhibitions.stock.states import ConsignmentState, Hand
from jkrlm.kernel import clock, relay

#: Of each kind of goods at most so many travel: the shop keeps some.
MOST = 6
#: Last year so many kinds of each group: every move of the store's stock costs the demo's first start time.
KINDS_BEFORE = 2


@dataclass(frozen=True, slots=True)
class _Demo:
    actor: str = "clock"
    on_behalf_of: str = ""


def load_demo(exhibition_code: str) -> int:
    """
    Send goods of every group with a stall, one piece short and a refill on the road; return how many
    consignments there are. Repeatable.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    fair = exhibition(exhibition_code)
    if fair.state not in TAKES_IN:
        return Consignment.objects.filter(exhibition_code=exhibition_code).count()
    open_for(fair, now=clock.now())
    holders = [(each.group_code, frozenset(each.goods)) for each in allotted(exhibition_code)]
    sent = [_packed(exhibition_code, group, "", asked) for group, asked in holders]
    _moved(sent)
    if fair.state == ExhibitionState.RUNNING:
        for at, number in enumerate(sent):
            _count(number, short=at == 2)
        refills = [_packed(exhibition_code, group, ":refill", asked) for group, asked in holders[3:4]]
        _moved(refills)
        for number in refills:
            _leave(number)
    return Consignment.objects.filter(exhibition_code=exhibition_code).count()


def bring_demo_goods(exhibition_code: str, *, at: datetime) -> None:
    """As ``load_demo`` for a fair of the past: two kinds of each group, everything counted in. Repeatable."""
    fair = exhibition(exhibition_code)
    if fair.state not in TAKES_IN:
        return
    open_for(fair, now=at)
    sent = [
        _packed(exhibition_code, each.group_code, "", frozenset(each.goods), kinds=KINDS_BEFORE, at=at)
        for each in allotted(exhibition_code)
    ]
    _moved(sent)
    for number in sent:
        _count(number, at=at)


def send_demo_goods_home(exhibition_code: str, *, at: datetime) -> None:
    """What was not sold goes back, and is all there at home. Repeatable."""
    if exhibition(exhibition_code).state not in SENDS_BACK:
        return
    left = [each for each in goods_at(exhibition_code) if each.quantity > 0]
    for group in sorted({each.group_code for each in left}):
        send_back(
            exhibition_code=exhibition_code,
            group_code=group,
            goods=[Packed(each.variant_id, each.quantity) for each in left if each.group_code == group],
            is_rest=True,
            key=f"demo:{exhibition_code}:{group}:home",
            by=_Demo(),
            at=at,
        )
    home = Consignment.objects.filter(exhibition_code=exhibition_code, key__endswith=":home")
    for number in home.order_by("pk").values_list("number", flat=True):
        _count(number, at=at)


def _packed(
    exhibition_code: str,
    group: str,
    tag: str,
    asked: frozenset[str],
    *,
    kinds: int | None = None,
    at: datetime | None = None,
) -> str:
    """Pack of what the group asked to bring, once by its key; nothing where the shop has none of it."""
    key = f"demo:{exhibition_code}:{group}{tag}"
    known = Consignment.objects.filter(key=key).first()
    if known is not None:
        return known.number
    goods = [
        Packed(each.variant_id, MOST if each.free is None else min(MOST, each.free - each.free // 3))
        for each in shelf_goods(group_codes=[group])
        if each.product_id in asked and (each.free is None or each.free)
    ]
    if not goods:
        return ""
    most = sorted(goods, key=lambda each: -each.quantity)[:kinds]
    return pack(exhibition_code=exhibition_code, group_code=group, goods=most, key=key, by=_Demo(), at=at)


def _moved(numbers: Iterable[str]) -> None:
    """Let the store take what was packed off its shelves, and tell what it kept back."""
    rows = Consignment.objects.filter(number__in=list(numbers), state=ConsignmentState.PACKED)
    # Later the queue may hold what was sold beyond the stock.
    for variant_id in rows.order_by("lines__variant_id").values_list("lines__variant_id", flat=True):
        carry_moves(variant_id)
    relay.drain()


def _leave(number: str) -> None:
    if number and Consignment.objects.get(number=number).state == ConsignmentState.PACKED:
        leave(number=number, transport="JK02 AB 4417, Sharma Transport (sample)")


@transaction.atomic
def _count(number: str, *, short: bool = False, at: datetime | None = None) -> None:
    row = Consignment.objects.filter(number=number).first()
    if row is None or row.state == ConsignmentState.ARRIVED:
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
        at=at,
    )
