"""The door of plan. Here the clock is read; inside, the moment is handed on."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from exhibitions.plan.contracts import (
    Exhibition,
    ExhibitionWish,
    HourCount,
    Mark,
    Pass,
    PassWish,
    PublicGroup,
    RowsWish,
    Stall,
    TeamMember,
    Zone,
    ZoneWish,
)
from exhibitions.plan.drawing import DrawnMap
from exhibitions.plan.drawing import stall_map as _drawn
from exhibitions.plan.errors import (
    BadPlan,
    ExhibitionUnknown,
    MoveRefused,
    PassUsed,
    PlanChanged,
    PlanRefusal,
    StallTaken,
    TooManyPasses,
)
from exhibitions.plan.frame import fair_or_404, frame, may_run
from exhibitions.plan.handed_in import (
    GroupsAt,
    Guard,
    handed_in,
    set_cards,
    set_draw_of,
    set_group_numbers,
    set_groups_at,
    set_guards,
    set_why_map_stays,
)
from exhibitions.plan.invariants import invariants
from exhibitions.plan.personal_data import PERSONAL_DATA
from exhibitions.plan.rows import days_words
from exhibitions.plan.rows import programme_days as programme
from exhibitions.plan.selectors import (
    announced,
    areas,
    cashiers,
    closed_at,
    exhibition,
    exhibitions,
    footfall,
    hour_counts,
    live_on,
    pass_view,
    stall_order,
    stalls,
    team,
    why_cancelled,
    zones,
)
from exhibitions.plan.services import count_visitors as _count
from exhibitions.plan.services import keep_area as _area
from exhibitions.plan.services import keep_exhibition as _keep
from exhibitions.plan.services import keep_programme as _programme
from exhibitions.plan.services import keep_stalls as _stalls
from exhibitions.plan.services import keep_task as _task
from exhibitions.plan.services import keep_team as _team
from exhibitions.plan.services import make_pass as _pass
from exhibitions.plan.services.common import locked as _locked
from exhibitions.plan.services.keep_area import AreaWish
from exhibitions.plan.services.keep_programme import ItemWish
from exhibitions.plan.services.move_exhibition import move_exhibition as _move
from exhibitions.plan.states import Duty, ExhibitionState, ProgrammeKind, StallState
from exhibitions.plan.tabs import Tab
from exhibitions.plan.told import TaskView, exhibitions_of, tasks, typed
from exhibitions.plan.told import member_id as _member_id
from jkrlm.kernel import clock
from jkrlm.people.facade import User

__all__ = [
    "PERSONAL_DATA",
    "AreaWish",
    "BadPlan",
    "DrawnMap",
    "Duty",
    "Exhibition",
    "ExhibitionState",
    "ExhibitionUnknown",
    "ExhibitionWish",
    "GroupsAt",
    "Guard",
    "HourCount",
    "ItemWish",
    "Mark",
    "MoveRefused",
    "Pass",
    "PassUsed",
    "PassWish",
    "PlanChanged",
    "PlanRefusal",
    "ProgrammeKind",
    "PublicGroup",
    "RowsWish",
    "Stall",
    "StallState",
    "StallTaken",
    "Tab",
    "TaskView",
    "TeamMember",
    "TooManyPasses",
    "Zone",
    "ZoneWish",
    "add_area",
    "add_rows",
    "add_to_programme",
    "announced",
    "areas",
    "cashiers",
    "change_exhibition",
    "closed_at",
    "copy_exhibition",
    "count_pass",
    "count_people",
    "days_words",
    "drop_area",
    "drop_item",
    "drop_member",
    "drop_stall",
    "drop_zone",
    "exhibition",
    "exhibitions",
    "exhibitions_of",
    "fair_or_404",
    "footfall",
    "forget_old_passes",
    "frame",
    "groups_at",
    "hour_counts",
    "invariants",
    "keep_member",
    "keep_member_by_id",
    "keep_task",
    "keep_zone",
    "live_on",
    "lock",
    "make_pass",
    "may_run",
    "move",
    "move_stall",
    "plan_exhibition",
    "programme",
    "set_cards",
    "set_draw_of",
    "set_group_numbers",
    "set_groups_at",
    "set_guards",
    "set_price",
    "set_stall",
    "set_why_map_stays",
    "stall_map",
    "stall_order",
    "stalls",
    "tasks",
    "team",
    "tick_task",
    "tick_tasks",
    "typed",
    "why_cancelled",
    "zones",
]


def groups_at(code: str) -> tuple[PublicGroup, ...]:
    """Return which groups have a stall, and what they bring, as the room of stalls says."""
    return handed_in.groups_at(code)


def lock(code: str) -> None:
    """Lock an exhibition for the caller's transaction, in any state. Raises ExhibitionUnknown."""
    _locked(code, states=ExhibitionState.values)


