"""Somebody looks at what came back: what is accepted is proposed as a refund; a second person decides."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jkrlm.kernel.clock import local_date
from sellers.orders.errors import BadQuantity, PhotoMissing, ReasonMissing
from sellers.orders.models import ReturnCase
from sellers.orders.return_states import ReturnState
from sellers.orders.services.ask_return import keep_photos
from sellers.orders.services.move import By
from sellers.orders.services.move_return import locked_case, step
from sellers.orders.services.propose import propose_return
from sellers.orders.states import Bearer, ReturnReason


@transaction.atomic
def inspect_return(
    *,
    pk: int,
    accepted: Mapping[int, int],
    bearer: Bearer,
    with_delivery: bool,
    words: str,
    photo_keys: tuple[str, ...],
    key: str,
    by: By,
    now: datetime,
) -> ReturnCase:
    """
    Say how many units (by line) are accepted; what is not is told with words and a picture.

    Raises:
        ReturnUnknown, WrongState; BadQuantity: more than were sent back.
        ReasonMissing, PhotoMissing: something is not accepted.
        NotReturnable, BadSum: of the refund that is proposed.
    """
    case, part = locked_case(pk)
    words = words.strip()
    lines = list(case.lines.select_related("line").order_by("id"))
    for row in lines:
        row.accepted = accepted.get(row.line_id, 0)
        if not 0 <= row.accepted <= row.quantity:
            raise BadQuantity(f"{row.quantity} of {row.line.name} came back.", field=f"units_{row.line_id}")
    if any(row.quantity > (row.accepted or 0) for row in lines):
        if not words:
            raise ReasonMissing("Say what is wrong with it: the buyer reads it.", field="words")
        if not photo_keys and not case.photos.filter(by_staff=True).exists():
            raise PhotoMissing("Add a photograph of what is not accepted.", field="photos")
    units = {row.line_id: row.accepted for row in lines if row.accepted}
    if not units:
        moved = step(case, part, to=ReturnState.REJECTED, by=by, now=now, words=words, answer=words[:300])
    else:
        made = propose_return(
            code=part.code,
            quantities=units,
            why=ReturnReason(case.why),
            bearer=bearer,
            reason=f"{case.reference}: {words or ReturnReason(case.why).label}",
            with_delivery=with_delivery,
            key=key,
            by=by,
            now=now,
            wished_on=local_date(case.asked_at),
        )
        facts = {"adjustment": made, "answer": words[:300]}
        moved = step(case, part, to=ReturnState.ACCEPTED, by=by, now=now, words=words, **facts)
    if moved:
        for row in lines:
            row.save(update_fields=["accepted"])
        keep_photos(case, photo_keys, by_staff=True)
    return case
