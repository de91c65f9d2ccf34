"""What programs are told of a till besides what other rooms read; never a code, a token or a PIN."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from exhibitions.till.models import Deposit, Flag, MoneyProposal
from exhibitions.till.services.settle_flag import outcomes_of
from exhibitions.till.states import ProposalState
from jkrlm.kernel.money import Money


@dataclass(frozen=True, slots=True)
class DepositView:
    """Cash of a till that went to the bank: ``expected`` by the books, ``deposited`` as counted there."""

    till: int
    reference: str
    expected: Money
    deposited: Money
    day: date
    at: datetime


def deposits(exhibition: str) -> tuple[DepositView, ...]:
    """Return deposits of an exhibition's tills, the newest first. One query."""
    rows = Deposit.objects.filter(till__exhibition=exhibition).select_related("till").order_by("-at", "-pk")
    return tuple(
        DepositView(
            row.till.number,
            row.reference,
            Money(row.expected, "INR"),
            Money(row.deposited, "INR"),
            row.day,
            row.at,
        )
        for row in rows
    )


def outcomes(flag_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return how each of these flags may be settled. One query."""
    rows = Flag.objects.filter(pk__in=list(flag_ids))
    return {row.pk: tuple(each.value for each in outcomes_of(row)) for row in rows}


def exhibition_of_flag(flag_id: int) -> str:
    """Return at which exhibition a flag was raised, empty for none. One query."""
    return Flag.objects.filter(pk=flag_id).values_list("exhibition", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class MoneyProposalView:
    """
    Money that waits for a second person of finance, or was decided: a flag's (``flag_id``), or a till's
    deposit that differs (``till``). ``amount`` is what moves, or what the deposit differs by.
    """

    id: int
    exhibition: str
    flag_id: int | None
    till: int | None
    what: str
    amount: Money
    outcome: str
    reason: str
    reference: str
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    why: str


def money_proposals(exhibition: str, *, is_open: bool | None = True) -> tuple[MoneyProposalView, ...]:
    """Return what finance proposed at an exhibition, the oldest first; None: the decided too. One query."""
    rows = MoneyProposal.objects.filter(exhibition=exhibition)
    if is_open:
        rows = rows.filter(state=ProposalState.PROPOSED)
    elif is_open is False:
        rows = rows.exclude(state=ProposalState.PROPOSED)
    return tuple(
        MoneyProposalView(
            id=row.pk,
            exhibition=row.exhibition,
            flag_id=row.flag_id,
            till=row.till.number if row.till is not None else None,
            what=row.what,
            amount=Money(row.amount, "INR"),
            outcome=row.outcome,
            reason=row.reason,
            reference=row.reference,
            state=row.state,
            proposed_by=row.proposed_by.name,
            proposed_at=row.proposed_at,
            decided_by=row.decided_by.name if row.decided_by else "",
            decided_at=row.decided_at,
            why=row.why,
        )
        for row in rows.select_related("flag", "till", "proposed_by", "decided_by").order_by("pk")
    )
