"""Reads of batches and their rows, a page at a time by keys, so that ten thousand rows stay quick."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from sellers.payouts.errors import NotHere
from sellers.payouts.models import BankFile, Batch, LeftOut, Proposal, Transfer, TransferChange
from sellers.payouts.states import LeftOutReason, ProposalState, TransferState

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Page:
    """``following`` is the key of the last row where there are more, else None."""

    rows: list[Any]
    following: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a batch are in a state, or were left out for a reason, and of how much."""

    value: str
    label: str
    count: int
    total: Decimal


def batch(number: int) -> Batch:
    """
    Return a batch with its people. One query.

    Raises:
        NotHere.
    """
    found = Batch.objects.select_related("built_by", "decided_by").filter(pk=number).first()
    if found is None:
        raise NotHere("There is no such batch.")
    return found


def batches(*, before: int | None = None, most: int = 20) -> Page:
    """Return batches, the newest first. One query."""
    rows = Batch.objects.select_related("built_by", "decided_by").order_by("-id")
    return _page(rows.filter(id__lt=before) if before is not None else rows, "pk", most)


def undecided() -> Batch | None:
    """Return the batch that is being built or waits for a checker."""
    return Batch.objects.select_related("built_by").filter(state__in=("building", "ready")).first()


def transfers_of(
    number: int, *, state: str = "", district: str = "", words: str = "", after: int | None = None
) -> Page:
    """Return a page of a batch's rows, filtered, in the order of the bank's file. One query."""
    rows = Transfer.objects.filter(batch_id=number)
    if state in TransferState.values:
        rows = rows.filter(state=state)
    if district:
        rows = rows.filter(district=district)
    if words:
        rows = rows.filter(
            Q(group_code__iexact=words)
            | Q(reference__iexact=words)
            | Q(utr__iexact=words)
            | Q(group_name__icontains=words)
        )
    if after is not None:
        rows = rows.filter(row__gt=after)
    return _page(rows.order_by("row"), "row", PAGE)


def left_out_of(number: int, *, reason: str = "", after: int | None = None) -> Page:
    """Return a page of who is not in a batch. One query."""
    rows = LeftOut.objects.filter(batch_id=number)
    if reason in LeftOutReason.values:
        rows = rows.filter(reason=reason)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return _page(rows.order_by("id"), "pk", PAGE)


def parts_of(number: int) -> tuple[Part, ...]:
    """Return a batch's rows by state. One query."""
    found = Transfer.objects.filter(batch_id=number).values("state")
    rows = {row["state"]: row for row in found.annotate(count=Count("id"), total=Sum("amount"))}
    return tuple(
        Part(state.value, str(state.label), rows[state.value]["count"], rows[state.value]["total"])
        for state in TransferState
        if state.value in rows
    )


def left_out_parts(number: int) -> tuple[Part, ...]:
    """Return who is left out by reason. One query."""
    found = LeftOut.objects.filter(batch_id=number).values("reason")
    rows = {row["reason"]: row for row in found.annotate(count=Count("id"), total=Sum("amount"))}
    return tuple(
        Part(each.value, str(each.label), rows[each.value]["count"], rows[each.value]["total"])
        for each in LeftOutReason
        if each.value in rows
    )


def districts_of(number: int) -> list[str]:
    rows = Transfer.objects.filter(batch_id=number).order_by("district")
    return list(rows.values_list("district", flat=True).distinct())


def bank_file_of(number: int) -> BankFile | None:
    return BankFile.objects.select_related("made_by").filter(batch_id=number).first()


def transfer(reference: str) -> tuple[Transfer, list[TransferChange]]:
    """
    Return a transfer with what happened to it, the newest first. Two queries.

    Raises:
        NotHere.
    """
    plain = reference[:40].replace("\x00", "").upper()
    found = Transfer.objects.select_related("batch").filter(reference=plain).first()
    if found is None:
        raise NotHere("There is no transfer with this reference.")
    return found, list(found.changes.select_related("actor").order_by("-id"))


def open_proposal(held: Transfer) -> Proposal | None:
    """Return what one person says of a transfer and no checker has decided on. One query."""
    return held.proposals.select_related("proposed_by").filter(state=ProposalState.OPEN).first()


def open_proposals(*, most: int = 50) -> list[Proposal]:
    rows = Proposal.objects.select_related("transfer", "proposed_by").filter(state=ProposalState.OPEN)
    return list(rows.order_by("id")[:most])


def not_in_file(made: BankFile) -> list[Transfer]:
    """Return the rows that were settled before there was a file. One query."""
    return list(Transfer.objects.filter(reference__in=made.without).order_by("row")[:PAGE])


def taken_out(number: int) -> list[Transfer]:
    """Return the rows that were approved, and taken out before the bank's file was made. One query."""
    rows = Transfer.objects.filter(batch_id=number, state=TransferState.DROPPED, changes__state="sent")
    return list(rows.order_by("row")[:PAGE])


def _page(rows: "QuerySet[Any]", key: str, most: int) -> Page:
    found = list(rows[: most + 1])
    shown = found[:most]
    return Page(shown, int(getattr(shown[-1], key)) if len(found) > most else None)
