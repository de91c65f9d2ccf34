"""What tills sold and took back, as it reaches us: in any order, again, and of what is not there."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

import commerce.facade as commerce
from catalogue.facade import shelf_goods
from exhibitions.stock.contracts import Short, Sold
from exhibitions.stock.models import BillNote, Entry, Piece, Shelf
from exhibitions.stock.services.common import codes_of, event_slug, name_shelf
from exhibitions.stock.states import EntryKind, Whereabouts


@transaction.atomic
def note_sold(
    *, exhibition_code: str, bill_id: str, lines: Sequence[Sold], now: datetime
) -> tuple[Short, ...]:
    """See ``facade.note_sold``."""
    note, made = BillNote.objects.get_or_create(
        bill_id=bill_id, defaults={"exhibition_code": exhibition_code, "noted_at": now}
    )
    if not made:
        return tuple(Short(*each) for each in note.shorts)
    shorts: list[Short] = []
    # In the order of variants, as every bill does: two bills never wait for each other's shelves.
    for at, line in sorted(enumerate(lines), key=lambda each: each[1].variant_id):
        shelf = _shelf(exhibition_code, line.variant_id)
        serials = codes_of(line.serials)
        taken = [code for code in serials if _sell_piece(exhibition_code, line.variant_id, code, now)]
        strange = [code for code in serials if code not in taken]
        _enter(exhibition_code, bill_id, at, line, EntryKind.SOLD, -line.quantity, taken, now)
        left = shelf - line.quantity
        missing = min(line.quantity, max(-left, 0))
        shorts += [Short(line.variant_id, 1, code) for code in strange]
        if missing > len(strange):
            shorts.append(Short(line.variant_id, missing - len(strange)))
    BillNote.objects.filter(pk=note.pk).update(
        shorts=[[each.variant_id, each.quantity, each.serial] for each in shorts]
    )
    _name_unknown(exhibition_code)
    return tuple(shorts)


@transaction.atomic
def note_back(
    *, exhibition_code: str, bill_id: str, lines: Sequence[Sold], now: datetime
) -> tuple[Short, ...]:
    """
    See ``facade.note_back``. Nothing else tells the store of what came back: its stock is moved in here, so
    that nothing is left to be imported. What it never sold, as it does not know the piece, it does not get.
    """
    _note, made = BillNote.objects.get_or_create(
        bill_id=bill_id,
        defaults={"exhibition_code": exhibition_code, "noted_at": now, "imported_at": now},
    )
    if not made:
        return ()
    for at, line in sorted(enumerate(lines), key=lambda each: each[1].variant_id):
        _shelf(exhibition_code, line.variant_id)
        sold = Piece.objects.filter(
            serial__in=codes_of(line.serials), exhibition_code=exhibition_code, at=Whereabouts.SOLD
        )
        found = list(sold.select_for_update().order_by("serial").values_list("serial", flat=True))
        _enter(exhibition_code, bill_id, at, line, EntryKind.RETURNED, line.quantity, found, now)
        Piece.objects.filter(serial__in=found).update(at=Whereabouts.EVENT, changed_at=now)
        if not line.in_store:
            continue
        commerce.move_stock(
            move_id=f"back:{bill_id}:{at}",
            variant_id=line.variant_id,
            out_of="",
            into=event_slug(exhibition_code),
            quantity=line.quantity,
        )
    _name_unknown(exhibition_code)
    return ()


def note_imported(*, bill_ids: Collection[str], now: datetime) -> None:
    """See ``facade.note_imported``."""
    BillNote.objects.filter(bill_id__in=bill_ids, imported_at__isnull=True).update(imported_at=now)


def _shelf(exhibition_code: str, variant_id: str) -> int:
    """Lock a variant's shelf, which puts the bills of one variant into an order; return what stands there."""
    Shelf.objects.get_or_create(exhibition_code=exhibition_code, variant_id=variant_id)
    row = Shelf.objects.select_for_update().get(exhibition_code=exhibition_code, variant_id=variant_id)
    return row.quantity


def _enter(
    exhibition_code: str,
    bill_id: str,
    at: int,
    line: Sold,
    kind: EntryKind,
    signed: int,
    serials: Sequence[str],
    now: datetime,
) -> None:
    Entry.objects.create(
        reference=f"bill:{bill_id}:{at}",
        exhibition_code=exhibition_code,
        variant_id=line.variant_id,
        kind=kind,
        quantity=signed,
        serials=list(serials),
        bill_id=bill_id,
        at=now,
    )


def _sell_piece(exhibition_code: str, variant_id: str, code: str, now: datetime) -> bool:
    """Mark a labelled piece as sold; return whether our book had it at this exhibition."""
    rows = Piece.objects.filter(serial=code)
    here = rows.filter(exhibition_code=exhibition_code, variant_id=variant_id, at=Whereabouts.EVENT)
    return bool(here.update(at=Whereabouts.SOLD, changed_at=now))


def _name_unknown(exhibition_code: str) -> None:
    """What tills sold and nobody counted in has a shelf of our trigger's making: say what it is."""
    rows = Shelf.objects.filter(exhibition_code=exhibition_code, group_code="")
    unknown = list(rows.values_list("variant_id", flat=True))
    for goods in shelf_goods(variant_ids=unknown) if unknown else ():
        name_shelf(
            exhibition_code,
            goods.variant_id,
            product_id=goods.product_id,
            group=goods.group_code,
            sku=goods.sku,
        )
