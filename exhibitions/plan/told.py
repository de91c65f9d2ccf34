"""What a program of the team is told of a plan beyond what everybody sees."""

from dataclasses import dataclass
from datetime import date

from exhibitions.plan.contracts import Exhibition, ExhibitionWish
from exhibitions.plan.models import Exhibition as Row
from exhibitions.plan.models import TeamMember
from exhibitions.plan.selectors import row_of, view_of
from exhibitions.plan.services.keep_exhibition import wish_of
from exhibitions.plan.states import Duty
from jkrlm.people.facade import User


@dataclass(frozen=True, slots=True)
class TaskView:
    id: int
    title: str
    due_on: date
    who_id: int | None
    done: bool


def exhibitions_of(user: User) -> tuple[Exhibition, ...]:
    """Return the exhibitions on whose team somebody is, drafts too, first to open first. One query."""
    rows = Row.objects.filter(team__user=user).distinct().order_by("opens_on", "code")
    return tuple(view_of(row) for row in rows)


def typed(code: str) -> tuple[ExhibitionWish, int]:
    """Return what its form would ask for, and its version. One query. Raises ExhibitionUnknown."""
    row = row_of(code)
    return wish_of(row), row.version


def tasks(code: str) -> tuple[TaskView, ...]:
    """Return what is to be done and what was, by day. Two queries. Raises ExhibitionUnknown."""
    return tuple(
        TaskView(row.pk, row.title, row.due_on, row.who_id, row.done_at is not None)
        for row in row_of(code).tasks.order_by("due_on", "pk")
    )


def member_id(code: str, user_id: int, duty: Duty) -> int:
    """Return the number of a place on the team, 0 for none. One query."""
    rows = TeamMember.objects.filter(exhibition__code=code, user_id=user_id, duty=duty)
    return rows.values_list("pk", flat=True).first() or 0
