"""
The queue of stock moves: one to a variant, out of a warehouse before into the other, each once.

See docs/decisions/0055. A store's numbers are absolute: two writers of one number undo each other, so every
move of a variant, and every wish of its seller, goes through one lock.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from commerce.client.client import Store
from commerce.models import MoveState, StockMove
from commerce.stock_leg import Leg, NotEnough
from commerce.warehouses import warehouse_ids
from jkrlm.kernel import outbox
from jkrlm.kernel.errors import DomainError, TryLater
from jkrlm.kernel.locks import advisory_lock

OPEN = (MoveState.WAITING, MoveState.TAKEN)


class MoveDiffers(DomainError):
    """Another move was asked for under this id."""

    code = "KEY_TAKEN"


class WarehouseMissing(TryLater):
    """The store has no warehouse of that name, yet."""

    retry_in_seconds = 30.0


class WishUnderWay(TryLater):
    """The seller's own number, said before, is on its way to the store: the move comes after it."""

    retry_in_seconds = 5.0


@dataclass(frozen=True, slots=True)
class Move:
    """Warehouses by their slugs, an empty one is nowhere; ``trouble`` and ``doubt`` are for staff to read."""

    move_id: str
    variant_id: str
    out_of: str
    into: str
    quantity: int
    state: MoveState
    tries: int
    trouble: str
    doubt: str
    asked_at: datetime
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(slots=True)
class _HandedIn:
    wish_before: Callable[[str, datetime], bool] = lambda _variant, _asked_at: False


_handed_in = _HandedIn()


def set_wish_before(wish_before: Callable[[str, datetime], bool]) -> None:
    """Take from the wiring who knows whether a seller's number, said before a moment, is still unwritten."""
    _handed_in.wish_before = wish_before


@transaction.atomic
def ask_move(
    *, move_id: str, variant_id: str, out_of: str, into: str, quantity: int, now: datetime
) -> StockMove:
    """
    Put a move at the end of its variant's queue, in the caller's transaction; the same again changes nothing.

    Raises:
        MoveDiffers: this id is another move's.
        ValueError: nothing is to be moved, or nowhere.
    """
    if quantity < 1 or out_of == into:
        raise ValueError(f"{move_id}: {quantity} out of {out_of!r} into {into!r} is no move.")
    asked = {"variant_id": variant_id, "out_of": out_of, "into": into, "quantity": quantity}
    row, made = StockMove.objects.get_or_create(
        move_id=move_id, defaults={**asked, "asked_at": now, "changed_at": now}
    )
    if not made and any(getattr(row, name) != value for name, value in asked.items()):
        raise MoveDiffers(f"{move_id} was asked for as another move.", field="move_id")
    if made:
        outbox.record("StockMoveAsked", {"move_id": move_id, "variant_id": variant_id})
    return row


def carry_moves(
    variant_id: str,
    *,
    store: Store,
    shift: Callable[[Leg], None],
    clock: Callable[[], datetime],
    asked_before: datetime | None = None,
) -> int:
    """
    Carry a variant's moves out, in their order; return how many were ended. Repeatable.

    A move of more than is free is refused and holds up nobody.

    Raises:
        WishUnderWay, StoreRefused, StoreUnavailable: to be tried again; the moves behind it wait.
    """
    ended = 0
    with queue_lock(variant_id):
        rows = StockMove.objects.filter(variant_id=variant_id, state__in=OPEN).order_by("id")
        if asked_before is not None:
            rows = rows.filter(asked_at__lt=asked_before)
        waiting = list(rows)
        known = warehouse_ids(store) if waiting else {}
        for row in waiting:
            try:
                _carry(row, known=known, shift=shift, clock=clock, heed_wishes=asked_before is None)
            except Exception as fault:
                StockMove.objects.filter(pk=row.pk).update(
                    tries=row.tries + 1, trouble=str(fault)[:300], changed_at=clock()
                )
                raise
            ended += 1
    return ended


def queue_lock(variant_id: str) -> AbstractContextManager[bool]:
    """Hold a variant's queue: nobody else of us writes its numbers in the meantime."""
    return advisory_lock(f"commerce.stock:{variant_id}")


