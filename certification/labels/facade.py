"""The door of labels. Here the clock is read; inside, the moment is handed on."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

import certification.certificates.facade as certificates
import certification.lots.facade as lots
from certification.labels import selectors
from certification.labels.codes import Address, is_code, is_gtin, plain, shown
from certification.labels.contracts import Batch, Goods, Label, Step
from certification.labels.errors import (
    BadBatch,
    CertificateNotLive,
    KeyTaken,
    LabelRefusal,
    LabelState,
    LabelTooSmall,
    LabelUnknown,
    TooManyAttached,
)
from certification.labels.invariants import invariants
from certification.labels.layouts import LAYOUTS
from certification.labels.selectors import (
    batch,
    batches,
    batches_page,
    codes_of_batch,
    counts,
    gtins_of,
    history,
    label,
)
from certification.labels.services import change_labels as _change
from certification.labels.services.change_labels import typed_codes
from certification.labels.services.make_batch import ask_for_batch as _ask
from certification.labels.services.make_batch import make_batch
from certification.labels.states import BatchState, LabelStateName
from jkrlm.kernel import clock
from jkrlm.people.facade import User

__all__ = [
    "LAYOUTS",
    "Address",
    "BadBatch",
    "Batch",
    "BatchState",
    "CertificateNotLive",
    "Goods",
    "KeyTaken",
    "Label",
    "LabelRefusal",
    "LabelState",
    "LabelStateName",
    "LabelTooSmall",
    "LabelUnknown",
    "Step",
    "TooManyAttached",
    "ask_for_batch",
    "attach",
    "attach_batch",
    "batch",
    "batches",
    "batches_page",
    "codes_of_batch",
    "counts",
    "gtins_of",
    "history",
    "invariants",
    "is_code",
    "is_gtin",
    "label",
    "make_batch",
    "plain",
    "sell_units",
    "shown",
    "start_batch",
    "take_out",
    "typed_codes",
]


def ask_for_batch(certificate_number: str, count: int, layout: str, key: uuid.UUID, actor: User) -> int:
    """
    Open a batch of labels for ``tasks.make`` (or ``make_batch``); return its number.

    Raises:
        CertificateUnknown; BadBatch, LabelTooSmall, CertificateNotLive, KeyTaken.
    """
    return _ask(
        certificate=certificates.certificate(certificate_number),
        count=count,
        layout=layout,
        key=key,
        actor=actor,
        now=clock.now(),
    )


def start_batch(number: int) -> None:
    """Have the labels of a batch made by a worker, once the caller's transaction is through."""
    from certification.labels import tasks

    tasks.make.defer(batch_id=number)


def attach_batch(number: int, actor: str) -> int:
    """Say that what is printed of a batch is on pieces now. Raises as ``attach``."""
    row = selectors.batch_row(number)
    return _change.attach_batch(
        batch=row, certificate=certificates.certificate(row.certificate_number), actor=actor, now=clock.now()
    )


def attach(codes: Sequence[str], actor: str, unit: str = "") -> int:
    """
    Say that these labels are on pieces now; returns how many were not before. Repeatable.

    Raises:
        LabelUnknown, LabelState, CertificateNotLive, TooManyAttached: nothing was changed.
    """
    live = [certificates.certificate(number) for number in _change.certificates_of(codes)]
    return _change.attach(codes=codes, certificates=live, unit=unit, actor=actor, now=clock.now())


def take_out(codes: Sequence[str], state: LabelStateName, reason: str, actor: str) -> int:
    """
    Void labels, or say that they are spoiled; returns how many were not before. Repeatable.

    Raises:
        LabelUnknown, LabelState: nothing was changed.
    """
    return _change.take_out(codes=codes, state=state, reason=reason, actor=actor, now=clock.now())


def sell_units(
    key: str,
    codes: Sequence[str],
    order_code: str,
    line_ref: str,
    product_id: str,
    by: lots.By,
    *,
    arrives_on: date | None = None,
    sold_at: datetime | None = None,
) -> tuple[lots.Assignment, ...]:
    """
    Put labelled pieces into an order's line, each from its own lot; the same ``key`` again does it once.
    ``arrives_on`` is the day promised to the buyer; ``sold_at``: he took them along then.

    Raises:
        LabelUnknown; LabelState: a label is on no piece; and whatever ``lots.assign`` refuses.
    """
    by_lot: dict[str, list[str]] = {}
    for code in codes:
        found = selectors.label(code)
        if found.state != LabelStateName.ATTACHED or not found.lot_number:
            raise LabelState(f"Label {found.shown} is on no piece of a lot.", field="codes")
        by_lot.setdefault(found.lot_number, []).append(code)
    return tuple(
        lots.assign(
            f"{key}:{lot}",
            order_code,
            line_ref,
            product_id,
            lot,
            len(serials),
            by,
            serials=sorted(serials),
            arrives_on=arrives_on,
            sold_at=sold_at,
        )
        for lot, serials in sorted(by_lot.items())
    )
