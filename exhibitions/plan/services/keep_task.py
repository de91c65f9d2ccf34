"""Tasks of an exhibition: who, by when, done."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exhibitions.plan.errors import BadPlan, ExhibitionUnknown
from exhibitions.plan.models import Exhibition, Task
from exhibitions.plan.services.common import is_done, locked, words
from exhibitions.plan.states import ENDED_STATES, ExhibitionState
from jkrlm.people.facade import User, audit

_CHANGES_IN: Final = tuple(state for state in ExhibitionState if state not in ENDED_STATES)


def keep_task(
    *,
    code: str,
    task_id: int | None,
    title: str,
    due_on: date,
    who: int | None,
    key: str,
    by: User,
    now: datetime,
) -> None:
    """
    Add a task (``task_id`` None) or change one; a form that is sent again does nothing.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan: no words, the same words twice, or nobody of that number.
    """
    title = words(title, 160, field="title", what=_("Say what is to be done."))
    try:
        with transaction.atomic():
            row = locked(code, states=_CHANGES_IN)
            if who is not None and not User.objects.filter(pk=who, is_active=True).exists():
                raise BadPlan(_("There is no such person."), field="who")
            task = _task(row, task_id) if task_id else Task(exhibition=row)
            if is_done(row, key=key, verb="task", now=now):
                return
            task.title, task.due_on, task.who_id = title, due_on, who
            task.save()
            audit(
                actor=by,
                verb="exhibitions.task",
                target=f"exhibition {row.code}",
                after={"task": title, "due": str(due_on), "who": who},
            )
    except IntegrityError as twice:
        raise BadPlan(_("There is this task already."), field="title") from twice


@transaction.atomic
def tick_task(*, code: str, task_id: int, done: bool, by: User, now: datetime) -> Task:
    """
    Say that a task is done, or not yet after all; said twice, nothing happens.

    Raises:
        ExhibitionUnknown, MoveRefused.
    """
    row = locked(code, states=_CHANGES_IN)
    task = _task(row, task_id)
    if (task.done_at is not None) == done:
        return task
    task.done_at, task.done_by = (now, by) if done else (None, None)
    task.save(update_fields=("done_at", "done_by"))
    audit(
        actor=by,
        verb="exhibitions.task-done" if done else "exhibitions.task-open",
        target=f"exhibition {row.code}",
        after={"task": task.title},
    )
    return task


@transaction.atomic
def drop_task(*, code: str, task_id: int, by: User) -> None:
    """Take a task off the list. Raises ExhibitionUnknown, MoveRefused."""
    row = locked(code, states=_CHANGES_IN)
    task = _task(row, task_id)
    task.delete()
    audit(
        actor=by, verb="exhibitions.task-gone", target=f"exhibition {row.code}", before={"task": task.title}
    )


def open_tasks(code: str, due_by: date) -> list[int]:
    """Return the tasks due by a day that are not done."""
    rows = Task.objects.filter(exhibition__code=code, due_on__lte=due_by, done_at__isnull=True)
    return list(rows.order_by("due_on", "pk").values_list("pk", flat=True))


def _task(row: Exhibition, task_id: int) -> Task:
    task = row.tasks.filter(pk=task_id).first()
    if task is None:
        raise ExhibitionUnknown(_("There is no such task."))
    return task
