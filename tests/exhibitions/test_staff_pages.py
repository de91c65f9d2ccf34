"""What each role is shown of exhibitions it may open, and what it may open it is shown."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.plan.facade import Duty, ExhibitionState
from exhibitions.plan.rows import fair_rows
from exhibitions.plan.tabs import AT_ANY, PAGES
from jkrlm.kernel import clock
from jkrlm.people.facade import STAFF_ROLES, Role
from tests.exhibitions.stalls.world import a_mela, allotted, applied, call
from tests.exhibitions.world import CODE, DAYS, Fair, a_fair, person, signed_in

pytestmark = pytest.mark.django_db

LIST = "/staff/exhibitions/"
#: By every page of a fair's tabs.
ADDRESSES = tuple(reverse(page.address, args=[CODE]) for page in PAGES)
DUTIES = {Role.EXHIBITIONS: Duty.MANAGER, Role.CASHIER: Duty.CASHIER}


def links(client: Client, address: str) -> set[str]:
    """Return where a page leads within exhibitions, itself and what comes before it left out."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = set(re.findall(r'href="(/staff/exhibitions/[^"#?]*)"', answer.content.decode()))
    return found - {LIST}


def puts_on_team(fair: Fair, user: object, role: Role) -> None:
    plan.keep_member(
        fair.code,
        user,  # type: ignore[arg-type]
        DUTIES.get(role, Duty.HELPER),
        since=fair.opens_on,
        until=plan.exhibition(fair.code).closes_on,
        key=f"team:{role}",
        by=fair.manager,
    )


@pytest.mark.parametrize("state", [ExhibitionState.DRAFT, ExhibitionState.RUNNING])
def test_each_role_finds_what_it_may_open_and_nothing_else(state: ExhibitionState) -> None:
    fair = a_fair(state, opens_in=0 if state == ExhibitionState.RUNNING else DAYS)
    for role in STAFF_ROLES:
        for is_on_team in (False, True):
            user = person(f"{role} {is_on_team}", role)
            if is_on_team:
                puts_on_team(fair, user, role)
            client = signed_in(user)
            opens = {each for each in ADDRESSES if client.get(each).status_code == 200}
            refused = {client.get(each).status_code for each in ADDRESSES if each not in opens}
            assert refused <= {403}, (role, is_on_team, refused)
            shown = {address: links(client, address) for address in opens}
            for address, found in shown.items():
                assert found & set(ADDRESSES) == opens, (role, is_on_team, address)
            others = set().union(*shown.values()) - opens
            assert {each: code for each in others if (code := client.get(each).status_code) != 200} == {}
            listed = links(client, LIST)
            if role in (Role.EXHIBITIONS, Role.ADMINISTRATOR):
                assert f"{LIST}{CODE}/" in listed
            else:
                assert listed == opens, (role, is_on_team, listed ^ opens)
            assert all(client.get(each).status_code == 200 for each in listed)


def test_who_works_at_fairs_comes_there_from_the_home_of_staff() -> None:
    a_fair()
    for role in STAFF_ROLES:
        client = signed_in(person(str(role), role))
        home = client.get("/staff/")
        addresses = re.findall(r'<a[^>]*href="(/[^"#]*)"', home.content.decode())
        assert (LIST in addresses) == (role in {*AT_ANY, Role.CASHIER}), role
        codes = {each: client.get(each).status_code for each in addresses if each.startswith("/staff/")}
        assert set(codes.values()) <= {200, 302}, (role, codes)


def test_the_list_asks_as_often_for_one_exhibition_as_for_many() -> None:
    mela = a_mela(3)
    call(mela)
    for code in mela.groups:
        applied(mela, code)
    allotted(mela)
    with CaptureQueriesContext(connection) as one:
        (row,) = fair_rows(clock.today())
    assert row.groups == len(stalls.allotted(mela.code)) > 0
    for code in ("HAAT-SXR-26", "SARAS-LEH-26"):
        a_fair(code=code)
    with CaptureQueriesContext(connection) as three:
        rows = fair_rows(clock.today())
    assert {each.fair.code: each.groups for each in rows} == {
        mela.code: row.groups,
        "HAAT-SXR-26": 0,
        "SARAS-LEH-26": 0,
    }
    assert len(three) == len(one)
