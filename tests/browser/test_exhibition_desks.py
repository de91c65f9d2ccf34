"""Every staff page of an exhibition that has sold, from the addresses themselves: axe at nought, nothing wider."""

from itertools import cycle
from typing import Any, Final

import pytest
from django.urls import URLPattern, reverse

import exhibitions.plan.web.urls as plan_urls
import exhibitions.results.web.urls as results_urls
import exhibitions.stalls.web.urls as stalls_urls
import exhibitions.stock.web.urls as stock_urls
import exhibitions.till.web.urls as till_urls
from exhibitions.stock.models import Consignment
from jkrlm.people.facade import Role, grant_role
from tests.browser.test_stalls_pages import drawn
from tests.exhibitions.results.world import a_day
from tests.exhibitions.till.world import a_stall
from tests.exhibitions.world import signed_in

__all__ = ["drawn"]

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

ROOMS: Final = (plan_urls, stalls_urls, stock_urls, till_urls, results_urls)
#: Pages whose parts a running fair with two tills has; the others are looked at in their rooms' own tests.
ELSEWHERE: Final = frozenset(
    {
        *("new", "edit", "copy", "task", "gate_pass", "papers", "day"),
        # Of stalls that were applied for: tests/browser/test_stalls_pages.py
        *("applications", "application", "allotment", "allowances"),
    }
)


def addresses(known: dict[str, Any]) -> list[str]:
    """Every address under /staff/exhibitions/ whose parts are known."""
    found = []
    for room in ROOMS:
        for each in room.urlpatterns:
            assert isinstance(each, URLPattern)
            parts = each.pattern.converters.keys()
            if each.name not in ELSEWHERE and set(parts) <= set(known):
                args = {part: known[part] for part in parts}
                found.append(reverse(f"{room.app_name}:{each.name}", kwargs=args))
    return list(dict.fromkeys(found))


def test_every_staff_page_of_a_running_fair(drawn: Any) -> None:
    stall = a_stall()
    a_day(stall)
    grant_role(stall.fair.manager, Role.ADMINISTRATOR)
    grant_role(stall.fair.manager, Role.FINANCE_CHECKER)
    desk = signed_in(stall.fair.manager)
    # A number is a consignment's in the stock's addresses, a till's in the till's: the till has 1.
    known = {"code": stall.code, "stall_code": "A1", "group_code": "KZ09", "number": 1}
    pages = addresses(known)
    pages.append(f"/staff/exhibitions/{stall.code}/stock/{Consignment.objects.earliest('pk').number}/")
    ways = cycle([drawn(390), drawn(1280, dark=True), drawn(390, dark=True), drawn(1280)])
    looked = []
    for address in pages:
        answer = desk.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            next(ways).look(desk, address)
            looked.append(address.rstrip("/").split("/")[-1])
        else:  # what is only posted to, files, and what needs another state says so
            assert answer.status_code in (200, 302, 404, 405, 409), (address, answer.status_code)
    assert {"board", "leads", "settlement", "report", "stock", "tills", "hall", "gate", "team"} <= set(looked)
