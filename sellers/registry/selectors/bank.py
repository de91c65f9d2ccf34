"""Where groups are paid. Numbers stay sealed here. Each function is one query."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sellers.registry import models
from sellers.registry.contracts import BankAccount
from sellers.registry.states import BankState


def bank_account(code: str) -> BankAccount | None:
    """Return the account that a group is paid to; None where none is in use."""
    return bank_accounts([code]).get(code)


def bank_accounts(codes: Iterable[str]) -> dict[str, BankAccount]:
    """Return the accounts in use, by group; groups without one are absent."""
    rows = models.BankAccount.objects.filter(group__code__in=set(codes), state=BankState.CURRENT)
    return {row.group_code: row for row in _rows(rows)}


def bank_history(code: str) -> tuple[models.BankAccount, ...]:
    """Return every account of a group, the newest first, with its branch and people; two queries."""
    rows = models.BankAccount.objects.filter(group__code=code).order_by("-id")
    return tuple(rows.select_related("branch", "proposed_by", "approved_by").prefetch_related("steps__actor"))


def accounts_to_decide(*, most: int = 100) -> tuple[models.BankAccount, ...]:
    """Return proposed accounts that wait for a second person, the oldest first."""
    rows = models.BankAccount.objects.filter(
        state__in=(BankState.PROPOSED, BankState.CHECKED, BankState.SUSPECT)
    )
    return tuple(rows.select_related("group", "branch", "proposed_by").order_by("id")[:most])


def _rows(found: QuerySet[models.BankAccount]) -> tuple[BankAccount, ...]:
    return tuple(
        BankAccount(
            id=row.pk,
            group_code=row.group.code,
            ifsc=row.branch_id,
            bank=row.branch.bank,
            branch=row.branch.branch,
            holder_name=row.holder_name,
            last_four=row.last_four,
            state=row.state,
            current_from=row.current_from,
        )
        for row in found.select_related("group", "branch")
    )
