"""Batching without async: objects that were read together load what hangs on them together.

graphql-core runs resolvers one object at a time. Each object remembers its
peers; the first that is asked for a relation loads it for all of them, and what
was loaded becomes one peer group in turn. So a tree of any width costs a fixed
number of queries, and no resolver knows about its siblings.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Group:
    """Objects of one class that were read together, and what has been loaded for all of them."""

    __slots__ = ("items", "memo")

    def __init__(self, items: list[Any]) -> None:
        self.items = items
        self.memo: dict[Any, Mapping[Any, Any]] = {}


def _can_hold(item: Any) -> bool:
    return hasattr(item, "pk") and hasattr(item, "__dict__")


def peers(items: list[T]) -> list[T]:
    """Make the members of ``items`` peers, class by class, and return the list."""
    by_class: dict[type, list[Any]] = {}
    for item in items:
        if _can_hold(item):
            by_class.setdefault(type(item), []).append(item)
    for members in by_class.values():
        group = Group(members)
        for member in members:
            member.__dict__["_peers"] = group
    return items


def loaded(items: list[Any], key: Any, found: Mapping[Any, Any]) -> None:
    """Make the items peers for whom ``found`` came along when they were read: nobody loads ``key`` again."""
    peers(items)
    if items:
        _gather(found)
        items[0].__dict__["_peers"].memo[key] = found


def forget(item: Any) -> None:
    """Drop what was loaded for an object, because a mutation changed it."""
    if _can_hold(item):
        item.__dict__.pop("_peers", None)


def load(item: Any, key: Any, loader: Callable[[list[Any]], Mapping[Any, Any]]) -> Any:
    """
    Return ``loader(peers)[item.pk]`` (None when absent), asking the loader once per peer group.

    ``key`` names the relation and carries its arguments; it must be hashable.
    """
    group = item.__dict__.get("_peers")
    if group is None:
        group = Group([item])
        item.__dict__["_peers"] = group
    found = group.memo.get(key)
    if found is None:
        found = loader(group.items)
        _gather(found)
        group.memo[key] = found
    return found.get(item.pk)


def _gather(found: Mapping[Any, Any]) -> None:
    """Make what was loaded peers; who has peers already, being loaded earlier, keeps them."""
    peers([item for item in _flat(found.values()) if "_peers" not in getattr(item, "__dict__", ())])


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from value
        elif value is not None:
            yield value
