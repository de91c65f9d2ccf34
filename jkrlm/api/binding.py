"""Resolvers and the fields that they answer; who may ask is said where each is bound."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput, Denied
from jkrlm.people.facade import Role

Resolver = Callable[..., Any]
_Query = TypeVar("_Query", bound=Resolver)
RESOLVERS: dict[tuple[str, str], Resolver] = {}
TEXT_MAX: Final = 4000
#: Arguments that carry files, as base64.
FILES: Final = frozenset({"data"})


class Whom:
    """Who may use a field: anybody, whoever acts for a group, or whoever holds one of the roles."""

    def __init__(self, *roles: Role, anybody: bool = False, sellers: bool = False) -> None:
        self.roles = roles
        self.anybody = anybody
        self.sellers = sellers

    def refuse(self, caller: Caller) -> None:
        """Raises Denied."""
        if self.anybody or caller.has(*self.roles) or (self.sellers and caller.acting is not None):
            return
        raise Denied(is_known=caller.user is not None)


ANYBODY: Final = Whom(anybody=True)
SELLERS: Final = Whom(sellers=True)
OFFICERS: Final = Whom(Role.OFFICER)
#: The administrator looks on, and decides nothing.
DESK: Final = Whom(Role.OFFICER, Role.ADMINISTRATOR)
INSPECTORS: Final = Whom(Role.INSPECTOR)
LABORATORY: Final = Whom(Role.LABORATORY)
#: Who puts labels on pieces and looks after lots.
HANDS: Final = Whom(Role.OFFICER, Role.INSPECTOR)
ON_LOOKERS: Final = Whom(Role.OFFICER, Role.INSPECTOR, Role.ADMINISTRATOR)
IMPARTIAL: Final = Whom(Role.OFFICER, Role.INSPECTOR, Role.LABORATORY)
SAMPLES: Final = Whom(Role.LABORATORY, Role.INSPECTOR, Role.OFFICER, Role.ADMINISTRATOR)


def query(name: str, whom: Whom) -> Callable[[_Query], _Query]:
    """Bind ``resolve(caller, **arguments)`` to a field of Query."""

    def wrap(resolve: _Query) -> _Query:
        def guarded(_source: Any, info: Any, **arguments: Any) -> Any:
            whom.refuse(info.context)
            check_texts(arguments)
            return resolve(info.context, **arguments)

        RESOLVERS["Query", name] = guarded
        return resolve

    return wrap


def field(kind: str, name: str) -> Callable[[Resolver], Resolver]:
    """Bind ``resolve(source, caller)`` to a field of another type."""

    def wrap(resolve: Resolver) -> Resolver:
        def bound(source: Any, info: Any, **arguments: Any) -> Any:
            return resolve(source, info.context, **arguments)

        RESOLVERS[kind, name] = bound
        return resolve

    return wrap


def check_texts(found: Any, name: str = "") -> None:
    """Raises BadInput for a text that no database keeps, or that is longer than any of ours."""
    if isinstance(found, str):
        if "\x00" in found or any("\ud800" <= each <= "\udfff" for each in found):
            raise BadInput("The text holds what is no character.", field=name)
        if len(found) > TEXT_MAX and name not in FILES:
            raise BadInput(f"The text is longer than {TEXT_MAX} characters.", field=name)
    elif isinstance(found, Mapping):
        for key, value in found.items():
            check_texts(value, str(key))
    elif isinstance(found, list | tuple):
        for value in found:
            check_texts(value, name)


class Node:
    """An object with those that were read together with it, so that what hangs on them is read at once."""

    __slots__ = ("group", "value")

    def __init__(self, value: Any, group: "_Group") -> None:
        self.value = value
        self.group = group

    def __getattr__(self, name: str) -> Any:
        return self.value[name] if isinstance(self.value, dict) else getattr(self.value, name)


class _Group:
    __slots__ = ("items", "memo")

    def __init__(self, items: list[Any]) -> None:
        self.items = items
        self.memo: dict[str, Any] = {}


def nodes(values: Iterable[Any]) -> list[Node]:
    found = list(values)
    group = _Group(found)
    return [Node(each, group) for each in found]


def node(value: Any) -> Node:
    return nodes([value])[0]


def together(source: Node, what: str, load: Callable[[list[Any]], Mapping[Any, Any]]) -> Mapping[Any, Any]:
    """Return what ``load`` finds for all that were read with the source, asked once."""
    if what not in source.group.memo:
        source.group.memo[what] = load(source.group.items)
    found: Mapping[Any, Any] = source.group.memo[what]
    return found
