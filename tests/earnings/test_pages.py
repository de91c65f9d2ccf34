"""The pages of money: whose sums each sees, what the forms write, and that another group's are never shown."""

import re
from datetime import date

import pytest
from django.http import HttpResponse

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.models import AuditEntry
from sellers.earnings import facade as earnings
from sellers.earnings.models import Attribution, DeclaredCost, Share
from sellers.orders.models import Adjustment, SellerOrderLine
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.earnings.world import THEN, TODAY, World, clear, pay, refund, rupees, sell
from tests.portal.world import CRP, OFFICER, Phone

LEADER, SHAMEEMA, RAFIQA = "Haseena Begum", "Shameema Akhter", "Rafiqa Jan"
MONTH = f"{THEN:%Y-%m}"


@pytest.fixture
def stole(world: World) -> SellerOrderLine:
    (line,) = sell("1042", ("Kani stole", "2000"))
    sell("2001", ("Walnut tray", "777"), group="KZ11")
    return line


def get(phone: Phone, path: str = "", **query: str) -> HttpResponse:
    return phone.client.get(f"/sell/earnings/{path}", query)


def post(phone: Phone, path: str, **form: str) -> HttpResponse:
    return phone.client.post(f"/sell/earnings/{path}", form)


def said(world: World, stole: SellerOrderLine, *, name: str = SHAMEEMA) -> None:
    earnings.say_who_made(
        stole.pk,
        group_code="KZ09",
        shares={world.person(name): rupees("1811.20")},
        seen_version=0,
        key=f"said {name}",
        by=world.actor(LEADER),
    )


def test_where_the_money_is(world: World, stole: SellerOrderLine) -> None:
    sell("1040", ("Bag", "500"))
    clear("1040")
    page = text(get(world.phone(LEADER)))

    assert "Paid this year" in page
    assert "On the way" in page and "₹2,264" in page
    assert "How ₹2,100 becomes ₹1,811.20" in page or "How ₹525 becomes ₹452.80" in page
    assert "₹452.80 is ready for" in page
    assert "Order 1042 Kani stole × 1" in page
    last_day = THEN.toordinal() + 8
    assert f"Yours from {date.fromordinal(last_day):%a %-d %b}" in page
    assert "₹777" not in page


def test_an_order_of_which_something_may_go_back_says_that_it_waits(
    world: World, stole: SellerOrderLine
) -> None:
    phone = world.phone(LEADER)
    assert "It waits until that is decided." not in text(get(phone))
    Adjustment.objects.create(
        key="a",
        kind="return",
        seller_order=stole.seller_order,
        order_number="1042",
        amount="525",
        reason="The colour runs",
        proposed_by="person:1",
        proposed_at=clock.now(),
    )
    page = text(get(phone))
    assert "Held The buyer wants to give something back. It waits until that is decided." in page


def test_what_is_owed_is_said_in_plain_words(world: World) -> None:
    sell("1040", ("Bag", "500"))
    clear("1040")
    pay("PAY0001", "452.80")
    refund("1040", "525")
    page = text(get(world.phone(LEADER)))
    assert "To give back" in page and "₹452.80" in page
    assert "It is taken off your next sales; you pay nothing in." in page


def test_the_leader_writes_down_who_made_it(world: World, stole: SellerOrderLine) -> None:
    phone = world.phone(LEADER)
    page = get(phone, f"makers/{stole.pk}/").content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    assert "checked" not in page, "nothing is chosen beforehand"
    form = {
        "key": key[1],
        "version": "0",
        "how": "percent",
        f"share-{world.person(LEADER)}": "25",
        f"share-{world.person(SHAMEEMA)}": "75",
    }
    for _again in range(2):
        answer = post(phone, f"makers/{stole.pk}/", **form)
        assert (answer.status_code, answer["Location"]) == (302, "/sell/earnings/makers/?group=KZ09")

    assert Attribution.objects.count() == 1
    shares = {share.person.name: str(share.amount) for share in Share.objects.select_related("person")}
    assert shares == {LEADER: "452.80", SHAMEEMA: "1358.40"}
    entry = AuditEntry.objects.get(verb="earnings.say-who-made")
    assert (entry.actor.name, entry.after["version"]) == (LEADER, 1)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Choose how it is shared."),
        ({"how": "one"}, "Choose who made it."),
        ({"how": "one", "maker": "999999"}, "Choose women who are on the group’s roll."),
        ({"how": "percent", "share": "40"}, "Together they make 40 percent. It must be 100."),
        ({"how": "rupees", "share": "12"}, "Together they make ₹12. The piece brings ₹1811.2."),
        ({"how": "rupees", "share": "seven"}, "“seven” is no number."),
        ({"how": "rupees", "share": "1e9999"}, "“1e9999” is no number."),
        ({"how": "rupees", "share": "-5"}, "it must be more than nothing"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    world: World, stole: SellerOrderLine, form: dict[str, str], sentence: str
) -> None:
    phone, share = world.phone(LEADER), form.pop("share", "")
    field = f"share-{world.person(SHAMEEMA)}"
    with nothing_changes():
        answer = post(phone, f"makers/{stole.pk}/", key="k", version="0", **{field: share}, **form)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert f'name="{field}" value="{share}"' in answer.content.decode()