def _carry(
    row: StockMove,
    *,
    known: dict[str, str],
    shift: Callable[[Leg], None],
    clock: Callable[[], datetime],
    heed_wishes: bool,
) -> None:
    if (
        heed_wishes
        and row.state == MoveState.WAITING
        and _handed_in.wish_before(row.variant_id, row.asked_at)
    ):
        raise WishUnderWay("The seller's own number is on its way to the store first.")
    if row.state == MoveState.WAITING and row.out_of:
        after = MoveState.TAKEN if row.into else MoveState.DONE
        try:
            shift(_leg(row, _id_of(known, row.out_of), -row.quantity, after=after, clock=clock))
        except NotEnough as refusal:
            _end(row, MoveState.REFUSED, at=clock(), trouble=refusal.message, free=refusal.free)
            return
    if row.into:
        shift(_leg(row, _id_of(known, row.into), row.quantity, after=MoveState.DONE, clock=clock))


def _id_of(known: dict[str, str], slug: str) -> str:
    if slug not in known:
        raise WarehouseMissing(f"The store has no warehouse {slug}.")
    return known[slug]


def _leg(
    row: StockMove, warehouse_id: str, by: int, *, after: MoveState, clock: Callable[[], datetime]
) -> Leg:
    field = "out_before" if by < 0 else "in_before"

    def note(there: int) -> None:
        StockMove.objects.filter(pk=row.pk).update(**{field: there})

    def done(doubt: str) -> None:
        row.doubt = doubt or row.doubt
        if after == MoveState.DONE:
            _end(row, after, at=clock())
        else:
            row.state = after
            StockMove.objects.filter(pk=row.pk).update(state=after, doubt=row.doubt, changed_at=clock())

    return Leg(row.variant_id, warehouse_id, by, getattr(row, field), note, done)


@transaction.atomic
def _end(row: StockMove, state: MoveState, *, at: datetime, trouble: str = "", free: int = 0) -> None:
    row.state = state
    StockMove.objects.filter(pk=row.pk).update(
        state=state, trouble=trouble, doubt=row.doubt, changed_at=at, tries=row.tries + 1
    )
    outbox.record(
        "StockMoved",
        {"move_id": row.move_id, "variant_id": row.variant_id, "state": state.value, "free": free},
    )


@transaction.atomic
def ask_again(move_id: str, *, now: datetime) -> bool:
    """Have a move tried once more that was refused or hangs; returns False where there is nothing to do."""
    row = StockMove.objects.select_for_update().filter(move_id=move_id).exclude(state=MoveState.DONE).first()
    if row is None:
        return False
    if row.state == MoveState.REFUSED:
        row.state, row.out_before = MoveState.WAITING, None
        row.changed_at = now
        row.save(update_fields=["state", "out_before", "changed_at"])
    outbox.record("StockMoveAsked", {"move_id": row.move_id, "variant_id": row.variant_id})
    return True


def moves(move_ids: Collection[str]) -> dict[str, Move]:
    """Return what became of moves, by id; those that nobody asked for are missing."""
    return {row.move_id: _contract(row) for row in StockMove.objects.filter(move_id__in=move_ids)}


def moves_through(warehouse: str, *, only_open: bool = False, most: int = 100) -> tuple[Move, ...]:
    """Return moves of a warehouse, the newest first; ``only_open``: those that wait or were refused."""
    rows = StockMove.objects.filter(Q(out_of=warehouse) | Q(into=warehouse))
    if only_open:
        rows = rows.filter(state__in=(*OPEN, MoveState.REFUSED))
    return tuple(_contract(row) for row in rows.order_by("-id")[:most])


def variants_waiting() -> tuple[str, ...]:
    """Return the variants whose queue is not empty."""
    rows = StockMove.objects.filter(state__in=OPEN).values_list("variant_id", flat=True)
    return tuple(sorted(set(rows)))


def open_moves(variant_ids: Collection[str]) -> dict[str, int]:
    """Return how many moves wait, by variant; a variant without any is missing."""
    rows = StockMove.objects.filter(state__in=OPEN, variant_id__in=variant_ids).order_by()
    return dict(rows.values_list("variant_id").annotate(Count("id")))


def _contract(row: StockMove) -> Move:
    return Move(
        row.move_id,
        row.variant_id,
        row.out_of,
        row.into,
        row.quantity,
        MoveState(row.state),
        row.tries,
        row.trouble,
        row.doubt,
        row.asked_at,
        row.changed_at,
    )
