"""Note that staff must look at an entry; the sale stands."""

from datetime import datetime
from decimal import Decimal

from exhibitions.till.models import Entry, Flag
from exhibitions.till.states import FlagCode
from jkrlm.kernel import outbox


def raise_flag(
    *,
    entry: Entry,
    code: FlagCode,
    message: str,
    now: datetime,
    about: str = "",
    amount: Decimal = Decimal(0),
) -> None:
    """
    Raise it once for what it is about, in the caller's transaction; ``amount`` is money that is to move.
    """
    flag, made = Flag.objects.get_or_create(
        entry=entry,
        code=code,
        about=about[:128],
        defaults={
            "exhibition": entry.till.exhibition,
            "message": message[:300],
            "made_at": now,
            "amount": amount,
        },
    )
    if made:
        outbox.record(
            "BillFlagged", {"flag": flag.pk, "exhibition": flag.exhibition, "bill": str(entry.entry_id)}
        )
