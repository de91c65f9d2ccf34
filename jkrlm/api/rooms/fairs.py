"""Who may what at exhibitions, as the pages have it, and what the modules about exhibitions share."""

from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import get_language

import exhibitions.plan.facade as plan
from jkrlm.api.binding import Whom, field
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput, Denied
from jkrlm.api.schema import snake_case
from jkrlm.people.facade import Role, User

_TEAM: Final = (Role.EXHIBITIONS, Role.ADMINISTRATOR)
FINANCE_ROLES: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
#: Who plans exhibitions; an administrator looks on.
PLANNERS: Final = Whom(Role.EXHIBITIONS)
FAIRS: Final = Whom(*_TEAM)
#: Its team, the cashiers too.
COUNTERS: Final = Whom(*_TEAM, Role.CASHIER)
#: Whose work goods on the road are.
KEEPERS: Final = Whom(*_TEAM, Role.LOGISTICS)
#: They, and the groups whose goods they are.
GOODS: Final = Whom(*_TEAM, Role.LOGISTICS, sellers=True)
#: Who looks after tills and their cash.
TILLS: Final = Whom(*_TEAM, Role.CASHIER, *FINANCE_ROLES)
MONEY: Final = Whom(*_TEAM, *FINANCE_ROLES)
FINANCE: Final = Whom(*FINANCE_ROLES, Role.ADMINISTRATOR)
MAKERS: Final = Whom(Role.FINANCE_MAKER)
CHECKERS: Final = Whom(Role.FINANCE_CHECKER)
#: Look at what any exhibition comes to.
LOOK_ON: Final = Whom(*_TEAM, Role.LOGISTICS, *FINANCE_ROLES)
#: Years in which an exhibition can be: others overflow what is reckoned with them.
_YEARS: Final = range(2020, 2101)


def language() -> str:
    return (get_language() or "en")[:2]


def known(code: str) -> plan.Exhibition | None:
    try:
        return plan.exhibition(code)
    except plan.ExhibitionUnknown:
        return None


def is_hers(caller: Caller, code: str, *others: Role) -> bool:
    """An administrator's, of one of the other roles, or on its team."""
    user = caller.person()
    if caller.has(Role.ADMINISTRATOR, *others):
        return True
    return any(each.user_id == user.pk for each in plan.team(code))


def looked_at(caller: Caller, code: str, *others: Role) -> plan.Exhibition | None:
    """Return an exhibition into which she may look; another's reads as none."""
    found = known(code)
    return found if found is not None and is_hers(caller, found.code, *others) else None


def hers(caller: Caller, code: str, *others: Role) -> User:
    """Return who she is, for a write of the team. Raises ExhibitionUnknown, Denied."""
    found = plan.exhibition(code)
    if not is_hers(caller, found.code, *others):
        raise Denied(is_known=True)
    return caller.person()


def runs(caller: Caller, code: str) -> User:
    """Return who she is, for a write of a manager. Raises ExhibitionUnknown, Denied."""
    found, user = plan.exhibition(code), caller.person()
    if not plan.may_run(user, found.code):
        raise Denied(is_known=True)
    return user


def show_fair(caller: Caller, code: str) -> plan.Exhibition | None:
    """One that was announced is everybody's; a draft is its team's."""
    found = plan.exhibition(code)
    return found if found.state != plan.ExhibitionState.DRAFT else looked_at(caller, code)


def day(value: date, name: str) -> date:
    """Raises BadInput."""
    if value.year not in _YEARS:
        raise BadInput("A day from 2020 to 2100.", field=name)
    return value


def hour(value: str, name: str) -> time:
    """Raises BadInput."""
    try:
        found = time.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise BadInput("An hour of the day in India, as 10:00.", field=name)
    return found.replace(second=0, microsecond=0)


def number(value: Decimal, name: str, most: int = 10**9) -> Decimal:
    """Return it with two places. Raises BadInput."""
    if abs(value) > most:
        raise BadInput("This number is too large.", field=name)
    return round(value, 2)


def rupees(kind: str, *names: str) -> None:
    """Say that these fields of a type are sums in rupees."""
    for name in names:
        field(kind, name)(_amount(snake_case(name)))


def _amount(name: str) -> Any:
    def resolve(source: Any, _caller: Caller) -> Decimal:
        amount: Decimal = getattr(source, name).amount
        return amount

    return resolve
