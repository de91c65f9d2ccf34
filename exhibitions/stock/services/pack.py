"""A group, or a hub for it, packs goods for an exhibition and counts them."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogue.facade import By, ShelfGoods, shelf_goods, shelf_warehouse
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stalls.facade import stall_of
from exhibitions.stock.contracts import Packed
from exhibitions.stock.errors import BadCount, KeyTaken, NotHere
from exhibitions.stock.models import Consignment, Count, CountLine, Line
from exhibitions.stock.services.common import (
    ON_THE_WAY,
    PIECES_MOST,
    check_labels,
    claim_pieces,
    codes_of,
    move,
    next_number,
    say_moved,
)
from exhibitions.stock.states import Direction, Hand, Whereabouts
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
) -> str:
    """
    Open a consignment to an exhibition with what was packed, and return its number; the same key again
    returns the same. The store's stock leaves the group's warehouse as the variants' queues come to it.

    Raises:
        ExhibitionUnknown; NotHere: the group has no stall, or nothing is taken in now.
        BadCount: nothing, or more than the shop has, or a label that does not fit; PieceElsewhere; KeyTaken.
    """
    try:
        with transaction.atomic():
            return _pack(exhibition_code, group_code, goods, key, by, packed_at, hub_code)
    except IntegrityError:  # the same form twice at one moment: the other one has made it
        return _known(key, exhibition_code, group_code) or _gone(key)


def _gone(key: str) -> str:
    raise KeyTaken(_("Send the form again, please."), field="key", params={"key": key})


def _known(key: str, exhibition_code: str, group_code: str) -> str:
    known = Consignment.objects.filter(key=key).first()
    if known is None:
        return ""
    if (known.exhibition_code, known.group_code) != (exhibition_code, group_code):
        raise KeyTaken(_("This form was used for another consignment. Open it anew."), field="key")
    return known.number


def _pack(
    exhibition_code: str,
    group_code: str,
    goods: Sequence[Packed],
    key: str,
    by: By,
    packed_at: str,
    hub_code: str,
) -> str:
    if known := _known(key, exhibition_code, group_code):
        return known
    refuse_elsewhere(exhibition_code, group_code)
    wanted = {each.variant_id: each for each in goods if each.quantity > 0 or each.serials}
    if not wanted:
        raise BadCount(_("Say how many of what goes into the box."), field="goods")
    shelf = {
        each.variant_id: each for each in shelf_goods(group_codes=[group_code], variant_ids=list(wanted))
    }
    now = clock.now()
    made = Consignment.objects.create(
        number=next_number(now),
        key=key,
        exhibition_code=exhibition_code,
        group_code=group_code,
        direction=Direction.OUT,
        packed_at=packed_at,
        hub_code=hub_code,
        opened_at=now,
        changed_at=now,
    )
    counted = Count.objects.create(
        consignment=made,
        hand=Hand.PACKED,
        key=f"packed:{key}",
        at=now,
        actor=by.actor,
        on_behalf_of=by.on_behalf_of,
        place_code=packed_at,
    )
    home = shelf_warehouse(group_code)
    for variant_id, each in sorted(wanted.items()):
        if variant_id not in shelf:
            raise BadCount(_("These goods are not the group’s, or not in the shop."), field="goods")
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
    return Line.objects.create(
        consignment=made,
        variant_id=goods.variant_id,
        product_id=goods.product_id,
        sku=goods.sku,
        title=goods.titles["en"],
        title_hi=goods.titles["hi"],
        title_ur=goods.titles["ur"],
        variant_name=goods.variant_name,
        picture_key=goods.picture_key,
        is_new=goods.free is None,
        packed=quantity,
        in_transit=quantity,
    )
