"""Staff's pages of tills."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format

import sellers.ledger.facade as ledger
from exhibitions.plan.models import TeamMember
from exhibitions.till.facade import flags, readiness
from exhibitions.till.models import CashierPin, Deposit, PairingCode, TillDay
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from tests.common.pdf import fonts_of, words_of
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db


def url(stall: Stall, rest: str = "") -> str:
    return f"/staff/exhibitions/{stall.code}/tills/{rest}"


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def test_the_office_pairs_a_tablet_by_a_code_that_is_shown_once(stall: Stall) -> None:
    desk = stall.fair.desk()
    assert desk.get(url(stall)).status_code == 200
    told = {"label": "Counter at the gate", "stall_code": "A2", "key": "form-1"}
    page = desk.post(url(stall, "code/"), told)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "<svg" in page.content.decode()
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text(page))
    assert found is not None
    tablet = Tablet(stall)
    assert tablet.pair(found[0].lower()).status_code == 201
    assert desk.post(url(stall, "code/"), told).status_code == 422  # the same form: its code was used
    assert PairingCode.objects.count() == 1
    assert desk.post(url(stall, "code/"), {"label": " ", "key": "form-2"}).status_code == 422
    assert "T01" in text(desk.get(url(stall)))


def test_readiness_says_what_is_still_to_do(stall: Stall) -> None:
    tablet = stall.tablet()
    page = text(stall.fair.desk().get(url(stall, "1/")))
    assert "The tablet has today's prices." in page.replace("&#x27;", "'")
    assert "Every cashier has a PIN." in page
    assert "Print a receipt from the till" in page
    assert "Hand out ₹2000" in page
    assert tablet.post("/pos/tested/", {"what": "printer"}).status_code == 200
    assert tablet.post("/pos/tested/", {"what": "kettle"}).status_code == 422
    tablet.open({"500": 4})
    tablet.send()
    work()
    page = text(stall.fair.desk().get(url(stall, "1/")))
    assert "Tried and well." in page
    assert "Hand out" not in page


def test_readiness_is_of_the_next_day_and_not_of_the_one_that_is_over(stall: Stall) -> None:
    tablet, desk = stall.tablet(), stall.fair.desk()
    tablet.open()
    tablet.close()
    tablet.send()
    work()
    said = {each.name: each for each in readiness(stall.code, tablet.number)}
    assert (said["Float"].is_ready, said["PINs"].is_ready) == (False, True)
    assert "Hand out ₹2000" in text(desk.get(url(stall, "1/")))
    team = TeamMember.objects.filter(exhibition__code=stall.code, duty="cashier")
    team.update(until=clock.today())
    said = {each.name: each for each in readiness(stall.code, tablet.number)}
    assert not said["PINs"].is_ready
    tomorrow = date_format(clock.today() + timedelta(days=1), "j F")
    assert said["PINs"].words == f"No cashier is on the team on {tomorrow}."
    tablet.open()
    tablet.send()
    work()
    said = {each.name: each for each in readiness(stall.code, tablet.number)}
    assert (said["Float"].is_ready, said["PINs"].is_ready) == (True, True)


def test_a_pin_is_set_and_ended_and_a_guessed_one_refused(stall: Stall) -> None:
    desk, cashier = stall.fair.desk(), stall.fair.cashiers[0]
    before = CashierPin.objects.get(user=cashier).hash
    for pin in ("1234", "1111", "12", "12a4"):
        answer = desk.post(url(stall, "pins/"), {"user": cashier.pk, "pin": pin})
        assert answer.status_code == 422, pin
    assert CashierPin.objects.get(user=cashier).hash == before
    assert desk.post(url(stall, "pins/"), {"user": cashier.pk, "pin": "7302"}).status_code == 302
    assert CashierPin.objects.get(user=cashier).hash != before
    assert desk.post(url(stall, f"pins/{cashier.pk}/end/")).status_code == 302
    assert CashierPin.objects.get(user=cashier).ended_at is not None


def test_an_oversold_piece_is_settled_with_a_reason(stall: Stall) -> None:
    first, second = stall.tablet(), stall.tablet()
    first.sell(("KZ09", "Shawl", 1))
    second.sell(("KZ09", "Shawl", 1))
    first.send()
    second.send()
    work()
    (flag,) = flags(stall.code)
    desk, page = stall.fair.desk(), url(stall, f"flags/{flag.id}/")
    assert "More was sold than there was" in text(desk.get(url(stall, "flags/")))
    assert desk.post(page, {"outcome": "counted", "reason": "x"}).status_code == 422
    assert desk.post(page, {"outcome": "paid-back", "reason": "Not one of the ways"}).status_code == 422
    told = {"outcome": "counted", "reason": "A second shawl was never labelled"}
    assert desk.post(page, told).status_code == 302
    assert desk.post(page, told).status_code == 302  # sent twice
    assert desk.post(page, {**told, "outcome": "accepted"}).status_code == 422
    (settled,) = flags(stall.code, is_open=False)
    assert (settled.outcome, settled.reason) == ("counted", told["reason"])


def test_a_days_cash_goes_to_the_bank_and_fifty_rupees_are_explained(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("JM09", "Honey", 2))
    tablet.send()
    work()
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    told = {"deposited": "960", "reference": "JKB 0042", "key": "slip-1"}
    assert finance.post(url(stall, "1/deposit/"), told).status_code == 422  # the day is open
    tablet.close(-5000, "Change given twice")
    tablet.send()
    work()
    day = TillDay.objects.get()
    paper = stall.fair.desk().get(url(stall, f"1/days/{day.pk}.pdf"))
    assert paper.content.startswith(b"%PDF")
    assert "Counted at closing" in words_of(paper.content)
    theirs = stall.fair.desk().get(url(stall, f"1/days/{day.pk}.pdf?language=hi"))
    assert "Devanagari" in fonts_of(theirs.content)
    assert "Devanagari" not in fonts_of(paper.content)
    assert stall.fair.desk().get(url(stall, f"2/days/{day.pk}.pdf")).status_code == 404
    assert "Change given twice" in text(stall.fair.desk().get(url(stall)))

    assert finance.post(url(stall, "1/deposit/"), {**told, "deposited": "900"}).status_code == 302
    assert finance.post(url(stall, "1/deposit/"), told).status_code == 302  # the same slip
    assert Deposit.objects.count() == 1
    assert finance.post(url(stall, "1/deposit/"), {**told, "key": "slip-2"}).status_code == 422
    assert ledger.balance(ledger.account_of("stall-cash", tablet.row.purse)).amount == 0
    assert ledger.balance(ledger.account_of("bank")).amount == 900
    assert str(ledger.balance(ledger.account_of("cash-differences")).amount) == "60.00"
    all_hold()


def test_a_lost_tablet_is_ended_at_the_desk(stall: Stall) -> None:
    tablet = stall.tablet()
    desk = stall.fair.desk()
    assert desk.post(url(stall, "1/end/"), {"reason": ""}).status_code == 422
    assert tablet.get("/pos/state/").status_code == 200
    assert desk.post(url(stall, "1/end/"), {"reason": "Lost on the bus"}).status_code == 302
    assert tablet.get("/pos/state/").status_code == 401
    assert "Lost on the bus" in text(desk.get(url(stall, "1/")))


def test_strangers_are_kept_out_and_nothing_changes(stall: Stall) -> None:
    tablet = stall.tablet()
    pages = (url(stall), url(stall, "flags/"), url(stall, "1/"))
    acts = (
        *(url(stall, f"1/{act}/") for act in ("count", "go-on", "again", "file")),
        url(stall, "code/"),
        url(stall, "pins/"),
        url(stall, f"pins/{stall.fair.cashiers[0].pk}/end/"),
        url(stall, "1/end/"),
        url(stall, "1/deposit/"),
        url(stall, "flags/1/"),
    )
    given = {"label": "x", "reason": "none of mine", "key": "k", "deposited": "1", "reference": "REF 1"}
    strangers = [
        signed_in(person("Buyer", Role.BUYER)),
        signed_in(person("Inspector", Role.INSPECTOR)),
        signed_in(stall.fair.other_manager),
        Client(),
    ]
    for client in strangers:
        for page in pages:
            assert client.get(page).status_code in (302, 403), page
        for act in acts:
            assert client.post(act, given).status_code in (302, 403), act
    cashier = signed_in(stall.fair.cashiers[0])
    assert cashier.get(url(stall)).status_code == 200
    for act in acts[:9]:
        assert cashier.post(act, given).status_code == 403, act
    assert PairingCode.objects.count() == 1
    assert CashierPin.objects.filter(ended_at=None).count() == 2
    assert tablet.row.revoked_at is None
