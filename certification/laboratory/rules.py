"""Who may read how much of a sample, and codes that say nothing. Pure: no database, no clock."""

import secrets
from dataclasses import dataclass
from typing import Final

from certification.laboratory.contracts import Level
from certification.laboratory.states import OPENED, SampleState

#: No look-alikes: no I, L, O, U, 0, 1.
ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODE_LENGTH: Final = 8
REASON_MIN: Final = 5


def new_code() -> str:
    """Return a random code: 30^8, so that one tells nothing of the next."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: ``is_office`` are certification officers and administrators."""

    id: int
    is_laboratory: bool
    is_office: bool
    is_inspector: bool


def level_of(
    reader: Reader, *, state: SampleState, taken_by: int, analyst: int | None, verifier: int | None
) -> Level:
    """
    Return how much of a sample the reader may read.

    The laboratory comes first: who also is an officer stays blind while she could measure it.
    """
    opened = state in OPENED
    if reader.is_laboratory and reader.id != taken_by:
        if opened:
            return Level.FULL
        if reader.id in (analyst, verifier):
            return Level.WORK
        return Level.LABEL
    if reader.is_office:
        return Level.FULL if opened else Level.CUSTODY
    if reader.is_inspector and reader.id == taken_by:
        return Level.FULL if opened else Level.CUSTODY
    return Level.NOTHING
