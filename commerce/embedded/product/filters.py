"""The older way to narrow a list of products, said in the words of the newer one."""

from collections.abc import Mapping
from typing import Any, Final

_SAME: Final = (
    "attributes",
    "has_category",
    "ids",
    "is_available",
    "is_published",
    "is_visible_in_listing",
    "stock_availability",
)
#: Lists of ids or slugs that become conditions.
_LISTS: Final = {
    "categories": "category",
    "collections": "collection",
    "product_types": "product_type",
    "slugs": "slug",
}
_RANGES: Final = {"price": "price", "minimal_price": "minimal_price", "updated_at": "updated_at"}


def as_where(
    given: Mapping[str, Any] | None, where: Mapping[str, Any] | None
) -> tuple[dict[str, Any], str | None]:
    """
    Return a ProductFilterInput, together with what ``where`` says already, as a ProductWhereInput, and the
    filter's search. A fresh object: it also keys what is counted.
    """
    if not given:
        return dict(where or {}), None
    wanted: dict[str, Any] = {name: given[name] for name in _SAME if given.get(name) is not None}
    for name, newer in _LISTS.items():
        if given.get(name):
            wanted[newer] = {"one_of": given[name]}
    for name, newer in _RANGES.items():
        if given.get(name):
            wanted[newer] = {"range": given[name]}
    search: str | None = given.get("search") or None
    if not where:
        return wanted, search
    return {"and_": [dict(where), wanted]}, search
