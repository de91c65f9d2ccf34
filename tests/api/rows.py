"""Who is who in the table of rights, and what a row of it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.api.world import Things

ANYBODY = "*"
SELLERS = {"member", "sister", "stranger", "crp", "clf-officer"}
OFFICERS = {"officer", "second", "third"}
INSPECTORS = {"inspector", "other"}
LAB = {"lab", "verifier"}
DESK = OFFICERS | {"admin"}
ON_LOOKERS = DESK | INSPECTORS
#: Who plans exhibitions; the manager and the co-manager are on the team of the one in Things, as is the cashier.
PLANNERS = {"manager", "co-manager", "other-manager"}
FAIRS = PLANNERS | {"admin"}
MANAGERS = {"manager", "co-manager"}
RUNNERS = MANAGERS | {"admin"}
FINANCE = {"finance-maker", "finance-checker"}
IMPARTIAL = OFFICERS | INSPECTORS | LAB


@dataclass(frozen=True)
class Row:
    """``stranger`` holds the role and a similar object of her own: her refusal's code is exact."""

    given: Callable[[Things], dict[str, Any]]
    may: set[str]
    stranger: str = ""
    code: str = ""
