"""
How long goods must keep when they reach the buyer: rules in force, by kind of goods. Dated rows, edited
by staff.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

import catalogue.facade as catalogue
from certification.lots.contracts import Life, LifeRule
from certification.lots.models import MinimumLife
from jkrlm.kernel.dated import in_force

#: Where no rule says more: good on the day on which it arrives.
NO_RULE: Final = Life(days=0, on_the_way=0)


def life_of(product_id: str, *, on: date) -> Life:
    """Return the rule of a product on a day. Two queries."""
    return lives_of((product_id,), on=on)[product_id]


def lives_of(product_ids: Collection[str], *, on: date) -> dict[str, Life]:
    """Return the rule of each product on a day. Two queries."""
    kinds = catalogue.kinds_of_products(product_ids)
    by_kind = {row.kind: Life(row.days, row.on_the_way) for row in in_force(MinimumLife.objects.all(), on)}
    others = by_kind.get("", NO_RULE)
    return {each: by_kind.get(kinds.get(each, ""), others) for each in product_ids}


def longest(*, until: date) -> int:
    """
    Return how many days before its last one a lot may have left the sale, by any rule that began until a day:
    a block of an earlier rule is lifted only where its lot is looked at again. One query.
    """
    rows = MinimumLife.objects.filter(valid_from__lte=until)
    return max((row.days + row.on_the_way for row in rows), default=0)


def rules() -> tuple[LifeRule, ...]:
    """Return all rules, by kind, the newest first."""
    return tuple(
        LifeRule(
            row.pk,
            row.kind,
            Life(row.days, row.on_the_way),
            row.valid_from,
            row.valid_to,
            row.status,
            row.source,
        )
        for row in MinimumLife.objects.order_by("kind", "-valid_from")
    )