def test_a_stale_page_is_refused(world: World, stole: SellerOrderLine) -> None:
    phone = world.phone(LEADER)
    said(world, stole)
    with nothing_changes():
        answer = post(
            phone,
            f"makers/{stole.pk}/",
            key="k",
            version="0",
            how="one",
            maker=str(world.person(RAFIQA)),
        )
    assert answer.status_code == 409
    assert "Somebody has changed this meanwhile." in text(answer)


def test_a_member_sees_her_own_share_and_answers(world: World, stole: SellerOrderLine) -> None:
    earnings.say_who_made(
        stole.pk,
        group_code="KZ09",
        shares={world.person(SHAMEEMA): rupees("1000"), world.person(RAFIQA): rupees("811.20")},
        seen_version=0,
        key="two",
        by=world.actor(LEADER),
    )
    phone = world.phone(SHAMEEMA)
    page = text(get(phone, f"makers/{stole.pk}/"))
    assert "Your share ₹1,000" in page
    assert "811.20 " not in page.replace("1,811.20", "") and RAFIQA not in page
    assert "Who made it?" not in page
    assert RAFIQA not in text(get(phone, "makers/", month=MONTH))
    assert "1 piece waits for your word" in text(get(phone))

    with nothing_changes():
        refused = post(phone, f"makers/{stole.pk}/answer/", version="1", answer="no", word="")
    assert (refused.status_code, "Say in a word what is not right." in text(refused)) == (422, True)
    assert (
        post(phone, f"makers/{stole.pk}/answer/", version="1", answer="no", word="Nine days").status_code
        == 302
    )
    assert Share.objects.get(state="objected").word == "Nine days"
    assert "Nine days" in text(get(world.phone(LEADER), "makers/"))
    assert "Nine days" not in text(get(world.phone(RAFIQA), "makers/"))
    assert post(phone, f"makers/{stole.pk}/answer/", version="1", answer="yes").status_code == 302
    assert AuditEntry.objects.filter(verb="earnings.confirm-share").count() == 1


def test_a_member_writes_down_nothing_for_others(world: World, stole: SellerOrderLine) -> None:
    phone = world.phone(SHAMEEMA)
    with nothing_changes():
        answer = post(
            phone, f"makers/{stole.pk}/", key="k", version="0", how="one", maker=str(world.person(SHAMEEMA))
        )
    assert answer.status_code == 403


def test_only_the_leader_sees_what_each_confirmed(world: World, stole: SellerOrderLine) -> None:
    said(world, stole)
    assert (
        post(world.phone(SHAMEEMA), f"makers/{stole.pk}/answer/", version="1", answer="yes").status_code
        == 302
    )
    assert "Shameema Akhter ₹1,811.20" in text(get(world.phone(LEADER)))
    page = text(get(world.phone(RAFIQA)))
    assert SHAMEEMA not in page