def move(
    code: str, to: ExhibitionState, *, by: User | None, reason: str = "", at: datetime | None = None
) -> Exhibition:
    """
    Move an exhibition to a state; in that state already, nothing happens. Only the demo, which tells of days
    that are past, says ``at``.

    Raises:
        ExhibitionUnknown; MoveRefused: not from its state, or something is missing; the message says what.
    """
    now = at or clock.now()
    _move(code=code, to=to, by=by, reason=reason, now=now, today=clock.local_date(now))
    return exhibition(code)


def stall_map(code: str, marks: Mapping[str, Mark] | None = None, *, language: str = "en") -> DrawnMap:
    """
    Draw the stall map, with marks by stall code; the template "exhibitions_plan/stall_map.html" shows it as
    ``map``. Six queries.

    Raises:
        ExhibitionUnknown: there is none.
    """
    return _drawn(exhibition(code), zones(code), stalls(code), areas(code), marks or {}, language=language)


def plan_exhibition(wish: ExhibitionWish, *, key: str, by: User) -> Exhibition:
    """Plan a draft with the tasks of a fair; ``by`` manages it. Raises BadPlan."""
    row = _keep.make_exhibition(wish=wish, key=key, by=by, now=clock.now())
    return exhibition(row.code)


def copy_exhibition(source: str, *, code: str, name: str, opens_on: date, key: str, by: User) -> Exhibition:
    """Plan a new exhibition like an earlier one. Raises ExhibitionUnknown, BadPlan."""
    row = _keep.copy_exhibition(
        source=source, code=code, name=name, opens_on=opens_on, key=key, by=by, now=clock.now()
    )
    return exhibition(row.code)


def keep_zone(code: str, wish: ZoneWish, *, key: str, by: User) -> None:
    """Add or change a zone. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _stalls.keep_zone(code=code, wish=wish, key=key, by=by, now=clock.now())


def add_rows(code: str, wish: RowsWish, *, key: str, by: User) -> tuple[str, ...]:
    """Draw rows of stalls; returns their codes. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    return _stalls.add_rows(code=code, wish=wish, key=key, by=by, now=clock.now())


def add_area(code: str, wish: AreaWish, *, key: str, by: User) -> None:
    """Draw what is in the hall besides stalls. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _area.add_area(code=code, wish=wish, key=key, by=by, now=clock.now())


def set_stall(code: str, stall_code: str, state: StallState, *, reason: str, by: User) -> None:
    """Keep a stall back, block or free it. Raises ExhibitionUnknown, MoveRefused, BadPlan, StallTaken."""
    _stalls.set_stall(code=code, stall_code=stall_code, state=state, reason=reason, by=by, now=clock.now())


def keep_member(code: str, user: User, duty: Duty, *, since: date, until: date, key: str, by: User) -> None:
    """Put somebody on the team. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _team.keep_member(
        code=code, user_id=user.pk, duty=duty, since=since, until=until, key=key, by=by, now=clock.now()
    )


def add_to_programme(code: str, wish: ItemWish, *, key: str, by: User) -> None:
    """Put something on the programme. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _programme.add_item(code=code, wish=wish, key=key, by=by, now=clock.now())


def tick_tasks(code: str, *, due_by: date, by: User) -> None:
    """Say that every task due by a day is done: the demo's fair is well run. Raises ExhibitionUnknown."""
    for task_id in _task.open_tasks(code, due_by):
        _task.tick_task(code=code, task_id=task_id, done=True, by=by, now=clock.now())


def make_pass(code: str, wish: PassWish, *, network: str) -> Pass:
    """Make a visitor's pass. Raises ExhibitionUnknown, MoveRefused, BadPlan, TooManyPasses."""
    row = _pass.make_pass(code=code, wish=wish, network=network, now=clock.now(), today=clock.today())
    return pass_view(row)


