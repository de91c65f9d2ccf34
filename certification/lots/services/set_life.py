"""A rule about how long goods must keep begins; the one before it ends."""

from datetime import date, datetime

from django.db import transaction

import catalogue.facade as catalogue
from certification.lots.contracts import Life
from certification.lots.errors import BadLot
from certification.lots.models import Lot, MinimumLife
from certification.lots.services.judge import judge
from jkrlm.kernel.dated import Standing
from jkrlm.people.facade import User, audit

DAYS_MAX = 1500
ON_THE_WAY_MAX = 90


def set_life(
    *, kind: str, life: Life, valid_from: date, source: str, by: User, now: datetime, today: date
) -> MinimumLife:
    """
    Have a rule begin on a day; an earlier rule for the kind ends there. A rule that begins today is judged
    by at
    once: goods leave the sale, or come back. Said again, nothing happens.

    Raises:
        BadLot: ``field`` says what to mend.
    """
    if kind and catalogue.kind_of(kind) is None:
        raise BadLot("There is no such kind of goods.", field="kind")
    if not (0 <= life.days <= DAYS_MAX and 0 <= life.on_the_way <= ON_THE_WAY_MAX):
        raise BadLot(f"Up to {DAYS_MAX} days, and up to {ON_THE_WAY_MAX} on the way.", field="days")
    if valid_from < today:
        raise BadLot(
            "A rule begins today or later: what was sold before was sold by the old one.", field="valid_from"
        )
    with transaction.atomic():
        rows = MinimumLife.objects.select_for_update().filter(kind=kind).order_by("valid_from")
        same = next((each for each in rows if each.valid_from == valid_from), None)
        if same is not None and (same.days, same.on_the_way) == (life.days, life.on_the_way):
            return same
        if same is not None and valid_from <= today:
            raise BadLot(
                "A rule for this kind began today already. Let the next begin tomorrow.", field="valid_from"
            )
        if same is not None:
            same.delete()
        for each in rows:
            if each.valid_from < valid_from and (each.valid_to is None or each.valid_to > valid_from):
                each.valid_to = valid_from
                each.save(update_fields=("valid_to",))
        following = next((each for each in rows if each.valid_from > valid_from), None)
        made = MinimumLife.objects.create(
            kind=kind,
            days=life.days,
            on_the_way=life.on_the_way,
            valid_from=valid_from,
            valid_to=following.valid_from if following else None,
            status=Standing.CONFIRMED if source.strip() else Standing.UNCONFIRMED,
            source=source.strip()[:300],
        )
        audit(
            actor=by,
            verb="cert.lot.life",
            target=f"kind {kind or 'all others'}",
            after={"days": life.days, "on_the_way": life.on_the_way, "valid_from": valid_from.isoformat()},
        )
        if valid_from == today:
            products = Lot.objects.filter(expires_on__isnull=False).values_list("product_id", flat=True)
            for product_id in sorted(set(products)):
                judge(product_id, now=now, today=today)
    return made
