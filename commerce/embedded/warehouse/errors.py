"""
Refusals of the warehouse.

    InsufficientStock    less can be had than is asked for
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jkrlm.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that cannot be served: so many could be had of its variant."""

    line_pk: UUID
    variant_id: int
    available_quantity: int


class InsufficientStock(DomainError):
    """Less can be had than is asked for; `shortages` says of what, and how much there is."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__("Insufficient product stock.", field="quantity")
        self.shortages = tuple(shortages)
