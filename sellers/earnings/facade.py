"""The door of earnings. Here the clock is read."""

from collections.abc import Mapping
from datetime import date

from catalogue.facade import listings_of
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.earnings import money as _money
from sellers.earnings import selectors
from sellers.earnings.contracts import (
    Actor,
    By,
    CostRow,
    MemberShare,
    MemberYear,
    SharedLine,
    StepCount,
)
from sellers.earnings.documents import statement_pdf as _statement_pdf
from sellers.earnings.errors import (
    AnsweredAlready,
    BadCost,
    ChangedMeanwhile,
    CostUnknown,
    KeyReused,
    LineUnknown,
    NotAMember,
    NotDelivered,
    NotHerPlace,
    SharesDisagree,
    ShareUnknown,
    WordMissing,
)
from sellers.earnings.money import GroupSums, OpenOrder, OrderMoney, Purses, order_money, payments, sums_of
from sellers.earnings.rules import (
    Step,
    Year,
    by_percent,
    month_span,
    steps,
    year_of,
    year_span,
)
from sellers.earnings.selectors import (
    PAGE,
    member_year,
    members_of_year,
    objected_in,
    shared,
    shared_line,
    shared_lines,
    waiting_for,
)
from sellers.earnings.services import answer_share as _answer_share
from sellers.earnings.services import declare_cost as _declare_cost
from sellers.earnings.services import say_who_made as _say_who_made
from sellers.earnings.statement import MonthRow, Row, Statement, months_of, orders_of, statement_of
from sellers.earnings.states import ANSWERS, Answer, Cost
from sellers.earnings.words import COSTS, kind_word
from sellers.orders.facade import SoldLine
from sellers.orders.facade import newest_order as _newest_order

__all__ = [
    "ANSWERS",
    "COSTS",
    "PAGE",
    "Actor",
    "Answer",
    "AnsweredAlready",
    "BadCost",
    "ChangedMeanwhile",
    "Cost",
    "CostRow",
    "CostUnknown",
    "GroupSums",
    "KeyReused",
    "LineUnknown",
    "MemberShare",
    "MemberYear",
    "MonthRow",
    "NotAMember",
    "NotDelivered",
    "NotHerPlace",
    "OpenOrder",
    "OrderMoney",
    "Purses",
    "Row",
    "ShareUnknown",
    "SharedLine",
    "SharesDisagree",
    "Statement",
    "Step",
    "StepCount",
    "WordMissing",
    "Year",
    "answer_share",
    "attributions_of",
    "by_percent",
    "declare_cost",
    "kind_word",
    "lakhpati_counts",
    "listed_by",
    "member_year",
    "members_of_year",
    "month_span",
    "months_of",
    "newest_order",
    "objected_in",
    "order_money",
    "orders_of",
    "payments",
    "purses",
    "say_who_made",
    "shared",
    "shared_line",
    "shared_lines",
    "statement_of",
    "statement_pdf",
    "steps",
    "sums_of",
    "unsaid",
    "waiting_for",
    "withdraw_cost",
    "year_of",
    "year_span",
]


def purses(group_code: str) -> Purses:
    """Return where a group's money is today."""
    return _money.purses(group_code, on=clock.today())


def statement_pdf(statement: Statement, *, language: str, year: int | None = None) -> bytes:
    """
    Return a statement as a document; with ``year`` by the months of this financial year.

    Raises:
        DocumentRefused: it is too large, or took too long.
    """
    return _statement_pdf(statement, language=language, on=clock.today(), year=year)


def newest_order(group_code: str) -> OrderMoney | None:
    """Return how the newest order that was not cancelled becomes pay; None before the first."""
    code = _newest_order(group_code)
    return order_money(code, group_codes=[group_code]) if code else None


def unsaid(group_code: str) -> tuple[SoldLine, ...]:
    """Return the pieces of this financial year, and the one before, of which nobody said who made them."""
    year = year_of(clock.today())
    return selectors.unsaid(group_code, since=year_span(year - 1)[0], until=year_span(year)[1])


def listed_by(product_id: str, group_code: str) -> int | None:
    """Return the member who put a piece up for sale, to be suggested as its maker; None where unknown."""
    if not product_id:
        return None
    found = (each.person_id for each in listings_of([group_code]) if each.product_id == product_id)
    return next(found, None)


def attributions_of(
    group_code: str, *, since: date, until: date, before: int | None = None
) -> tuple[SharedLine, ...]:
    """
    Return a group's lines that reached their buyers in a time, with who made each; 25, newest first.

    ``before`` is the last line of the page before.
    """
    return selectors.delivered(group_code, since=since, until=until, before=before)


def say_who_made(
    line_id: int,
    *,
    group_code: str,
    shares: Mapping[int, Money],
    seen_version: int,
    key: str,
    by: Actor,
) -> tuple[int, bool]:
    """
    The leader says who made a piece; returns the version and whether it stood already under this key.

    Raises:
        LineUnknown, NotDelivered, NotHerPlace, NotAMember, SharesDisagree, ChangedMeanwhile, KeyReused.
    """
    return _say_who_made.say_who_made(
        line_id=line_id,
        group_code=group_code,
        shares=shares,
        seen_version=seen_version,
        key=key,
        by=by,
        now=clock.now(),
    )


def answer_share(
    line_id: int, *, group_code: str, seen_version: int, agrees: bool, word: str = "", by: Actor
) -> bool:
    """
    A member says whether her share is right; returns whether it stood already.

    Raises:
        NotHerPlace, ShareUnknown, AnsweredAlready, WordMissing.
    """
    return _answer_share.answer_share(
        line_id=line_id,
        group_code=group_code,
        seen_version=seen_version,
        agrees=agrees,
        word=word,
        by=by,
        now=clock.now(),
    )


def declare_cost(
    *, group_code: str, month: date, kind: Cost, amount: Money, key: str, by: Actor
) -> tuple[int, bool]:
    """Write a cost of a member's; returns its id and whether it stood already. Raises BadCost, KeyReused."""
    return _declare_cost.declare_cost(
        group_code=group_code, month=month, kind=kind, amount=amount, key=key, by=by, now=clock.now()
    )


def withdraw_cost(cost_id: int, *, by: Actor, group_code: str = "") -> bool:
    """
    Take back a cost of hers, only of one group where that is given; returns whether it was back already.

    Raises:
        CostUnknown.
    """
    return _declare_cost.withdraw_cost(cost_id=cost_id, group_code=group_code, by=by, now=clock.now())


def lakhpati_counts(fy: int, *, by: By = "district") -> tuple[StepCount, ...]:
    """
    Return how many women reached ₹1,00,000 and ₹10,00,000 in the financial year that begins in April ``fy``,
    by district or group: by income after declared costs, and apart from it by sales alone.
    """
    return selectors.step_counts(fy, by=by)
