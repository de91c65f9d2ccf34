"""Staff help a till over what stops it: without an entry that nobody has any more, or once more."""

from datetime import datetime

from django.db import transaction

from exhibitions.till.errors import GoOnRefused
from exhibitions.till.models import Entry, Skipped, Till
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit


@transaction.atomic
def go_on_without(*, till: Till, seq: int, reason: str, by: User, now: datetime) -> None:
    """
    Step over the missing entry; should it come after all, it is kept and flagged, not booked. Repeatable.

    Raises:
        GoOnRefused: it is not what the till waits for, it has come, nothing came after it, or no reason.
    """
    till = Till.objects.select_for_update().get(pk=till.pk)
    if Skipped.objects.filter(till=till, seq=seq).exists():
        return
    words = " ".join(reason.split())[:200]
    if len(words) < 3:
        raise GoOnRefused("Say why the till goes on without it.", field="reason")
    if seq != till.done_seq + 1 or Entry.objects.filter(till=till, seq=seq).exists():
        raise GoOnRefused(f"The till does not wait for entry {seq} now.")
    if not Entry.objects.filter(till=till, seq__gt=seq).exists():
        raise GoOnRefused(f"Nothing has come after entry {seq}: the tablet may still send it.")
    Skipped.objects.create(till=till, seq=seq, reason=words, by=by, at=now)
    till.done_seq, till.stuck = seq, ""
    till.save(update_fields=["done_seq", "stuck"])
    audit(actor=by, verb="till.go-on", target=f"till:{till.number}", after={"without": seq, "reason": words})
    outbox.record("EntriesKept", {"till": till.pk})


@transaction.atomic
def try_again(*, till: Till, by: User) -> None:
    """Book what waits once more, now that somebody has mended what was in the way."""
    audit(actor=by, verb="till.again", target=f"till:{till.number}", after={"stuck": till.stuck})
    outbox.record("EntriesKept", {"till": till.pk})