def test_sales_are_not_called_income_until_costs_are_written_down(
    world: World, stole: SellerOrderLine
) -> None:
    said(world, stole, name=LEADER)
    phone = world.phone(LEADER)
    page = text(get(phone, "costs/"))
    assert "Sales ₹1,811.20 of ₹1,00,000 a year" in page
    assert "Income" not in page.replace("it becomes income", "")

    form = {"group": "KZ09", "kind": "material", "amount": "1,000.50", "month": f"{TODAY:%Y-%m}", "key": "c1"}
    for _again in range(2):
        assert post(phone, "costs/", **form)["Location"] == "/sell/earnings/costs/?group=KZ09"
    cost = DeclaredCost.objects.get()
    assert (cost.person.name, str(cost.amount), cost.kind) == (LEADER, "1000.50", "material")
    page = text(get(phone, "costs/"))
    assert "Income ₹810.70 of ₹1,00,000 a year" in page
    assert "Sales ₹1,811.20 of" not in page

    other = world.phone(RAFIQA)
    post(other, f"costs/{cost.pk}/withdraw/", group="KZ09")
    assert DeclaredCost.objects.get().withdrawn_at is None, "it is not hers"
    assert "1,000.50" not in text(get(other, "costs/"))
    post(world.phone(LEADER), f"costs/{cost.pk}/withdraw/", group="KZ09")
    assert DeclaredCost.objects.get().withdrawn_at is not None
    assert AuditEntry.objects.filter(verb__startswith="earnings.").count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": ""}, "Nothing is typed here yet."),
        ({"amount": "nine"}, "Write how many rupees it was."),
        ({"amount": "0"}, "Write how many rupees it was."),
        ({"amount": "1.005"}, "Write how many rupees it was."),
        ({"amount": "Infinity"}, "Write how many rupees it was."),
        ({"amount": "99999999"}, "That is more than can be written in one line."),
        ({"month": "2019-01"}, "Choose one."),
        ({"kind": "gold"}, "Choose one."),
    ],
)
def test_a_cost_that_cannot_be_is_refused(world: World, changes: dict[str, str], sentence: str) -> None:
    phone = world.phone(RAFIQA)
    form = {
        "group": "KZ09",
        "kind": "help",
        "amount": "50",
        "month": f"{TODAY:%Y-%m}",
        "key": "c1",
        **changes,
    }
    with nothing_changes():
        answer = post(phone, "costs/", **form)
    assert (answer.status_code, sentence in text(answer)) == (422, True)


@pytest.mark.parametrize(
    "path",
    [
        "?group=KZ11",
        "payments/?group=KZ11",
        "orders/?group=KZ11",
        "orders/2001-KZ11/",
        "statement/?group=KZ11",
        "statement.pdf?group=KZ11",
        "makers/?group=KZ11",
        "makers/{tray}/",
        "costs/?group=KZ11",
        "?group=nothing",
        "orders/nothing/",
        "makers/99999999/",
    ],
)
def test_another_groups_money_is_not_there(world: World, stole: SellerOrderLine, path: str) -> None:
    tray = SellerOrderLine.objects.get(name="Walnut tray").pk
    for name in (LEADER, SHAMEEMA):
        phone = world.phone(name)
        with nothing_changes():
            assert get(phone, path.format(tray=tray)).status_code == 404
            answer = post(phone, path.format(tray=tray), how="one", maker="1", version="0", kind="help")
            assert answer.status_code in (404, 405)
            assert post(phone, f"makers/{tray}/answer/", answer="yes", version="1").status_code == 404


def test_a_helper_looks_at_money_under_consent_alone(world: World, stole: SellerOrderLine) -> None:
    for number in (CRP, OFFICER):
        helper = Phone(number).trust()
        page = text(get(helper)) if number == CRP else ""
        assert "₹" not in page
        for path in ("", "payments/", "orders/", "statement/", "statement.pdf", "makers/", "costs/"):
            with nothing_changes():
                answer = get(helper, path, group="KZ09")
            assert answer["Location"].startswith("/sell/for/KZ09/?next="), path
        with nothing_changes():
            assert get(helper, "orders/1042-KZ09/").status_code == 302
            assert get(helper, f"makers/{stole.pk}/").status_code == 302


def test_a_helper_acts_under_the_leaders_consent_and_it_is_written_so(
    world: World, stole: SellerOrderLine
) -> None:
    crp = Phone(CRP).trust()
    agreed = {"member": str(world.person(LEADER)), "means": "signed"}
    assert crp.client.post("/sell/for/KZ09/", agreed).status_code == 302
    assert "On the way" in text(get(crp))

    form = {"key": "k", "version": "0", "how": "one", "maker": str(world.person(LEADER))}
    assert post(crp, f"makers/{stole.pk}/", **form).status_code == 302
    entry = AuditEntry.objects.get(verb="earnings.say-who-made")
    assert (entry.actor.name, entry.on_behalf_of) == ("Shazia Bano", "Haseena Begum (KZ09)")
    assert Share.objects.get().state == "waiting"
    with nothing_changes():
        assert post(crp, f"makers/{stole.pk}/answer/", version="1", answer="yes").status_code == 403
    assert "She answers herself" in text(get(crp, f"makers/{stole.pk}/"))
    assert (
        post(world.phone(LEADER), f"makers/{stole.pk}/answer/", version="1", answer="yes").status_code == 302
    )


