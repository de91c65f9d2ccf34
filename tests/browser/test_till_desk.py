"""In a browser: a till that stopped, what was set aside, and money that waits for a second person; axe at nought."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from exhibitions.till.services import process
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role
from tests.browser.test_stalls_pages import Drawn
from tests.exhibitions.till.test_desk import url
from tests.exhibitions.till.test_money_back import a_day_later, sent
from tests.exhibitions.till.world import Stall, a_stall, upi_reference
from tests.exhibitions.world import person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def drawn(browser: Browser) -> Iterator[Any]:
    made: list[Drawn] = []

    def make(width: int, *, dark: bool = False) -> Drawn:
        made.append(Drawn(browser, width=width, dark=dark))
        return made[-1]

    yield make
    for each in made:
        each.context.close()


def at_odds(**_more: Any) -> None:
    raise DomainError("The books are at odds.")


def test_a_till_that_stopped_and_money_for_two_people(
    drawn: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    stall: Stall = a_stall()
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ09", "Stole", 2), upi=upi_reference())
    sent(tablet)
    a_day_later()
    monkeypatch.setattr(process, "book_sale", at_odds)
    tablet.sell(("JM09", "Honey", 1))
    sent(tablet)
    phone, night, wide = drawn(390), drawn(390, dark=True), drawn(1280)
    desk, one = stall.fair.desk(), url(stall, f"{tablet.number}/")
    for screen, tag in ((phone, "phone"), (night, "night"), (wide, "wide")):
        page = screen.look(desk, one, f"till-stopped-{tag}")
    assert page.get_by_role("button", name="Set it aside").is_visible()
    reason = {"seq": 3, "reason": "Asked who runs the books"}
    assert desk.post(f"{one}aside/", reason).status_code == 302
    maker = signed_in(person("Finance", Role.FINANCE_MAKER))
    checker = signed_in(person("Checker", Role.FINANCE_CHECKER))
    told = {"outcome": "operator-bears", "reason": "A forged screen was shown"}
    flags = url(stall, "flags/")
    (flag,) = tablet.row.entries.get(seq=2).flags.all()
    assert maker.post(f"{flags}{flag.pk}/", told).status_code == 302
    for screen, tag in ((phone, "phone"), (night, "night"), (wide, "wide")):
        assert (
            screen.look(desk, one, f"till-aside-{tag}").get_by_role("button", name="Book it now").is_visible()
        )
        screen.look(maker, flags, f"till-flags-{tag}")
        page = screen.look(checker, url(stall, "proposals/"), f"till-proposals-{tag}")
        assert page.get_by_role("button", name="Approve").is_visible()
        screen.look(checker, url(stall), f"tills-{tag}")
