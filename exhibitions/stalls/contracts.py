"""What crosses the door of stalls."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jkrlm.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Wanted:
    """Goods that a group wants to bring."""

    listing_id: int
    product_id: str
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Traveller:
    """Who travels: a person of the registry, by the name on the roll."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Allotted:
    """A group that holds a stall; ``goods`` are the store's product ids she asked to bring."""

    application_number: str
    group_code: str
    stall_code: str
    goods: tuple[str, ...]
    travellers: tuple[Traveller, ...]


@dataclass(frozen=True, slots=True)
class CallWish:
    """
    A call to apply, as staff type it. ``districts`` and ``crafts`` empty: to all groups. Points by criterion,
    quotas by (district or craft, name). ``daily_allowance`` is for one person and one day, ``travel_most``
    for one group.
    """

    deadline: date
    message: str
    points: dict[str, int]
    quotas: dict[tuple[str, str], int]
    districts: tuple[str, ...] = ()
    crafts: tuple[str, ...] = ()
    far_districts: tuple[str, ...] = ()
    accept_days: int = 3
    travellers_most: int = 3
    daily_allowance: Decimal = Decimal(0)
    travel_most: Decimal = Decimal(0)
    no_shows_most: int = 1
    grievances_most: int = 0
    late_percent_most: int = 30


@dataclass(frozen=True, slots=True)
class ApplicationWish:
    """An application as typed. ``goods`` are (listing id, how many); ``people`` ids of the registry."""

    goods: tuple[tuple[int, int], ...]
    people: tuple[int, ...]
    kind: str = ""
    needs_lodging: bool = False
    needs_transport: bool = False
    needs_electricity: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Points for one criterion; ``words`` say why, in the reader's language."""

    criterion: str
    label: str
    points: int
    most: int
    words: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """
    An application as others see it. ``score`` and what follows are None and empty until stalls were
    allotted; ``why`` is the explanation in the reader's language.
    """

    number: str
    exhibition_code: str
    group_code: str
    state: str
    craft: str
    district: str
    goods: tuple[Wanted, ...]
    travellers: tuple[Traveller, ...]
    needs: tuple[str, ...]
    stall_code: str
    score: int | None
    line: int
    why: str
    version: int


@dataclass(frozen=True, slots=True)
class AllowanceRow:
    application_number: str
    group_code: str
    kind: str
    amount: Money
    state: str


@dataclass(frozen=True, slots=True)
class CallView:
    """
    A call as it was published. ``points`` by criterion, ``quotas`` as (district or craft, name, most);
    ``seed`` is empty until stalls were allotted; ``state`` of the newest allotment: proposed, approved,
    sent-back, or empty.
    """

    exhibition_code: str
    deadline: date
    points: dict[str, int]
    quotas: tuple[tuple[str, str, int], ...]
    commitment: str
    seed: str
    state: str
