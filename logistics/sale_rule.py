"""What logistics must ask of a higher room: may this group's goods be sold to that state?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ImproperlyConfigured

from sellers.registry.facade import Group

#: (groups, state, day) -> a sentence for each group code that nobody may sell for.
SaleRule = Callable[[Sequence[Group], str, date], Mapping[str, str]]

_rule: SaleRule | None = None


def set_sale_rule(rule: SaleRule) -> None:
    """Hand in the rule; wiring does so once, when the process starts."""
    global _rule
    _rule = rule


def refused(groups: Sequence[Group], state: str, on: date) -> Mapping[str, str]:
    """
    Return the refused group codes with the reason of each.

    Raises:
        ImproperlyConfigured: no rule was handed in. Silence is not permission to sell.
    """
    if _rule is None:
        raise ImproperlyConfigured("logistics has no sale rule: wiring must call set_sale_rule")
    return _rule(groups, state, on)
