"""Reactions: to exhibitions that move on, and to what became of moves of the store's stock."""

from django.db import transaction

from catalogue.facade import shelf_warehouse
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stock.errors import WrongState
from exhibitions.stock.models import Consignment, EventWarehouse, Line
from exhibitions.stock.services.common import ON_THE_WAY, move, transit
from exhibitions.stock.services.event_warehouse import close_for, open_for
from exhibitions.stock.services.leave import cancel
from exhibitions.stock.states import ConsignmentState, Direction
from jkrlm.kernel import clock
from jkrlm.kernel.errors import TryLater
from jkrlm.kernel.outbox import Event

_OPENS = (ExhibitionState.ALLOTTED, ExhibitionState.RUNNING)
_ENDS = (ExhibitionState.SETTLED, ExhibitionState.CANCELLED)


def on_exhibition_moved(event: Event) -> None:
    """Open its warehouse in the store when stalls are allotted; let it go when all is settled."""
    found = exhibition(str(event.payload["exhibition"]))
    if found.state in _OPENS:
        open_for(found, now=clock.now())
    elif found.state in _ENDS:
        if found.state == ExhibitionState.CANCELLED:
            _call_off(found.code)
        close_for(found.code, now=clock.now())


def _call_off(exhibition_code: str) -> None:
    """
    What was packed for a cancelled exhibition and stands at home is the shop's again; what is on the road is
    counted where it arrives, and sent back.

    Raises:
        TryLater: the shop still takes goods of one off its shelf.
    """
    packed = Consignment.objects.filter(
        exhibition_code=exhibition_code, state=ConsignmentState.PACKED, direction=Direction.OUT
    )
    for number in packed.order_by("id").values_list("number", flat=True):
        try:
            cancel(number=number)
        except WrongState as refusal:
            if refusal.code == "STORE_SLOW":
                raise TryLater(refusal.message) from refusal


def close_ended() -> int:
    """Close the warehouses of exhibitions that ended with goods in them, since then gone; return how many."""
    closed = 0
    for code in EventWarehouse.objects.filter(closed_at__isnull=True).values_list(
        "exhibition_code", flat=True
    ):
        if exhibition(code).state in _ENDS:
            closed += close_for(code, now=clock.now())
    return closed


@transaction.atomic
def on_stock_moved(event: Event) -> None:
    """
    What was packed, but sold in the shop before the store let it go, stays with the group; what is free of it
    is asked for once more.
    """
    if event.payload["state"] != "refused":
        return
    number, line_id, what = [*str(event.payload["move_id"]).split(":"), "", ""][:3]
    if what not in ("packed", "packed-free") or not line_id.isdigit():
        return
    row = Consignment.objects.select_for_update().filter(number=number, direction=Direction.OUT).first()
    line = Line.objects.filter(pk=int(line_id), consignment=row).first() if row is not None else None
    if row is None or line is None:
        return
    line.consignment = row
    free = int(event.payload["free"]) if what == "packed" else 0
    held_back = max(line.packed - free, 0)
    if held_back <= line.held_back:
        return
    transit(line, line.held_back - held_back)
    line.held_back = held_back
    line.save(update_fields=["held_back"])
    move(line, "packed-free", out_of=shelf_warehouse(row.group_code), into=ON_THE_WAY, quantity=free)
