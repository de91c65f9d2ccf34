"""What the services of stock share: locks, numbers, pieces, moves of the store's stock."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

import commerce.facade as commerce
from catalogue.facade import By, ShelfGoods
from certification.labels import facade as labels
from exhibitions.stock.errors import BadCount, ConsignmentUnknown, KeyTaken, PieceElsewhere, WrongState
from exhibitions.stock.models import (
    Consignment,
    Count,
    Difference,
    Entry,
    Line,
    Piece,
    Shelf,
    YearCounter,
)
from exhibitions.stock.states import (
    AWAY,
    CONSIGNMENT_TRANSITIONS,
    ConsignmentState,
    DifferenceKind,
    Direction,
    EntryKind,
    Hand,
    Whereabouts,
)
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date

#: The store's warehouse of what is on the road; nobody can buy from it.
ON_THE_WAY: Final = "on-the-way"
PIECES_MOST: Final = 100_000


def event_slug(exhibition_code: str) -> str:
    """Return the slug of an exhibition's warehouse in the store."""
    return f"fair-{exhibition_code.lower()}"


def next_number(now: datetime) -> str:
    """Return the year's next number; the counter's row stays locked until the transaction ends."""
    year = local_date(now).year
    YearCounter.objects.get_or_create(year=year)
    YearCounter.objects.filter(year=year).update(last=F("last") + 1)
    return f"CN-{year}-{YearCounter.objects.get(year=year).last:03d}"


def opened_before(key: str, exhibition_code: str, group_code: str) -> str:
    """
    Return the number of what a form opened already, empty where it did not.

    Raises:
        KeyTaken: for another exhibition or group.
    """
    known = Consignment.objects.filter(key=key).first()
    if known is None:
        return ""
    if (known.exhibition_code, known.group_code) != (exhibition_code, group_code):
        raise KeyTaken(_("This form was used for another consignment. Open it anew."), field="key")
    return known.number


def open_consignment(
    *,
    exhibition_code: str,
    group_code: str,
    direction: Direction,
    key: str,
    by: By,
    place_code: str,
    packed_at: str = "",
    hub_code: str = "",
    is_rest: bool = False,
    now: datetime,
) -> tuple[Consignment, Count]:
    """Return a new consignment and its first count, at ``place_code``; both are without lines yet."""
    made = Consignment.objects.create(
        number=next_number(now),
        key=key,
        exhibition_code=exhibition_code,
        group_code=group_code,
        direction=direction,
        packed_at=packed_at,
        hub_code=hub_code,
        is_rest=is_rest,
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
        place_code=place_code,
    )
    return made, counted


def add_line(made: Consignment, goods: ShelfGoods, quantity: int) -> Line:
    """So many of these goods are on the way."""
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


def locked(number: str) -> Consignment:
    """Raises ConsignmentUnknown."""
    found = Consignment.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise ConsignmentUnknown(_("There is no such consignment."), field="number")
    return found


def go(row: Consignment, to: ConsignmentState, *, now: datetime) -> None:
    """Raises WrongState: it has gone further, or ended."""
    before = ConsignmentState(row.state)
    if to not in CONSIGNMENT_TRANSITIONS[before]:
        raise WrongState(
            _("%(number)s: “%(state)s” already. Look at it again.")
            % {"number": row.number, "state": before.label}
        )
    row.state, row.changed_at = to, now
    row.save(update_fields=["state", "changed_at", "transport", "carrier", "vehicle", "docket"])
    say_moved(row, before.value)


def wait_for_store(row: Consignment) -> None:
    """
    Raises:
        WrongState: the store has not said yet of everything that was packed whether it lets it go.
    """
    if row.direction != Direction.OUT:
        return
    lines = list(row.lines.all())
    names = [f"{row.number}:{line.pk}:{what}" for line in lines for what in ("packed", "packed-free")]
    asked = commerce.moves(names)
    for line in lines:
        first = asked.get(f"{row.number}:{line.pk}:packed")
        again = asked.get(f"{row.number}:{line.pk}:packed-free")
        refused = first is not None and first.state == commerce.MoveState.REFUSED
        unsure = refused and (not line.held_back or _unheard(line, again))
        if unsure or any(each is not None and each.is_open for each in (first, again)):
            raise WrongState(
                _("The shop is still taking these goods off its shelf. Try again in a minute."),
                code="STORE_SLOW",
            )


def _unheard(line: Line, again: commerce.Move | None) -> bool:
    refused = again is not None and again.state == commerce.MoveState.REFUSED
    return refused and line.held_back < line.packed


def say_moved(row: Consignment, before: str) -> None:
    outbox.record(
        "ConsignmentMoved",
        {
            "number": row.number,
            "exhibition": row.exhibition_code,
            "group": row.group_code,
            "direction": row.direction,
            "from": before,
            "to": row.state,
        },
    )


