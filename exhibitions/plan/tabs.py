"""
The pages of an exhibition that staff find as tabs, and who may open which: nobody is shown what answers 403.

The rooms' own guards decide; a test opens every tab as every role and holds this table against them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from jkrlm.people.facade import STAFF_ROLES, Role

#: Plan exhibitions: pages of any of them, to change the own ones.
PLANNERS: Final = (Role.EXHIBITIONS, Role.ADMINISTRATOR)
_MONEY: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
_ADMIN: Final = (Role.ADMINISTRATOR,)


@dataclass(frozen=True, slots=True)
class Page:
    """``any_fair`` open it for every exhibition, ``own_fair`` only where they are on its team."""

    address: str
    title: Promise
    any_fair: tuple[Role, ...]
    own_fair: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """``address`` is the name of its address."""

    address: str
    url: str
    name: str
    is_here: bool


_LOOK_ON: Final = (*_ADMIN, Role.LOGISTICS, *_MONEY)
_MANAGERS: Final = (Role.EXHIBITIONS,)
_AT_TILLS: Final = (Role.EXHIBITIONS, Role.CASHIER)
#: One whose page is not there is left out.
PAGES: Final = (
    Page("exhibitions:one", gettext_lazy("Overview"), PLANNERS),
    Page("exhibitions_results:board", gettext_lazy("Live board"), _LOOK_ON, _MANAGERS),
    Page("exhibitions_results:leads", gettext_lazy("Leads"), _ADMIN, _AT_TILLS),
    Page("exhibitions:hall", gettext_lazy("Stall map"), PLANNERS),
    Page("exhibitions_stalls:applications", gettext_lazy("Applications"), PLANNERS),
    Page("exhibitions_stalls:allotment", gettext_lazy("Allotment"), PLANNERS),
    Page("exhibitions_stalls:allowances", gettext_lazy("Allowances"), (*PLANNERS, *_MONEY)),
    Page("exhibitions_stock:stock", gettext_lazy("Stock"), (*_ADMIN, Role.LOGISTICS), _MANAGERS),
    Page("exhibitions_till:tills", gettext_lazy("Tills"), (*_ADMIN, *_MONEY), _AT_TILLS),
    Page("exhibitions:team", gettext_lazy("Team"), PLANNERS),
    Page("exhibitions:tasks", gettext_lazy("Tasks"), PLANNERS),
    Page("exhibitions:programme", gettext_lazy("Programme"), PLANNERS),
    Page("exhibitions:gate", gettext_lazy("Gate"), _ADMIN, STAFF_ROLES),
    Page("exhibitions_stalls:gate", gettext_lazy("Gate for makers"), _ADMIN, _AT_TILLS),
    Page("exhibitions_results:settlement", gettext_lazy("Settlement"), (*_ADMIN, *_MONEY), _MANAGERS),
    Page("exhibitions_results:report", gettext_lazy("Report"), _LOOK_ON, _MANAGERS),
)
#: Who has something to do at exhibitions whose team she is not on.
AT_ANY: Final = tuple({role for page in PAGES for role in page.any_fair})


def tabs(code: str, here: str, *, roles: Collection[Role], on_team: bool) -> tuple[Tab, ...]:
    """Return what somebody with these roles may open; ``here`` is the name of the address shown."""
    found = []
    for page in PAGES:
        if not set(roles) & {*page.any_fair, *(page.own_fair if on_team else ())}:
            continue
        try:
            url = reverse(page.address, args=(code,))
        except NoReverseMatch:
            continue
        found.append(Tab(page.address, url, str(page.title), page.address == here))
    return tuple(found)
