"""Who is to be paid now, where, and who is not and why: from the books, the registry and the holds."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

import sellers.ledger.facade as ledger
import sellers.registry.facade as registry
from jkrlm.kernel.money import Money
from sellers.payouts.models import Hold
from sellers.payouts.states import HoldKind, LeftOutReason

_PAYABLE: Final = "payable-to-seller"
_DUE: Final = "due-from-seller"
#: Groups are asked of the registry by so many at once.
CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class ToPay:
    """A group that is to be paid ``amount``, into the account that is in use."""

    group_code: str
    group_name: str
    district: str
    amount: Decimal
    account: registry.BankAccount


@dataclass(frozen=True, slots=True)
class NotPaid:
    """``amount`` is payable to the seller, or due from her where that is the reason."""

    seller: str
    name: str
    district: str
    amount: Decimal
    reason: LeftOutReason
    detail: str = ""


def balances(owners: Collection[str] | None = None) -> dict[str, Money]:
    """Return what is payable to each seller, what is due from her below nought; one query."""
    if owners is not None:
        positions = ledger.positions(owners).items()
        return {owner: at.payable - at.due for owner, at in positions if (at.payable - at.due).amount}
    found = {}
    for row in ledger.trial_balance():
        if row.account.code in (_PAYABLE, _DUE) and (row.debit + row.credit).currency == "INR":
            found[row.account.owner] = row.credit - row.debit
    return found


def judged(minimum: Decimal, owners: Collection[str] | None = None) -> Iterator[ToPay | NotPaid]:
    """
    Yield every seller with money or debts, by code, with what becomes of her. Of some owners, or of all.

    Six queries for each two thousand sellers, and one for all.
    """
    found = sorted(balances(owners).items())
    rows = iter(found)
    while chunk := dict(islice(rows, CHUNK)):
        groups = registry.groups_by_code(chunk)
        accounts = registry.bank_accounts(groups)
        approved = registry.approved_groups(groups)
        holds = holds_on(groups, accounts)
        for seller, balance in chunk.items():
            group = groups.get(seller)
            account = accounts.get(seller)
            reason, detail = _reason(
                balance=balance.amount,
                is_group=group is not None,
                hold=holds.get(seller),
                is_approved=seller in approved,
                has_account=account is not None,
                minimum=minimum,
            )
            name, district = (group.name, group.district) if group is not None else ("", "")
            if reason is not None or account is None:
                yield NotPaid(
                    seller, name, district, abs(balance.amount), reason or LeftOutReason.NO_ACCOUNT, detail
                )
            else:
                yield ToPay(seller, name, district, balance.amount, account)


def no_longer(account_of: Mapping[str, int]) -> dict[str, str]:
    """
    Return the groups that may not be paid into these accounts now, with why, in words. Six queries for each
    two thousand.
    """
    found: dict[str, str] = {}
    codes = iter(sorted(account_of))
    while chunk := list(islice(codes, CHUNK)):
        accounts = registry.bank_accounts(chunk)
        approved = registry.approved_groups(chunk)
        holds = holds_on(chunk, accounts)
        for code in chunk:
            account = accounts.get(code)
            reason, detail = _reason(
                balance=Decimal(0),
                is_group=True,
                hold=holds.get(code),
                is_approved=code in approved,
                has_account=account is not None,
                minimum=Decimal(0),
            )
            if reason is not None:
                found[code] = " · ".join(filter(None, (str(reason.label), detail)))
            elif account is not None and account.id != account_of[code]:
                found[code] = f"Another account is in use: … {account.last_four}"
    return found


def _reason(
    *,
    balance: Decimal,
    is_group: bool,
    hold: Hold | None,
    is_approved: bool,
    has_account: bool,
    minimum: Decimal,
) -> tuple[LeftOutReason | None, str]:
    """Return the first reason not to pay that holds; None where there is none."""
    if balance < 0:
        return LeftOutReason.DUE, ""
    if not is_group:
        return LeftOutReason.NOT_A_GROUP, ""
    if hold is not None:
        return LeftOutReason.HOLD, hold.reason
    if not is_approved:
        return LeftOutReason.NOT_APPROVED, ""
    if not has_account:
        return LeftOutReason.NO_ACCOUNT, ""
    if balance < minimum:
        return LeftOutReason.BELOW_MINIMUM, ""
    return None, ""


def holds_on(codes: Iterable[str], accounts: dict[str, registry.BankAccount]) -> dict[str, Hold]:
    """
    Return the holds that keep groups from being paid, those by staff first. One query.

    One for a wrong account holds no more once another account is in use, released or not.
    """
    held: dict[str, Hold] = {}
    for hold in Hold.objects.filter(group_code__in=list(codes), released_at__isnull=True).order_by("-id"):
        account = accounts.get(hold.group_code)
        if hold.kind == HoldKind.ACCOUNT and account is not None and account.id != hold.account_id:
            continue
        if hold.group_code not in held or hold.kind == HoldKind.STAFF:
            held[hold.group_code] = hold
    return held