def count_pass(code: str, said: str, *, by: User) -> Pass:
    """
    Count a pass at the gate, by token, number or address. Raises ExhibitionUnknown, MoveRefused, PassUsed.
    """
    return pass_view(_count.count_pass(code=code, said=said, by=by, now=clock.now()))


def count_people(code: str, people: int, *, key: UUID, by: User, at: datetime | None = None) -> None:
    """
    Count visitors without a pass, now unless the demo says when. Raises ExhibitionUnknown, MoveRefused,
    BadPlan.
    """
    _count.count_people(code=code, people=people, key=key, by=by, now=at or clock.now())


def forget_old_passes() -> int:
    """Erase names and contacts of passes thirty days after the fair; returns how many."""
    return _pass.forget_old_passes(now=clock.now(), today=clock.today())


def change_exhibition(code: str, wish: ExhibitionWish, *, version: int, key: str, by: User) -> Exhibition:
    """Change it as it was at ``version``. Raises ExhibitionUnknown, MoveRefused, PlanChanged, BadPlan."""
    row = _keep.change_exhibition(code=code, wish=wish, version=version, key=key, by=by, now=clock.now())
    return exhibition(row.code)


def drop_zone(code: str, zone_code: str, *, by: User) -> None:
    """Take a zone away with its stalls. Raises ExhibitionUnknown, MoveRefused, StallTaken."""
    _stalls.drop_zone(code=code, zone_code=zone_code, by=by, now=clock.now())


def set_price(code: str, zone_code: str, size: tuple[Decimal, Decimal], price: Decimal, *, by: User) -> None:
    """
    Say in rupees what stalls of a size (width, height in metres) cost in a zone. Raises ExhibitionUnknown,
    MoveRefused, BadPlan.
    """
    _stalls.set_price(
        code=code, zone_code=zone_code, width=size[0], height=size[1], price=price, by=by, now=clock.now()
    )


def move_stall(code: str, stall_code: str, *, x: Decimal, y: Decimal, by: User) -> None:
    """Put a stall elsewhere in the hall, in metres. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _stalls.move_stall(code=code, stall_code=stall_code, x=x, y=y, by=by, now=clock.now())


def drop_stall(code: str, stall_code: str, *, by: User) -> None:
    """Take a stall off the map. Raises ExhibitionUnknown, MoveRefused, StallTaken."""
    _stalls.drop_stall(code=code, stall_code=stall_code, by=by, now=clock.now())


def drop_area(code: str, area_id: int, *, by: User) -> None:
    """Take a stage, a desk, water off the map. Raises ExhibitionUnknown, MoveRefused."""
    _area.drop_area(code=code, area_id=area_id, by=by, now=clock.now())


def keep_member_by_id(
    code: str, user_id: int, duty: Duty, *, since: date, until: date, key: str, by: User
) -> None:
    """Put somebody on the team, named by her number. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _team.keep_member(
        code=code, user_id=user_id, duty=duty, since=since, until=until, key=key, by=by, now=clock.now()
    )


def drop_member(code: str, user_id: int, duty: Duty, *, by: User) -> None:
    """Take somebody off the team. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _team.drop_member(code=code, member_id=_member_id(code, user_id, duty), by=by)


def keep_task(
    code: str, task_id: int | None, *, title: str, due_on: date, who: int | None, key: str, by: User
) -> None:
    """Add a task (``task_id`` None) or change one. Raises ExhibitionUnknown, MoveRefused, BadPlan."""
    _task.keep_task(
        code=code, task_id=task_id, title=title, due_on=due_on, who=who, key=key, by=by, now=clock.now()
    )


def tick_task(code: str, task_id: int, *, done: bool, by: User) -> None:
    """Say that a task is done, or not yet after all. Raises ExhibitionUnknown, MoveRefused."""
    _task.tick_task(code=code, task_id=task_id, done=done, by=by, now=clock.now())


def drop_item(code: str, item_id: int, *, by: User) -> None:
    """Take something off the programme. Raises ExhibitionUnknown, MoveRefused."""
    _programme.drop_item(code=code, item_id=item_id, by=by)
