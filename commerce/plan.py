"""
A plan for setting a store up: what is there was read, and each step says what it would do.

Nothing is deleted, and what staff may choose (names, more channels, more countries) is left as it is. Only
what our decisions need is made or mended.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    RIGHT = "already right"
    MAKE = "would make"
    CHANGE = "would change"
    LOOK = "worth a look"
    BLOCKED = "in the way"


@dataclass(frozen=True, slots=True)
class Step:
    """
    One thing of the store: ``why`` says what is missing or differs.

    LOOK and BLOCKED are for a person: the shop sells beside the first, not beside the second. ``do`` is there
    where the plan can do it; it may be repeated, and needs the steps before it to be done.
    """

    kind: str
    name: str
    state: StepState
    why: str = ""
    do: Callable[[], None] | None = None


class CheckState(StrEnum):
    OK = "ok"
    LOOK = "look"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; MISSING keeps the shop from selling, LOOK does not. ``mend`` says what to do."""

    name: str
    state: CheckState
    found: str
    mend: str = ""


def carry_out(steps: Iterable[Step], *, progress: Callable[[Step], None]) -> int:
    """
    Do what is to be done, in order; return how many steps were done.

    Raises:
        StoreRefused, StoreUnavailable: from the store; what was done stays, and the next plan goes on.
    """
    done = 0
    for step in steps:
        if step.do is not None:
            progress(step)
            step.do()
            done += 1
    return done


def differences(entries: Iterable[tuple[str, object, object]]) -> list[str]:
    """Return in words where (name, found, wanted) differ."""
    return [
        f"{name} is {_said(found)}, must be {_said(wanted)}"
        for name, found, wanted in entries
        if found != wanted
    ]


def _said(value: object) -> str:
    if value is None:
        return "unset"
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
