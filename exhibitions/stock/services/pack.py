"""A group, or a hub for it, packs goods for an exhibition and counts them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogue.facade import (
    HELD_AT_STALLS,
    BlockReason,
    By,
    ShelfGoods,
    listings_of,
    shelf_goods,
    shelf_warehouse,
)
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stalls.facade import stall_of
from exhibitions.stock.contracts import Packed
from exhibitions.stock.errors import BadCount, NotHere
from exhibitions.stock.models import Consignment, CountLine, Line
from exhibitions.stock.services.common import (
    ON_THE_WAY,
    PIECES_MOST,
    add_line,
    check_labels,
    claim_pieces,
    codes_of,
    move,
    open_consignment,
    opened_before,
    say_moved,
)
from exhibitions.stock.states import Direction, Whereabouts
from jkrlm.kernel import clock

#: Goods are taken in from the day on which stalls are allotted until the last one.
TAKES_IN = (ExhibitionState.ALLOTTED, ExhibitionState.RUNNING)


def pack(
    *,
    exhibition_code: str,
    group_code: str,
    goods: Sequence[Packed],
    key: str,
    by: By,
    packed_at: str = "",
    hub_code: str = "",
    at: datetime | None = None,
) -> str:
    """
    Open a consignment to an exhibition with what was packed, and return its number; the same key again
    returns the same. The store's stock leaves the group's warehouse as the variants' queues come to it. Only
    the demo, which tells of days that are past, says ``at``.

    Raises:
        ExhibitionUnknown; NotHere: the group has no stall, or nothing is taken in now.
        BadCount: nothing, or more than the shop has, or a label that does not fit; PieceElsewhere; KeyTaken.
    """
    try:
        with transaction.atomic():
            return _pack(exhibition_code, group_code, goods, key, by, packed_at, hub_code, at or clock.now())
    except IntegrityError:  # the same form twice at one moment: the other one has made it
        if number := opened_before(key, exhibition_code, group_code):
            return number
        raise


def _pack(
    exhibition_code: str,
    group_code: str,
    goods: Sequence[Packed],
    key: str,
    by: By,
    packed_at: str,
    hub_code: str,
    now: datetime,
) -> str:
    if known := opened_before(key, exhibition_code, group_code):
        return known
    refuse_elsewhere(exhibition_code, group_code)
    wanted = {each.variant_id: each for each in goods if each.quantity > 0 or each.serials}
    if not wanted:
        raise BadCount(_("Say how many of what goes into the box."), field="goods")
    shelf = {
        each.variant_id: each for each in shelf_goods(group_codes=[group_code], variant_ids=list(wanted))
    }
    held_back = why_held_back(group_code)
    made, counted = open_consignment(
        exhibition_code=exhibition_code,
        group_code=group_code,
        direction=Direction.OUT,
        key=key,
        by=by,
        place_code=packed_at,
        packed_at=packed_at,
        hub_code=hub_code,
        now=now,
    )
    home = shelf_warehouse(group_code)
    for variant_id, each in sorted(wanted.items()):
        if variant_id not in shelf:
            raise BadCount(_("These goods are not the group’s, or not in the shop."), field="goods")
        if why := held_back.get(shelf[variant_id].product_id):
            raise BadCount(why, field=f"n-{variant_id}")
        line = _line(made, shelf[variant_id], each)
        codes = codes_of(each.serials)
        check_labels(codes, product_id=line.product_id, group_code=group_code, field=f"codes-{variant_id}")
        claim_pieces(line, codes, Whereabouts.ON_THE_WAY, now=now, field=f"codes-{variant_id}")
        CountLine.objects.create(
            count=counted, line=line, expected=line.packed, good=line.packed, serials=list(codes)
        )
        move(line, "packed", out_of="" if line.is_new else home, into=ON_THE_WAY, quantity=line.packed)
    say_moved(made, "")
    return made.number


def why_held_back(group_code: str) -> dict[str, str]:
    """
    Return product -> why nobody may sell it at a fair either. What a group took off its shop, and its
    holiday, are no reason: it stands at the stall.
    """
    return {
        each.product_id: _("“%(title)s” may not be sold now: %(why)s.")
        % {"title": each.title, "why": BlockReason(block.reason).label}
        for each in listings_of([group_code])
        for block in each.blocks
        if block.reason in HELD_AT_STALLS and each.product_id
    }


def refuse_elsewhere(exhibition_code: str, group_code: str) -> None:
    """
    Raises:
        ExhibitionUnknown; NotHere.
    """
    found = exhibition(exhibition_code)
    if found.state not in TAKES_IN:
        raise NotHere(_("%(name)s takes no goods in now.") % {"name": found.name})
    if stall_of(exhibition_code, group_code) is None:
        raise NotHere(_("The group has no stall at %(name)s.") % {"name": found.name})


def _line(made: Consignment, goods: ShelfGoods, packed: Packed) -> Line:
    quantity, codes = packed.quantity, codes_of(packed.serials)
    facts = {"title": goods.titles["en"], "free": goods.free, "codes": len(codes)}
    if not 0 < quantity <= PIECES_MOST:
        raise BadCount(_("Write how many of “%(title)s” there are.") % facts, field=f"n-{goods.variant_id}")
    if goods.free is not None and quantity > goods.free:
        raise BadCount(
            _("The shop has %(free)d of “%(title)s”. Are there more? First say so under Goods.") % facts,
            field=f"n-{goods.variant_id}",
        )
    if len(codes) > quantity:
        raise BadCount(
            _("“%(title)s”: %(codes)d labels, but fewer pieces.") % facts, field=f"codes-{goods.variant_id}"
        )
    return add_line(made, goods, quantity)
