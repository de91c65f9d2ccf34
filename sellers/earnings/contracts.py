"""What crosses the door of earnings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from jkrlm.kernel.money import Money
from sellers.earnings.rules import Year
from sellers.earnings.states import Answer, Cost
from sellers.orders.facade import SoldLine


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Who does it: ``user_id`` whose phone it is, ``person_id`` in whose name, ``on_behalf_of`` as the audit
    says it. ``is_herself`` is false where a helper acts.
    """

    user_id: int
    person_id: int
    on_behalf_of: str = ""

    @property
    def is_herself(self) -> bool:
        return not self.on_behalf_of


@dataclass(frozen=True, slots=True)
class MemberShare:
    """A member's part of a line: as it was said, and what refunds left of it."""

    id: int
    attribution_id: int
    person_id: int
    amount: Money
    left: Money
    answer: Answer
    word: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A sold line that reached its buyer, what refunds left of it, and who made it as far as that is said."""

    line: SoldLine
    left: Money
    version: int
    shares: tuple[MemberShare, ...]

    @property
    def is_said(self) -> bool:
        return self.version > 0

    @property
    def is_settled(self) -> bool:
        return self.is_said and all(each.answer is Answer.CONFIRMED for each in self.shares)

    @property
    def objections(self) -> tuple[MemberShare, ...]:
        return tuple(each for each in self.shares if each.answer is Answer.OBJECTED)

    def of(self, person_id: int) -> MemberShare | None:
        return next((each for each in self.shares if each.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class CostRow:
    """``month`` is its first day."""

    id: int
    month: date
    kind: Cost
    amount: Money


@dataclass(frozen=True, slots=True)
class MemberYear:
    """What is known of a woman's year; ``waiting`` is hers as the leader said and not yet confirmed."""

    person_id: int
    year: Year
    waiting: Money
    costs: tuple[CostRow, ...]


@dataclass(frozen=True, slots=True)
class StepCount:
    """
    How many women of a place earned so much in a year, by income after declared costs, and by sales alone
    where no costs are declared: never one number for both. A millionaire is counted as lakhpati too.
    """

    key: str
    lakhpati_by_income: int
    lakhpati_by_sales: int
    millionaire_by_income: int
    millionaire_by_sales: int


By = Literal["district", "group"]
Shares = Mapping[int, Money]
