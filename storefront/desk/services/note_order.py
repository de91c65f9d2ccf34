"""Write a note beside an order: kept here with its author, and written into the store by the worker."""

from datetime import datetime
from typing import Final

from django.db import transaction

from commerce.client import OrderNoteInput
from commerce.facade import app_store, refuse_on
from jkrlm.kernel import outbox
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User, audit
from storefront.desk.models import OrderNote

NOTE_TYPES: Final = ("NOTE_ADDED", "NOTE_UPDATED")


@transaction.atomic
def note_order(*, order_id: str, number: str, text: str, key: str, author: User, now: datetime) -> OrderNote:
    """Keep the note; the same ``key`` again finds the first one."""
    note, made = OrderNote.objects.get_or_create(
        key=key, defaults={"order_id": order_id, "text": text, "author": author, "at": now}
    )
    if made:
        audit(actor=author, verb="order.note", target=f"order {number}", after={"note": note.pk})
        outbox.record("OrderNoteWritten", {"note": note.pk})
    return note


def on_order_note_written(event: Event) -> None:
    """
    Write it into the store. Where an earlier try got so far and no further, its note is found there.

    Raises:
        StoreRefused, StoreUnavailable: the event comes again.
    """
    note = OrderNote.objects.get(pk=event.payload["note"])
    if note.event_id:
        return
    event_id = _there(note) or _add(note)
    OrderNote.objects.filter(pk=note.pk, event_id="").update(event_id=event_id, text="")


def _there(note: OrderNote) -> str:
    order = app_store().order_notes(id=note.order_id).order
    taken = set(OrderNote.objects.filter(order_id=note.order_id).values_list("event_id", flat=True))
    for each in order.events if order else []:
        kind = each.type_.value if each.type_ else ""
        is_it = kind in NOTE_TYPES and each.message == note.text and each.id not in taken
        if is_it and each.date is not None and each.date >= note.at:
            return each.id
    return ""


def _add(note: OrderNote) -> str:
    answer = app_store().order_note_add(order=note.order_id, input=OrderNoteInput(message=note.text))
    assert answer.order_note_add is not None
    refuse_on(answer.order_note_add.errors)
    assert answer.order_note_add.event is not None
    return answer.order_note_add.event.id
