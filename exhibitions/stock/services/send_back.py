"""At an exhibition, goods of a group are counted out and packed for home."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogue.facade import By, ShelfGoods, shelf_goods
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stock.contracts import Packed
from exhibitions.stock.errors import BadCount, NotHere
from exhibitions.stock.models import Consignment, Count, CountLine, Line, Piece, Shelf
from exhibitions.stock.services.common import (
    ON_THE_WAY,
    PIECES_MOST,
    add_line,
    book,
    check_labels,
    claim_pieces,
    codes_of,
    differ,
    event_slug,
    move,
    open_consignment,
    opened_before,
    say_moved,
)
from exhibitions.stock.states import DifferenceKind, Direction, EntryKind, Hand, Whereabouts
from jkrlm.kernel import clock

SENDS_BACK = (
    ExhibitionState.ALLOTTED,
    ExhibitionState.RUNNING,
    ExhibitionState.CLOSED,
    ExhibitionState.CANCELLED,
)


def send_back(
    *,
    exhibition_code: str,
    group_code: str,
    goods: Sequence[Packed],
    is_rest: bool,
    key: str,
    by: By,
    hub_code: str = "",
    at: datetime | None = None,
) -> str:
    """
    Open a consignment home with what was counted out, and return its number; the same key again returns the
    same. ``is_rest``: this is all that the group has here; what the books say beyond it waits to be settled.
    Only the demo says ``at``.

    Raises:
        ExhibitionUnknown; NotHere: the exhibition is not on, or settled.
        BadCount: nothing, or more than is there while it is not the rest; PieceElsewhere; KeyTaken.
    """
    try:
        with transaction.atomic():
            if known := opened_before(key, exhibition_code, group_code):
                return known
            return _send(exhibition_code, group_code, goods, is_rest, key, by, hub_code, at or clock.now())
    except IntegrityError:  # the same form twice at one moment: the other one has made it
        if number := opened_before(key, exhibition_code, group_code):
            return number
        raise


def _send(
    exhibition_code: str,
    group_code: str,
    goods: Sequence[Packed],
    is_rest: bool,
    key: str,
    by: By,
    hub_code: str,
    now: datetime,
) -> str:
    found = exhibition(exhibition_code)
    if found.state not in SENDS_BACK:
        raise NotHere(_("Nothing can be sent back from %(name)s now.") % {"name": found.name})
    packed = {each.variant_id: each for each in goods}
    rows = Shelf.objects.select_for_update().filter(exhibition_code=exhibition_code, group_code=group_code)
    shelves = {row.variant_id: row for row in rows.order_by("variant_id")}
    wanted = sorted(set(shelves) if is_rest else {v for v, each in packed.items() if each.quantity})
    wanted = [v for v in wanted if not is_rest or shelves[v].quantity or packed.get(v, _NOTHING).quantity]
    if not wanted:
        raise BadCount(_("Say how many of what goes back."), field="goods")
    known = {each.variant_id: each for each in shelf_goods(variant_ids=wanted)}
    made, counted = open_consignment(
        exhibition_code=exhibition_code,
        group_code=group_code,
        direction=Direction.BACK,
        key=key,
        by=by,
        place_code=found.place_code,
        hub_code=hub_code,
        is_rest=is_rest,
        now=now,
    )
    for variant_id in wanted:
        given = packed.get(variant_id, Packed(variant_id, 0))
        if variant_id not in shelves or variant_id not in known:
            raise BadCount(_("These goods are not here."), field=f"n-{variant_id}")
        _take(made, counted, known[variant_id], shelves[variant_id].quantity, given, now)
    say_moved(made, "")
    return made.number


_NOTHING = Packed("", 0)


def _take(
    made: Consignment, counted: Count, goods: ShelfGoods, there: int, given: Packed, now: datetime
) -> None:
    good, field = given.quantity, f"n-{goods.variant_id}"
    facts = {"title": goods.titles["en"], "there": there}
    if not 0 <= good <= PIECES_MOST:
        raise BadCount(_("Write how many of “%(title)s” there are.") % facts, field=field)
    if good > there and not made.is_rest:
        raise BadCount(_("“%(title)s”: %(there)d are here, says our book.") % facts, field=field)
    line = add_line(made, goods, good)
    here, booked = event_slug(made.exhibition_code), min(good, max(there, 0))
    serials = _labelled(line, given, there, now)
    CountLine.objects.create(
        count=counted, line=line, expected=max(there, 0), good=good, serials=list(serials)
    )
    move(line, "packed", out_of=here, into=ON_THE_WAY, quantity=booked)
    move(line, "packed-over", out_of="", into=ON_THE_WAY, quantity=good - booked)
    book(line, EntryKind.BACK, booked, "back", now=now, serials=serials)
    differ(line, Hand.PACKED, DifferenceKind.OVER, good - booked, stands_in="", now=now)
    if made.is_rest and there > good:
        missing = set(_serials_here(made.exhibition_code, line.variant_id))
        # Sold without a scan of their labels: nobody can say which of these are the missing pieces.
        told = missing if len(missing) <= there - good else ()
        differ(line, Hand.PACKED, DifferenceKind.SHORT, there - good, stands_in=here, now=now, serials=told)
    if made.is_rest and there < 0:
        # More was sold than was ever counted in: the buyers have it, so it was here.
        differ(line, Hand.PACKED, DifferenceKind.OVER, -there, stands_in=here, now=now)


def _labelled(line: Line, given: Packed, there: int, now: datetime) -> tuple[str, ...]:
    of, field = line.consignment, f"codes-{line.variant_id}"
    codes, here = codes_of(given.serials), _serials_here(of.exhibition_code, line.variant_id)
    if not codes and given.quantity >= there:
        codes = here
    unlabelled = max(there - len(here), 0)
    if here and len(codes) < given.quantity - unlabelled:
        raise BadCount(
            _("“%(title)s”: scan the labels of the pieces that go back.") % {"title": line.title}, field=field
        )
    if len(codes) > given.quantity:
        raise BadCount(
            _("“%(title)s”: %(codes)d labels, but fewer pieces.")
            % {"title": line.title, "codes": len(codes)},
            field=field,
        )
    check_labels(codes, product_id=line.product_id, group_code=of.group_code, field=field)
    Piece.objects.filter(serial__in=[code for code in codes if code in here]).update(consignment=of)
    claim_pieces(line, codes, Whereabouts.ON_THE_WAY, now=now, field=field)
    return codes


def _serials_here(exhibition_code: str, variant_id: str) -> tuple[str, ...]:
    rows = Piece.objects.filter(exhibition_code=exhibition_code, variant_id=variant_id, at=Whereabouts.EVENT)
    return tuple(rows.order_by("serial").values_list("serial", flat=True))
