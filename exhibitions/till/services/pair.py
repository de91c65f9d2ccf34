"""Pair a tablet by a one-time code, and end it."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

import exhibitions.plan.facade as plan
from exhibitions.till.contracts import Paired
from exhibitions.till.errors import BadLabel, ExhibitionOver, PairingOver, TillUnknown
from exhibitions.till.models import PairingCode, Till
from exhibitions.till.signing import digest_of, read_key
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.statements import Statement
from jkrlm.people.facade import User, audit
from sellers.tax.facade import financial_year, till_code

GOOD_FOR: Final = timedelta(minutes=15)
#: No sign is taken for another where a code is typed by hand.
_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG: Final = 12
#: In these an exhibition may have tills.
OPEN: Final = ("allotted", "running")
_IN_TURN: Final = Statement("SELECT pg_advisory_xact_lock(hashtext('till.number'))::text")


@transaction.atomic
def make_code(
    *, exhibition: str, label: str, stall_code: str, key: str, by: User, now: datetime
) -> tuple[str, PairingCode]:
    """
    Return a fresh code and its row; the same form sent again makes a new code and ends the one before.

    Raises:
        ExhibitionOver; BadLabel.
    """
    held = plan.exhibition(exhibition)
    if held.state not in OPEN:
        raise ExhibitionOver("Tills are paired once stalls are allotted, until the exhibition closes.")
    words = " ".join(label.split())
    if not words:
        raise BadLabel("Say where the till stands.", field="label")
    if stall_code and stall_code not in {each.code for each in plan.stalls(exhibition)}:
        raise BadLabel("There is no such stall.", field="stall_code")
    code = "".join(secrets.choice(_SIGNS) for _ in range(_LONG))
    row, made = PairingCode.objects.get_or_create(
        key=key,
        defaults={
            "exhibition": exhibition,
            "label": words[:60],
            "stall_code": stall_code,
            "code_hash": digest_of(code.encode()),
            "made_by": by,
            "made_at": now,
            "expires_at": now + GOOD_FOR,
        },
    )
    if not made:
        if row.used_at is not None or row.exhibition != exhibition:
            raise PairingOver("That code was used already.")
        row.code_hash, row.made_at, row.expires_at = digest_of(code.encode()), now, now + GOOD_FOR
        row.save(update_fields=["code_hash", "made_at", "expires_at"])
    audit(actor=by, verb="till.code", target=f"exhibition:{exhibition}", after={"label": words})
    return code, row


@transaction.atomic
def pair(*, code: str, name: str, public_key: Mapping[str, Any], key: UUID, now: datetime) -> Paired:
    """
    Return the tablet's number and its token, which nobody can be told again. Asked again with the same key
    and code (the answer was lost), it is the same till with a new token.

    Raises:
        KeyWrong; PairingOver; ExhibitionOver.
    """
    kept = read_key(public_key)
    found = PairingCode.objects.select_for_update().filter(code_hash=digest_of(plain_code(code).encode()))
    row = found.first()
    if row is None or row.expires_at <= now:
        raise PairingOver("This code is too old. Ask for a new one.")
    if plan.exhibition(row.exhibition).state not in OPEN:
        raise ExhibitionOver("The exhibition is over.")
    token = secrets.token_urlsafe(32)
    if row.used_at is not None:
        till = Till.objects.select_for_update().filter(pairing=row).first()
        if till is None or till.pair_key != key or till.public_key != kept or till.revoked_at is not None:
            raise PairingOver("This code was used already. Ask for a new one.")
        till.token_hash = digest_of(token.encode())
        till.save(update_fields=["token_hash"])
        return Paired(till.device, till.number, token, till.exhibition)
    row.used_at = now
    row.save(update_fields=["used_at"])
    year = financial_year(local_date(now))
    till = Till.objects.create(
        device=uuid4(),
        exhibition=row.exhibition,
        number=_free_number(year),
        year=year,
        label=row.label,
        name=" ".join(name.split())[:60],
        stall_code=row.stall_code,
        public_key=kept,
        token_hash=digest_of(token.encode()),
        pair_key=key,
        pairing=row,
        paired_at=now,
        seen_at=now,
    )
    return Paired(till.device, till.number, token, till.exhibition)


def _free_number(year: int) -> int:
    """Numbers of this financial year and of the last are taken: a tablet of March may bill in April."""
    _IN_TURN.rows()
    taken = set(Till.objects.filter(year__gte=year - 1).values_list("number", flat=True))
    number = next(each for each in range(1, len(taken) + 2) if each not in taken)
    try:
        till_code(number)
    except OverflowError as fault:
        raise ExhibitionOver("There are no more numbers for tills this year.") from fault
    return number


@transaction.atomic
def revoke(*, device: UUID, reason: str, by: User, now: datetime) -> Till:
    """
    End a tablet at once: it can neither read nor send any more; what it sent stays. What it left open to be
    paid by card is closed by the outbox. Repeatable.

    Raises:
        TillUnknown; BadLabel: no reason.
    """
    till = Till.objects.select_for_update().filter(device=device).first()
    if till is None:
        raise TillUnknown("There is no such till.")
    words = " ".join(reason.split())[:200]
    if len(words) < 3:
        raise BadLabel("Say why the till is ended.", field="reason")
    if till.revoked_at is None:
        till.revoked_at, till.revoked_by, till.revoked_because = now, by, words
        till.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
        audit(actor=by, verb="till.revoke", target=f"till:{till.number}", after={"reason": words})
        outbox.record("TillEnded", {"till": till.purse})
    return till


def plain_code(typed: str) -> str:
    """Return a code as it was made, however it was typed: hyphens, spaces and small letters do not matter."""
    return "".join(typed.split()).replace("-", "").upper()
