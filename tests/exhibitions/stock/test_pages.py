"""A group packs on its phone, staff count with a scanner; strangers see nothing."""

import pytest
from django.test import Client

import exhibitions.stock.facade as stock
from exhibitions.plan.facade import ExhibitionState, exhibition
from exhibitions.stock.models import Consignment, Difference, Line
from jkrlm.people.facade import Role
from sellers.ledger.facade import positions
from sellers.orders.models import Adjustment
from tests.common.pdf import words_of
from tests.exhibitions.stock.world import (
    HER_GOODS,
    all_hold,
    book,
    counted,
    deliver,
    fields,
    packed,
    stands,
)
from tests.exhibitions.world import CODE, DESK, Fair, Goods, bring_to, person, signed_in

pytestmark = pytest.mark.django_db


def test_a_group_packs_by_plus_and_minus_and_the_fair_counts_it_in(
    fair: Fair, goods: Goods, haseena: Client
) -> None:
    stole, shawl = goods.variants["KZ09", "Stole"], goods.variants["KZ09", "Shawl"]
    sheet = haseena.get(f"{HER_GOODS}pack/")
    for _once in range(3):
        sheet = haseena.post(f"{HER_GOODS}pack/", {**fields(sheet), "more": stole})
    sheet = haseena.post(f"{HER_GOODS}pack/", {**fields(sheet), "less": stole})
    assert fields(sheet)[f"n-{stole}"] == "2"
    assert Consignment.objects.count() == 0

    refused = haseena.post(f"{HER_GOODS}pack/", {**fields(sheet), f"n-{shawl}": "2", "keep": "1"})
    assert refused.status_code == 422
    assert "The shop has 1 of “Shawl”" in refused.content.decode()
    assert (fields(refused)[f"n-{stole}"], Consignment.objects.count()) == ("2", 0)

    sent = {**fields(refused), f"n-{shawl}": "1", "keep": "1"}
    first, second = (haseena.post(f"{HER_GOODS}pack/", sent) for _twice in range(2))
    assert (first.status_code, first.url) == (302, second.url)
    deliver()
    row = Consignment.objects.get()
    assert stands(goods, "Stole", fair) == (3, 2, 0)
    assert "Packed" in haseena.get(first.url).content.decode()
    assert haseena.post(f"{first.url}left/", {"transport": "JK01 A 1234"}).status_code == 302

    desk = fair.desk()
    count = f"{DESK}stock/{row.number}/count/"
    found = desk.post(f"{DESK}stock/count/", {"number": f"http://testserver{DESK}stock/{row.number}/"})
    assert (found.status_code, found.url) == (302, count)
    lines = {line.title: line for line in Line.objects.all()}
    page = desk.get(count)
    for code in (lines["Stole"].sku, lines["Stole"].sku.lower(), lines["Shawl"].sku):
        page = desk.post(count, {**fields(page), "scan": code})
    assert fields(page)[f"n-{lines['Stole'].pk}"] == "2"
    assert desk.post(count, {**fields(page), "scan": "NONE-SUCH"}).status_code == 422
    empty = desk.post(count, {**fields(page), f"n-{lines['Shawl'].pk}": "", "keep": "1"})
    assert (empty.status_code, row.counts.count()) == (422, 1)
    done = desk.post(count, {**fields(page), "keep": "1"})
    assert done.status_code == 302
    assert desk.post(count, {**fields(page), "keep": "1"}).status_code == 302
    deliver()
    assert (book(fair), stands(goods, "Stole", fair)) == ({"Stole": 2, "Shawl": 1}, (3, 0, 2))
    assert ">3<" in desk.get(f"{DESK}stock/").content.decode()
    all_hold()


def payable() -> str:
    return f"{positions(['KZ09'])['KZ09'].payable.amount:.2f}"


