"""A hub, or whoever takes a consignment over at its end, counts what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.facade import By, shelf_warehouse
from certification.labels.facade import shown
from exhibitions.stock.contracts import Counted
from exhibitions.stock.errors import BadCount, KeyTaken
from exhibitions.stock.models import Consignment, Count, CountLine, Line, Shelf
from exhibitions.stock.services.common import (
    ON_THE_WAY,
    PIECES_MOST,
    book,
    check_labels,
    claim_pieces,
    codes_of,
    differ,
    event_slug,
    go,
    locked,
    move,
    put_pieces,
    transit,
    wait_for_store,
)
from exhibitions.stock.states import (
    AFTER_COUNT,
    DifferenceKind,
    Direction,
    EntryKind,
    Hand,
    Whereabouts,
)
from jkrlm.kernel import clock


@dataclass(frozen=True, slots=True)
class _Expected:
    quantity: int
    serials: frozenset[str]


@transaction.atomic
def count(
    *,
    number: str,
    hand: Hand,
    counted: Sequence[Counted],
    key: str,
    by: By,
    place_code: str = "",
    words: str = "",
    at: datetime | None = None,
) -> bool:
    """
    Write down what a hand found of every line; return whether it was new. What differs from the hand before
    waits for somebody to settle it. At the end, goods enter the exhibition's stock, or the shop's again. Only
    the demo says ``at``.

    Raises:
        ConsignmentUnknown; WrongState: it was counted there already, or has ended; KeyTaken.
        BadCount: a line is missing, or labels do not fit; PieceElsewhere.
    """
    row = locked(number)
    known = Count.objects.filter(key=key).first()
    if known is not None:
        if (known.consignment_id, known.hand) != (row.pk, hand):
            raise KeyTaken(_("This form was used for another count. Open it anew."), field="key")
        return False
    now = at or clock.now()
    wait_for_store(row)
    go(row, AFTER_COUNT[hand], now=now)
    given = {each.line_id: each for each in counted}
    before = expected_of(row)
    made = Count.objects.create(
        consignment=row,
        hand=hand,
        key=key,
        at=now,
        actor=by.actor,
        on_behalf_of=by.on_behalf_of,
        place_code=place_code,
        words=words,
    )
    lines = list(row.lines.order_by("variant_id"))
    # Shelves before pieces, as everybody takes them.
    shelves = Shelf.objects.filter(
        exhibition_code=row.exhibition_code, variant_id__in=[line.variant_id for line in lines]
    )
    list(shelves.select_for_update().order_by("variant_id"))
    for line in lines:
        line.consignment = row
        _count_line(made, line, given.get(line.pk), before[line.pk], now)
    return True


def expected_of(row: Consignment) -> dict[int, _Expected]:
    """Return what the hand before left of every line: whole pieces, and their labels. Three queries."""
    counts = list(row.counts.order_by("id"))
    last = [each for each in counts if each.hand == Hand.HUB] or counts[:1]
    lines = {line.pk: line for line in row.lines.all()}
    found: dict[int, _Expected] = {}
    for each in CountLine.objects.filter(count=last[-1]):
        quantity = each.good
        if last[-1].hand == Hand.PACKED:
            quantity = max(each.good - lines[each.line_id].held_back, 0)
        found[each.line_id] = _Expected(quantity, frozenset(each.serials))
    return found


def _count_line(made: Count, line: Line, given: Counted | None, before: _Expected, now: datetime) -> None:
    if given is None or not (0 <= given.good <= PIECES_MOST and 0 <= given.damaged <= PIECES_MOST):
        raise BadCount(
            _("Count “%(title)s”; write 0 where there is none.") % {"title": line.title}, field=f"n-{line.pk}"
        )
    serials, scanned = _serials(line, given, before, now)
    CountLine.objects.create(
        count=made,
        line=line,
        expected=before.quantity,
        good=given.good,
        damaged=given.damaged,
        serials=list(serials),
    )
    hand, short = Hand(made.hand), before.quantity - given.good - given.damaged
    broken, missing = _gone(line, given, before, serials, scanned, short)
    # One piece too many beside a label that is not there: both are told, and neither hides the other.
    lost = max(short, len(missing))
    differ(line, hand, DifferenceKind.SHORT, lost, stands_in=ON_THE_WAY, now=now, serials=missing)
    over = lost - short
    differ(line, hand, DifferenceKind.OVER, over, stands_in="", now=now)
    differ(line, hand, DifferenceKind.DAMAGED, given.damaged, stands_in=ON_THE_WAY, now=now, serials=broken)
    if over > 0:
        # Nobody took these off a shelf: the store learns of them here, and staff say where they came from.
        move(line, f"{hand.value}-over", out_of="", into=ON_THE_WAY, quantity=over)
        transit(line, over)
    if hand is Hand.END:
        _arrive(line, given.good, serials, now)


def _serials(
    line: Line, given: Counted, before: _Expected, now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    Return the labels on whole pieces, and those scanned on damaged ones. Nothing scanned, and all there:
    those that were expected are whole.

    Raises:
        BadCount: some are missing, and it is not said which; PieceElsewhere.
    """
    field, codes, broken = f"codes-{line.pk}", codes_of(given.serials), codes_of(given.damaged_serials)
    if not codes and not broken and given.good >= before.quantity:
        return tuple(sorted(before.serials)), ()
    facts = {"title": line.title, "n": len(before.serials), "codes": len(codes)}
    unlabelled = before.quantity - len(before.serials)
    if before.serials and len(codes) < given.good - unlabelled:
        raise BadCount(
            _("“%(title)s”: pieces are missing. Scan the labels of those that are here.") % facts, field=field
        )
    if len(codes) > given.good:
        raise BadCount(_("“%(title)s”: %(codes)d labels, but fewer pieces.") % facts, field=field)
    if len(broken) > given.damaged:
        raise BadCount(
            _("“%(title)s”: %(codes)d labels, but fewer pieces.") % (facts | {"codes": len(broken)}),
            field=f"broken-{line.pk}",
        )
    if twice := next((code for code in broken if code in codes), ""):
        raise BadCount(
            _("Label %(code)s stands with the whole pieces and with the damaged ones.")
            % {"code": shown(twice)},
            field=f"broken-{line.pk}",
        )
    for name, scanned in ((field, codes), (f"broken-{line.pk}", broken)):
        strange = set(scanned) - before.serials
        check_labels(strange, product_id=line.product_id, group_code=line.consignment.group_code, field=name)
        claim_pieces(line, scanned, Whereabouts.ON_THE_WAY, now=now, field=name)
    return codes, broken