def test_a_helper_sees_and_mends_only_the_group_in_which_she_agreed(
    world: World, stole: SellerOrderLine
) -> None:
    """A woman of two groups agreed to a helper in one: the other's sales and costs are not the helper's."""
    her = world.person(SHAMEEMA)
    said(world, stole)
    earnings.answer_share(stole.pk, group_code="KZ09", seen_version=1, agrees=True, by=world.actor(SHAMEEMA))
    for code, amount in (("KZ09", "100"), ("KZ11", "40")):
        earnings.declare_cost(
            group_code=code,
            month=THEN,
            kind=earnings.Cost.MATERIAL,
            amount=rupees(amount),
            key=code,
            by=world.actor(SHAMEEMA),
        )
    whole = earnings.member_year(her, year=earnings.year_of(THEN)).year
    there = earnings.member_year(her, year=earnings.year_of(THEN), group_code="KZ11").year
    assert (whole.sales, whole.costs) == (rupees("1811.20"), rupees(140))
    assert (there.sales, there.costs) == (rupees(0), rupees(40))

    crp = Phone(CRP).trust()
    crp.client.post("/sell/for/KZ09/", {"member": str(her), "means": "signed"})
    page = text(get(crp, "costs/", group="KZ09"))
    assert "₹100" in page and "₹40" not in page
    other = DeclaredCost.objects.get(key="KZ11")
    with nothing_changes():
        post(crp, f"costs/{other.pk}/withdraw/", group="KZ09")
    assert post(world.phone(SHAMEEMA), f"costs/{other.pk}/withdraw/", group="KZ09").status_code == 302
    other.refresh_from_db()
    assert other.withdrawn_at is not None, "she herself takes back what is hers, wherever it was written"


def test_under_a_members_consent_a_helper_does_not_lead(world: World, stole: SellerOrderLine) -> None:
    crp = Phone(CRP).trust()
    crp.client.post("/sell/for/KZ09/", {"member": str(world.person(RAFIQA)), "means": "signed"})
    with nothing_changes():
        answer = post(
            crp, f"makers/{stole.pk}/", key="k", version="0", how="one", maker=str(world.person(RAFIQA))
        )
    assert answer.status_code == 403


def test_bad_words_in_the_address_show_this_month(world: World, stole: SellerOrderLine) -> None:
    phone = world.phone(LEADER)
    for path in ("orders/", "statement/", "statement.pdf", "makers/", "payments/", "costs/"):
        for query in ({"month": "2026-13"}, {"month": "x" * 500}, {"year": "0000"}, {"year": "²²²²"}):
            assert get(phone, path, **query).status_code == 200, (path, query)
    assert get(phone, "makers/", before="9" * 40).status_code == 200


def test_the_statement_and_its_document(world: World, stole: SellerOrderLine) -> None:
    phone = world.phone(SHAMEEMA)
    page = text(get(phone, "statement/", month=MONTH))
    assert "At the beginning ₹0" in page and "Sold 1042-KZ09" in page and "At the end ₹1,811.20" in page
    made = get(phone, "statement.pdf", month=MONTH)
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == f'inline; filename="umeed-KZ09-{MONTH}-en.pdf"'
    assert made["Cache-Control"].find("no-store") >= 0
    assert made.content.startswith(b"%PDF-")
    yearly = text(get(phone, "statement/", year=str(earnings.year_of(clock.today()))))
    assert "At the end ₹1,811.20" in yearly


def test_a_year_without_money_says_so(world: World) -> None:
    for path in ("", "payments/", "orders/", "statement/", "makers/", "costs/"):
        page = get(world.phone(RAFIQA), path)
        assert page.status_code == 200
    assert "No payment yet." in text(get(world.phone(RAFIQA)))
    assert Money.zero("INR") == rupees(0)
