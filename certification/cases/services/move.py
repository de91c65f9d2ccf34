"""Move a case along its states, and write its history: the one place where ``state`` is written."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification.cases.errors import CaseUnknown, WrongState
from certification.cases.models import Case, CaseLine
from certification.cases.states import TRANSITIONS, CaseState

Facts = Mapping[str, str]


@transaction.atomic
def move(
    case: Case,
    *,
    to: CaseState,
    actor: str,
    now: datetime,
    what: str,
    words: str = "",
    on_behalf_of: str = "",
    facts: Facts | None = None,
    change: Callable[[Case], None] | None = None,
) -> Case:
    """
    Move a case that the caller has locked, with its line of history.

    ``change`` sets further fields before it is saved.

    Raises:
        WrongState: it cannot get there from where it is; ``params`` says where it is.
    """
    require_from(case, to)
    case.state = to
    if change is not None:
        change(case)
    case.changed_at = now
    case.save()
    note(case, actor=actor, now=now, what=what, words=words, on_behalf_of=on_behalf_of, facts=facts)
    return case


def require_from(case: Case, to: CaseState) -> None:
    """Raises WrongState where the table has no such step."""
    held = CaseState(case.state)
    if to not in TRANSITIONS[held]:
        raise WrongState(
            _("Case %(number)s is “%(held)s” now; it cannot become “%(wanted)s”. Load the page again.")
            % {"number": case.number, "held": held.label, "wanted": to.label},
            params={"case": case.number, "state": held.value, "wanted": to.value},
        )


def note(
    case: Case,
    *,
    actor: str,
    now: datetime,
    what: str,
    words: str = "",
    on_behalf_of: str = "",
    facts: Facts | None = None,
) -> None:
    """Add a line to the history of a locked case; the database numbers and seals it."""
    CaseLine.objects.create(
        case=case,
        at=now,
        actor=actor,
        on_behalf_of=on_behalf_of[:200],
        what=what,
        words=words.strip(),
        state=case.state,
        facts=json.dumps(dict(facts or {}), sort_keys=True, ensure_ascii=False),
    )


def locked(number: str) -> Case:
    """Return a case under its lock, in the caller's transaction. Raises CaseUnknown."""
    found = Case.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise CaseUnknown(_("There is no case with this number."), field="number")
    return found


def require(case: Case, *states: CaseState) -> None:
    """Raises WrongState where the case is in none of the states."""
    if case.state not in states:
        raise WrongState(
            _("Case %(number)s is “%(held)s” now; this cannot be done any more. Load the page again.")
            % {"number": case.number, "held": CaseState(case.state).label},
            params={"case": case.number, "state": case.state},
        )


def person(user_id: int | None) -> str:
    """Return how a person of ours stands in a history."""
    return f"person:{user_id}" if user_id else "clock"


def user_id_of(actor: str) -> int | None:
    """Return the user of an actor's name; None for programs."""
    kind, _colon, pk = actor.partition(":")
    return int(pk) if kind == "person" and pk.isdigit() else None