def _gone(
    line: Line,
    given: Counted,
    before: _Expected,
    whole: Sequence[str],
    broken: Sequence[str],
    short: int,
) -> tuple[frozenset[str], frozenset[str]]:
    """
    Return the labels on damaged pieces, and those of pieces that are not there. Where nothing is missing, the
    rest is on damaged ones; else a damaged piece of which no label was scanned is one that bore none.

    Raises:
        BadCount: more are damaged than bore no label, and it is not said which.
    """
    left, unscanned = before.serials - {*whole, *broken}, given.damaged - len(broken)
    if short <= 0 and len(left) <= unscanned:
        return left.union(broken), frozenset()
    bare = (before.quantity - len(before.serials)) - (given.good - len(whole))
    if left and unscanned > max(bare, 0):
        raise BadCount(
            _("“%(title)s”: some are missing and some are damaged. Scan the labels of the damaged ones too.")
            % {"title": line.title},
            field=f"broken-{line.pk}",
        )
    return frozenset(broken), left


def _arrive(line: Line, good: int, serials: Sequence[str], now: datetime) -> None:
    of = line.consignment
    transit(line, -good)
    if of.direction == Direction.OUT:
        move(line, "in", out_of=ON_THE_WAY, into=event_slug(of.exhibition_code), quantity=good)
        book(line, EntryKind.IN, good, "in", now=now, serials=serials)
        put_pieces(serials, Whereabouts.EVENT, now=now)
        return
    home = "" if line.is_new else shelf_warehouse(of.group_code)
    move(line, "home", out_of=ON_THE_WAY, into=home, quantity=good)
    put_pieces(serials, Whereabouts.HOME, now=now)
