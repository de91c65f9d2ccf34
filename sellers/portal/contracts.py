"""What crosses the door of the portal."""

from dataclasses import dataclass
from datetime import date, datetime

from jkrlm.people.facade import User
from sellers.orders.facade import By


@dataclass(frozen=True, slots=True)
class Who:
    """A person of the registry."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """As what a person stands to a group: member, leader, crp or clf-officer."""

    code: str
    role: str


@dataclass(frozen=True, slots=True)
class Acting:
    """
    Who does it, and for whom.

    ``member`` is whose goods, drafts and photographs these are: she herself, or the one whom a helper acts
    for; None where a helper looks over all her groups. ``on_behalf_of`` and ``consent`` (the id of a mandate)
    are set where a helper acts, and go into every audit row.
    """

    user: User
    person: Who
    member: Who | None
    group_codes: tuple[str, ...]
    on_behalf_of: str
    consent: int | None
    places: tuple[Place, ...]

    @property
    def is_helper(self) -> bool:
        """Whether she helps groups (as resource person or officer) and belongs to none of these."""
        return all(place.role in ("crp", "clf-officer") for place in self.places)

    @property
    def own_codes(self) -> tuple[str, ...]:
        """Groups whose member she is: there she acts in her own name."""
        return tuple(place.code for place in self.places if place.role in ("member", "leader"))

    @property
    def may_act(self) -> bool:
        """Whether whatever she does now is in somebody's name."""
        return self.member is not None

    def by(self) -> By:
        """Return the actor of a seller order's move."""
        return By(actor=f"person:{self.user.pk}", on_behalf_of=self.on_behalf_of)


@dataclass(frozen=True, slots=True)
class MandateRow:
    """A member's word that a helper may act for her; it holds until it is withdrawn."""

    id: int
    group_code: str
    helper: Who
    member: Who
    means: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask. ``phone`` is E.164, ``shown`` as people write it; both empty where none is known."""

    name: str
    role: str
    phone: str
    shown: str


@dataclass(frozen=True, slots=True)
class NextOrder:
    code: str
    number: str
    pieces: str
    pack_by: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class GroupToday:
    """What waits for one group: orders by state; ``late`` are those whose pack day is over or today."""

    code: str
    name: str
    new: int
    accepted: int
    packed: int
    late: int
    first: tuple[NextOrder, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The day of one or more groups; ``others`` is how many more have nothing waiting."""

    groups: tuple[GroupToday, ...]
    others: int


@dataclass(frozen=True, slots=True)
class RecoveryToConfirm:
    """A forgotten PIN that the reader may vouch for, as ``office``; ``first_as`` is who has done so."""

    id: int
    user_id: int
    name: str
    groups: str
    phone: str
    asked_at: datetime
    office: str
    first_as: str
    is_mine_already: bool
