"""What must be true of stalls at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection

import sellers.ledger.facade as ledger
from exhibitions.stalls.draw import digest, repeat
from exhibitions.stalls.models import Allowance, Proposal
from exhibitions.stalls.states import AllowanceState, ProposalState

LISTED_MAX: Final = 100

_STATES: Final = """
SELECT a.number, a.state, coalesce(h.stall_code, '') FROM exhibitions_stalls_application a
  LEFT JOIN exhibitions_stalls_holding h ON h.application_id = a.id AND h.ended_at IS NULL
 WHERE (a.state IN ('allotted', 'offered')) <> (h.id IS NOT NULL) ORDER BY a.number LIMIT %s
"""


def _states() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_STATES, [LISTED_MAX])
        return [
            f"application {number} is {state} and holds {stall or 'no stall'}"
            for number, state, stall in cursor.fetchall()
        ]


def _draws() -> list[str]:
    wrong = []
    rows = Proposal.objects.filter(state=ProposalState.APPROVED).select_related("call").order_by("pk")
    for each in rows[:LISTED_MAX]:
        said = dict(each.verdicts.exclude(stall_code="").values_list("application__number", "stall_code"))
        if digest(each.given) != each.digest or repeat(each.given, each.call.seed).stalls() != said:
            wrong.append(f"the allotment of {each.call.exhibition_code} is not what its draw gives")
    return wrong


def _paid() -> list[str]:
    paid = Allowance.objects.filter(state=AllowanceState.PAID).select_related("application")
    wanted = {ledger.key_of("credit", each.reference): each for each in paid}
    there = ledger.booked(wanted)
    return [
        f"allowance {each.reference} is paid and not in the books"
        for key, each in wanted.items()
        if key not in there
    ][:LISTED_MAX]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("who is allotted or offered a stall holds one, and nobody else does", _states),
        ("an approved allotment is what its draw gives", _draws),
        ("an allowance that was paid stands in the books", _paid),
    )