def move(line: Line, what: str, *, out_of: str, into: str, quantity: int) -> None:
    """Have the store's stock follow; nothing where nothing is moved."""
    if quantity > 0 and out_of != into:
        commerce.move_stock(
            move_id=f"{line.consignment.number}:{line.pk}:{what}",
            variant_id=line.variant_id,
            out_of=out_of,
            into=into,
            quantity=quantity,
        )


def transit(line: Line, by: int) -> None:
    """So many more, or fewer, of a line are on the way."""
    line.in_transit += by
    line.save(update_fields=["in_transit"])


def book(
    line: Line, kind: EntryKind, quantity: int, what: str, *, now: datetime, serials: Sequence[str] = ()
) -> None:
    """Write an entry of an exhibition's stock, once; ``quantity`` is given without its sign."""
    if quantity <= 0:
        return
    of = line.consignment
    signed = quantity if kind in (EntryKind.IN, EntryKind.RETURNED) else -quantity
    reference = f"{of.number}:{line.pk}:{what}"
    if Entry.objects.filter(reference=reference).exists():
        return
    Entry.objects.create(
        reference=reference,
        exhibition_code=of.exhibition_code,
        variant_id=line.variant_id,
        kind=kind,
        quantity=signed,
        serials=list(serials),
        at=now,
    )
    name_shelf(
        of.exhibition_code, line.variant_id, product_id=line.product_id, group=of.group_code, sku=line.sku
    )


def name_shelf(exhibition_code: str, variant_id: str, *, product_id: str, group: str, sku: str) -> None:
    """Say what a variant is, where its shelf does not say yet."""
    Shelf.objects.filter(exhibition_code=exhibition_code, variant_id=variant_id, group_code="").update(
        product_id=product_id, group_code=group, sku=sku
    )


def differ(
    line: Line,
    hand: Hand,
    kind: DifferenceKind,
    quantity: int,
    *,
    stands_in: str,
    now: datetime,
    serials: Iterable[str] = (),
) -> None:
    if quantity > 0:
        Difference.objects.create(
            line=line,
            hand=hand,
            kind=kind,
            quantity=quantity,
            serials=sorted(serials),
            stands_in=stands_in,
            found_at=now,
        )


def codes_of(typed: Iterable[str]) -> tuple[str, ...]:
    """Return label codes as printed without hyphens, each once, in their order."""
    return tuple(dict.fromkeys(code for code in (labels.plain(each) for each in typed) if code))


def check_labels(codes: Collection[str], *, product_id: str, group_code: str, field: str) -> None:
    """
    Raises:
        BadCount: a code that no piece of these goods bears.
    """
    for code in codes:
        try:
            found = labels.label(code)
        except labels.LabelUnknown:
            raise BadCount(
                _("There is no label %(code)s. Compare it with the piece.") % {"code": labels.shown(code)},
                field=field,
            ) from None
        if found.state != labels.LabelStateName.ATTACHED:
            raise BadCount(_("Label %(code)s is on no piece.") % {"code": labels.shown(code)}, field=field)
        if (found.product_id, found.group_code) != (product_id, group_code):
            raise BadCount(
                _("Label %(code)s is of other goods: %(title)s.")
                % {"code": labels.shown(code), "title": found.goods.title},
                field=field,
            )


def claim_pieces(line: Line, codes: Sequence[str], at: Whereabouts, *, now: datetime, field: str) -> None:
    """
    Put labelled pieces into a consignment's hands.

    Raises:
        PieceElsewhere: one is on another way, at an exhibition, or sold.
    """
    of = line.consignment
    Piece.objects.bulk_create(
        [
            Piece(
                serial=code,
                variant_id=line.variant_id,
                group_code=of.group_code,
                exhibition_code=of.exhibition_code,
                at=Whereabouts.HOME,
                changed_at=now,
            )
            for code in sorted(codes)
        ],
        ignore_conflicts=True,
    )
    for piece in Piece.objects.select_for_update().filter(serial__in=codes).order_by("serial"):
        here = piece.consignment_id == of.pk
        if piece.at in AWAY and not here:
            raise PieceElsewhere(
                _("Piece %(code)s: %(where)s, says our book. One piece cannot be in two places.")
                % {"code": labels.shown(piece.serial), "where": Whereabouts(piece.at).label},
                field=field,
            )
        Piece.objects.filter(pk=piece.pk).update(
            variant_id=line.variant_id,
            group_code=of.group_code,
            exhibition_code=of.exhibition_code,
            consignment=of,
            at=at,
            changed_at=now,
        )


def put_pieces(codes: Collection[str], at: Whereabouts, *, now: datetime) -> None:
    Piece.objects.filter(serial__in=codes).update(at=at, changed_at=now)
