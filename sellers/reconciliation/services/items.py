"""Open items: whose they are, what is known, and an end with a reason where there is nothing to match."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jkrlm.people.facade import Role, User, audit, has_role
from sellers.reconciliation.errors import NotHere, WrongState
from sellers.reconciliation.models import OpenItem
from sellers.reconciliation.states import LINE_KINDS, ItemKind

FINANCE = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)


@dataclass(frozen=True, slots=True)
class Difference:
    """What was found between two books. ``key`` names it, ``amount_minor`` has the other side's sign."""

    kind: ItemKind
    key: str
    amount_minor: int
    since: date
    about: str
    reference: str = ""


def open_items(differences: Iterable[Difference], *, now: datetime) -> int:
    """Write down differences that are not known yet; returns how many are new."""
    rows = [
        OpenItem(
            kind=each.kind,
            key=each.key,
            amount_minor=each.amount_minor,
            since=each.since,
            about=each.about[:300],
            reference=each.reference[:120],
            opened_at=now,
        )
        for each in differences
    ]
    before = OpenItem.objects.filter(key__in=[row.key for row in rows]).count()
    OpenItem.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


def gone(keys: Iterable[str], *, now: datetime, words: str) -> None:
    """Settle differences that the next comparison finds no more."""
    OpenItem.objects.filter(key__in=list(keys), settled_at__isnull=True).update(
        settled_at=now, settlement=words
    )


@transaction.atomic
def assign(*, item_id: int, owner: User | None, note: str, actor: User) -> None:
    """
    Give an item to somebody of finance, and say what is known.

    Raises:
        NotHere; WrongState: it is settled, or its owner is not of finance.
    """
    item = _open(item_id)
    if owner is not None and not has_role(owner, *FINANCE):
        raise WrongState("Only somebody of finance can own an open item.", field="owner")
    before: dict[str, object] = {"owner": item.owner_id, "note": item.note}
    item.owner, item.note = owner, note.strip()[:500]
    item.save(update_fields=["owner", "note"])
    audit(
        actor=actor,
        verb="item.assign",
        target=f"open item {item.pk}",
        before=before,
        after={"owner": item.owner_id, "note": item.note},
    )


@transaction.atomic
def settle(*, item_id: int, reason: str, actor: User, now: datetime) -> None:
    """
    End a difference with the card company by a reason, where nothing of ours has to change.

    Raises:
        NotHere; WrongState: it is settled, or it is a line of the bank: those are matched.
    """
    item = _open(item_id)
    if item.kind in LINE_KINDS:
        raise WrongState("A line of the bank ends when it is matched; that has a form of its own.")
    if not reason.strip():
        raise WrongState("Say why: the reason is kept.", field="reason")
    item.settled_at, item.settled_by, item.settlement = now, actor, reason.strip()[:300]
    item.save(update_fields=["settled_at", "settled_by", "settlement"])
    audit(actor=actor, verb="item.settle", target=f"open item {item.pk}", after={"reason": item.settlement})


def _open(item_id: int) -> OpenItem:
    item = OpenItem.objects.select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise NotHere("There is no such open item.")
    if item.settled_at is not None:
        raise WrongState("It is settled already.")
    return item
