"""The seed of a draw: promised by its hash, opened afterwards, checked by anybody."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final

from exhibitions.stalls.engine import Applicant, Outcome, QuotaRule, StallToGive, allot

VERSION: Final = 1


def new_seed() -> str:
    """Return 256 random bits in hexadecimal."""
    return secrets.token_hex(32)


def commitment(seed: str) -> str:
    """Return what is published beforehand: SHA-256 of the seed, in hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()


def sealed(
    applicants: tuple[Applicant, ...], stalls: tuple[StallToGive, ...], quotas: tuple[QuotaRule, ...]
) -> str:
    """Return all that the engine was given but the seed, as text that is the same for the same things."""
    return json.dumps(
        {
            "version": VERSION,
            "applications": sorted(
                [each.number, each.craft, each.district, each.score, each.kind] for each in applicants
            ),
            "stalls": sorted([each.code, each.kind, sorted(each.crafts)] for each in stalls),
            "quotas": sorted([each.by, each.name, each.most] for each in quotas),
        },
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def opened(
    text: str,
) -> tuple[tuple[Applicant, ...], tuple[StallToGive, ...], tuple[QuotaRule, ...]]:
    """
    Return what ``sealed`` wrote.

    Raises:
        ValueError: not such a text.
    """
    try:
        data: Mapping[str, Any] = json.loads(text)
        if data["version"] != VERSION:
            raise ValueError("another version")
        return (
            tuple(Applicant(*row) for row in data["applications"]),
            tuple(StallToGive(code, kind, frozenset(crafts)) for code, kind, crafts in data["stalls"]),
            tuple(QuotaRule(*row) for row in data["quotas"]),
        )
    except (KeyError, TypeError) as wrong:
        raise ValueError("This is not what a draw was given.") from wrong


def repeat(text: str, seed: str) -> Outcome:
    """Draw again. Raises ValueError."""
    return allot(*opened(text), seed)