def test_what_differs_is_settled_by_staff_and_comes_home(fair: Fair, goods: Goods, haseena: Client) -> None:
    number = packed(fair, goods, {"Stole": 3})
    counted(number, Stole=2)
    row = Difference.objects.get()
    desk = fair.desk()
    settle = f"{DESK}stock/differences/{row.pk}/"
    unsaid = desk.post(settle, {"outcome": "lost", "bearer": "carrier", "words": ""})
    assert unsaid.status_code == 422
    free = desk.post(settle, {"outcome": "lost", "bearer": "nobody", "words": "?"})
    assert (free.status_code, "borne by somebody" in free.content.decode()) == (422, True)
    said = {"outcome": "lost", "bearer": "carrier", "words": "The driver signed for it."}
    unpaid = desk.post(settle, said)
    assert (unpaid.status_code, "what the group gets" in unpaid.content.decode()) == (422, True)
    said["worth"] = "2900.50"
    unborne = desk.post(settle, {**said, "bearer": "group"})
    assert (unborne.status_code, Adjustment.objects.count()) == (422, 0)
    assert desk.post(settle, said).status_code == 302
    assert desk.post(settle, said).status_code == 302
    assert desk.post(settle, {**said, "bearer": "group"}).status_code == 409
    assert Difference.objects.get().bearer == "carrier"
    credit = Adjustment.objects.get()
    assert (credit.kind, credit.group_code, str(credit.amount)) == ("credit", "KZ09", "2900.50")
    assert payable() == "0.00"
    finance = signed_in(person("Nusrat Lone", Role.FINANCE_CHECKER))
    approve = f"/staff/orders/decisions/adjustment/{credit.pk}/"
    assert finance.post(approve, {"to": "approved", "words": ""}).status_code == 302
    assert payable() == "2900.50"

    bring_to(fair, ExhibitionState.CLOSED)
    back = f"{DESK}stock/groups/KZ09/back/"
    page = desk.get(back)
    stole = goods.variants["KZ09", "Stole"]
    made = desk.post(back, {**fields(page), f"n-{stole}": "2", "rest": "1", "keep": "1"})
    assert made.status_code == 302
    deliver()
    home = Consignment.objects.get(direction="back")
    hers = f"{HER_GOODS}{home.number}/"
    sheet = haseena.get(hers)
    line = Line.objects.get(consignment=home)
    assert haseena.post(hers, {**fields(sheet), f"n-{line.pk}": "2", "keep": "1"}).status_code == 302
    deliver()
    assert stands(goods, "Stole", fair) == (4, 0, 0)
    assert stock.why_not_settled(exhibition(CODE)) == ""
    all_hold()


def test_the_note_names_what_is_in_the_box(fair: Fair, goods: Goods, haseena: Client) -> None:
    number = packed(fair, goods, {"Stole": 2, "Shawl": 1})
    for answer in (
        fair.desk().get(f"{DESK}stock/{number}/note.pdf"),
        haseena.get(f"{HER_GOODS}{number}/note.pdf"),
    ):
        text = words_of(answer.content)
        assert answer["Content-Type"] == "application/pdf"
        for word in (number, "Stole", "Shawl", "Saras Mela, Jammu", goods.shop.sku("Stole")):
            assert word in text
        assert text.count(number) >= 2  # above, and under the square code for whoever has no scanner
        for first, last in (("ऀ", "ॿ"), ("؀", "ۿ")):  # every hand reads the list in its own script
            assert any(first <= letter <= last for letter in text)
    urdu = haseena.get(f"/ur{HER_GOODS}{number}/note.pdf")
    assert urdu.content.startswith(b"%PDF")


def test_strangers_neither_see_nor_count(fair: Fair, goods: Goods, haseena: Client) -> None:
    number = packed(fair, goods, {"Box": 2}, group="KZ11")
    pages = [f"{DESK}stock/", f"{DESK}stock/{number}/", f"{DESK}stock/moves/", f"{DESK}stock/differences/"]
    strangers = [fair.other_manager, person("Finance", Role.FINANCE_MAKER), person("Editor", Role.EDITOR)]
    for user in strangers:
        assert {signed_in(user).get(page).status_code for page in pages} == {403}
        assert signed_in(user).post(f"{DESK}stock/{number}/left/", {}).status_code == 403
    for user in (fair.manager, fair.helper, fair.administrator):
        assert {signed_in(user).get(page).status_code for page in pages} == {200}
    assert Client().get(pages[0]).status_code == 302

    for page in (f"{HER_GOODS}{number}/", f"{HER_GOODS}{number}/note.pdf"):
        assert haseena.get(page).status_code == 404
    assert haseena.post(f"{HER_GOODS}{number}/left/", {}).status_code == 404
    assert Consignment.objects.get(number=number).state == "packed"
