"""
Who gets which stall. Pure, deterministic, independent of the order in which anything is handed in.

One after the other, the best score first; equals in the order of a draw. Each takes the best free stall of
her craft, unless a quota is full. So nobody with a better score loses to a worse one of her own district
and craft, and what one applicant is told depends only on those before her.

The draw: SHA-256 of ``seed:number``, in hexadecimal, the smallest first. The seed's own SHA-256 is published
with the call; so the draw was fixed before the first application came, and anybody can repeat it.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

By = Literal["district", "craft"]
STALL: Final = "stall"
WAITING: Final = "waiting"
#: Why nobody got a stall: full quotas; the stalls she might have are taken; there is none for her craft.
QUOTA_DISTRICT: Final = "quota-district"
QUOTA_CRAFT: Final = "quota-craft"
NO_STALL: Final = "no-stall"
NONE_THERE: Final = "none-there"
#: Why this stall. For every craft: because those of her craft were taken, or because there are none.
OF_HER_KIND: Final = "kind"
OF_HER_CRAFT: Final = "craft"
FOR_ALL: Final = "for-all"
ONLY_FOR_ALL: Final = "only-for-all"


@dataclass(frozen=True, slots=True)
class Applicant:
    """An eligible application. ``kind`` is the size she asks for, empty for any."""

    number: str
    craft: str
    district: str
    score: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class StallToGive:
    """A free stall. ``crafts`` empty: for every craft."""

    code: str
    kind: str = ""
    crafts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """At most ``most`` stalls for a district or a craft."""

    by: By
    name: str
    most: int


@dataclass(frozen=True, slots=True)
class Placed:
    """
    What became of one applicant. ``place`` counts from 1 within her craft's ``of``, ``rank`` among all
    ``among``; ``line`` is her place on the waiting list, 0 where she has a stall; ``equals`` is how many
    others had her score, of any craft: stalls for all and a district's quota are drawn across crafts.
    ``name`` is the quota's name where one was full.
    """

    number: str
    score: int
    result: str
    stall: str
    reason: str
    name: str
    place: int
    of: int
    rank: int
    among: int
    line: int
    drawn: str
    equals: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """``placed`` in the order in which stalls were given; ``free`` are stalls nobody could take."""

    placed: tuple[Placed, ...]
    free: tuple[str, ...]

    def stalls(self) -> dict[str, str]:
        """Return number → stall."""
        return {each.number: each.stall for each in self.placed if each.result == STALL}

    @property
    def waiting(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.placed if each.result == WAITING)


@dataclass(slots=True)
class Room:
    """
    What is still to be had: stalls by code in their natural order, and how far quotas are used. ``crafts``
    are those that had stalls of their own at the beginning; ``is_for_all``: there was one for every craft.
    """

    stalls: list[StallToGive]
    quotas: Mapping[tuple[str, str], int]
    used: Counter[tuple[str, str]] = field(default_factory=Counter)
    crafts: frozenset[str] = field(init=False)
    is_for_all: bool = field(init=False)

    def __post_init__(self) -> None:
        self.crafts = frozenset().union(*(each.crafts for each in self.stalls))
        self.is_for_all = any(not each.crafts for each in self.stalls)

    def refuses(self, who: Applicant) -> tuple[str, str] | None:
        """Return (reason, name) of the quota that is full for her, the district's first."""
        for by, name, reason in (
            ("district", who.district, QUOTA_DISTRICT),
            ("craft", who.craft, QUOTA_CRAFT),
        ):
            most = self.quotas.get((by, name))
            if most is not None and self.used[by, name] >= most:
                return reason, name
        return None

    def best(self, who: Applicant) -> tuple[StallToGive, str] | None:
        """Return the stall she takes and why: of her craft before one for all, of her kind before others."""
        fitting = [each for each in self.stalls if not each.crafts or who.craft in each.crafts]
        if not fitting:
            return None
        found = min(
            fitting,
            key=lambda each: (not each.crafts, bool(who.kind) and each.kind != who.kind, natural(each.code)),
        )
        if who.kind and found.kind == who.kind:
            return found, OF_HER_KIND
        if found.crafts:
            return found, OF_HER_CRAFT
        return found, FOR_ALL if who.craft in self.crafts else ONLY_FOR_ALL

    def why_none(self, who: Applicant) -> str:
        return NO_STALL if self.is_for_all or who.craft in self.crafts else NONE_THERE

    def take(self, who: Applicant, stall: StallToGive) -> None:
        self.stalls.remove(stall)
        self.used["district", who.district] += 1
        self.used["craft", who.craft] += 1


def allot(
    applications: Iterable[Applicant],
    stalls: Iterable[StallToGive],
    quotas: Iterable[QuotaRule],
    seed: str,
) -> Outcome:
    """
    Give stalls to applicants.

    Raises:
        ValueError: two applications of one number, or two stalls of one code.
    """
    everyone = sorted(applications, key=lambda each: order_of(each, seed))
    free = sorted(stalls, key=lambda each: natural(each.code))
    _unique([each.number for each in everyone], "application")
    _unique([each.code for each in free], "stall")
    room = Room(free, {(each.by, each.name): each.most for each in quotas})
    of = Counter(each.craft for each in everyone)
    equals = Counter(each.score for each in everyone)
    places: defaultdict[str, int] = defaultdict(int)
    placed, line = [], 0
    for rank, who in enumerate(everyone, start=1):
        places[who.craft] += 1
        result, stall, reason, name = _one(who, room)
        line += result == WAITING
        placed.append(
            Placed(
                number=who.number,
                score=who.score,
                result=result,
                stall=stall,
                reason=reason,
                name=name,
                place=places[who.craft],
                of=of[who.craft],
                rank=rank,
                among=len(everyone),
                line=line if result == WAITING else 0,
                drawn=drawn(seed, who.number),
                equals=equals[who.score] - 1,
            )
        )
    return Outcome(tuple(placed), tuple(each.code for each in room.stalls))


def next_in_line(
    waiting: Sequence[Applicant],
    stall: StallToGive,
    quotas: Iterable[QuotaRule],
    holding: Iterable[Applicant],
) -> Applicant | None:
    """
    Return the first of a waiting list, in its order, who may have a stall that became free; None where
    quotas or crafts allow nobody.
    """
    room = Room([stall], {(each.by, each.name): each.most for each in quotas})
    for each in holding:
        room.used["district", each.district] += 1
        room.used["craft", each.craft] += 1
    return next((who for who in waiting if room.refuses(who) is None and room.best(who)), None)


def order_of(who: Applicant, seed: str) -> tuple[int, str, str]:
    return (-who.score, drawn(seed, who.number), who.number)


def drawn(seed: str, number: str) -> str:
    """Return what the draw gives an application: 64 hexadecimal digits, the smaller the better."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which A2 stands before A10."""
    return tuple(
        (1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", code)
    )


def _one(who: Applicant, room: Room) -> tuple[str, str, str, str]:
    full = room.refuses(who)
    if full is not None:
        return WAITING, "", *full
    found = room.best(who)
    if found is None:
        return WAITING, "", room.why_none(who), ""
    stall, why = found
    room.take(who, stall)
    return STALL, stall.code, why, ""


def _unique(names: Sequence[str], what: str) -> None:
    twice = [name for name, many in Counter(names).items() if many > 1]
    if twice:
        raise ValueError(f"Two of {what} {twice[0]}.")
