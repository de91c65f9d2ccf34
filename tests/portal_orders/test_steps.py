"""Yes, packed, handed over, cannot: once, twice, too late, in whose name, and by whom not."""

import pytest
from django.test import Client

from jkrlm.people.facade import Role, User, grant_role
from jkrlm.people.models import AuditEntry
from sellers.orders.facade import parcel_code
from sellers.orders.models import SellerOrder, SellerOrderChange
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import Village
from tests.portal_orders.world import S, let_act, parcel

HTMX = {"HTTP_HX_REQUEST": "true"}


def state(code: str = "1-KZ09") -> str:
    return SellerOrder.objects.get(code=code).state


def test_yes_then_packed(phones: dict[str, Client]) -> None:
    parcel("1")
    leader = phones["leader"]
    answer = leader.post("/sell/orders/1-KZ09/accept/")
    assert (answer.status_code, answer["Location"]) == (302, "/sell/orders/#o-1-KZ09")
    assert state() == "accepted"
    page = text(leader.get("/sell/orders/"))
    assert "Order 1 is yours. Pack it by" in page
    assert "Packed and ready" in page

    leader.post("/sell/orders/1-KZ09/packed/", {"from": "order"})
    assert state() == "packed"
    assert "Given to India Post" in text(leader.get("/sell/orders/1-KZ09/"))
    entries = list(AuditEntry.objects.filter(target="seller order 1-KZ09").order_by("pk"))
    assert [entry.verb for entry in entries] == ["orders.accept", "orders.packed"]
    assert (entries[0].before, entries[0].after["state"]) == ({"state": "new"}, "accepted")


@pytest.mark.parametrize("act", ["accept", "packed"])
def test_pressed_twice_it_is_done_once(phones: dict[str, Client], act: str) -> None:
    parcel("1", S.NEW if act == "accept" else S.ACCEPTED)
    phones["leader"].post(f"/sell/orders/1-KZ09/{act}/")
    with nothing_changes():
        assert phones["leader"].post(f"/sell/orders/1-KZ09/{act}/", **HTMX).status_code == 200


@pytest.mark.parametrize(
    ("act", "now_in", "said"),
    [
        ("accept", S.CANCELLED, "stands at: Cancelled"),
        ("accept", S.PACKED, "stands at: Packed"),
        ("packed", S.NEW, "stands at: Ordered"),
        ("hand-over", S.CANCELLED, "stands at: Cancelled"),
        ("hand-over", S.NEW, "stands at: Ordered"),
    ],
)
def test_a_stale_button_says_what_happened(phones: dict[str, Client], act: str, now_in: S, said: str) -> None:
    parcel("1", now_in)
    address = f"/sell/orders/1-KZ09/{act}/"
    with nothing_changes():
        for answer in (
            phones["leader"].post(address),
            phones["leader"].post(address, {"from": "order"}),
            phones["leader"].post(address, **HTMX),
        ):
            assert answer.status_code == 409
            assert said in text(answer)


def test_htmx_gets_one_card_and_the_counts(phones: dict[str, Client]) -> None:
    parcel("1")
    answer = phones["leader"].post("/sell/orders/1-KZ09/accept/", **HTMX)
    body = answer.content.decode()
    assert body.startswith('<article class="oc ')
    assert 'hx-swap-oob="true"' in body
    assert "<html" not in body
    assert "Packed and ready" in body


def test_a_doubtful_number_is_asked_once_more(phones: dict[str, Client]) -> None:
    parcel("1", S.PACKED)
    leader = phones["leader"]
    with nothing_changes():
        for typed in ("EE123456784IN", "EE 1234?"):
            answer = leader.post("/sell/orders/1-KZ09/hand-over/", {"tracking": typed})
            assert answer.status_code == 422
            assert "Look at the receipt once more" in text(answer)
            assert f'value="{typed.replace(" ", "")}"' in answer.content.decode(), "nothing typed is lost"


def test_cancelling_is_two_questions(phones: dict[str, Client]) -> None:
    parcel("1", S.ACCEPTED)
    leader, address = phones["leader"], "/sell/orders/1-KZ09/cancel/"
    with nothing_changes():
        assert "Why can you not send it?" in text(leader.get(address))
        sure = text(leader.get(address + "?reason=damaged"))
        assert "The piece is damaged. The buyer gets a message that says so." in sure
        assert "The buyer gets the money back. You do not get ₹3,000 for it." in sure
        assert leader.get(address + "?reason=boredom").status_code == 422
        assert leader.post(address).status_code == 422
    assert leader.post(address, {"reason": "damaged"}).status_code == 302
    assert state() == "cancelled"
    assert SellerOrderChange.objects.get(state="cancelled").reason == "the piece was damaged"
    assert "The piece is damaged" in text(leader.get("/sell/orders/1-KZ09/"))
    with nothing_changes():
        leader.post(address, {"reason": "gone"})
    assert leader.get(address).status_code == 409


def test_cash_is_not_paid_at_all(phones: dict[str, Client]) -> None:
    parcel("1", cash_to_collect=3542)
    page = text(phones["leader"].get("/sell/orders/1-KZ09/cancel/?reason=late"))
    assert "The buyer pays nothing at the door." in page
    assert "We cannot" in text(phones["leader"].get("/sell/orders/"))


def test_what_has_left_cannot_be_cancelled(phones: dict[str, Client]) -> None:
    parcel("1", S.HANDED_OVER)
    with nothing_changes():
        answer = phones["leader"].post("/sell/orders/1-KZ09/cancel/", {"reason": "gone"})
    assert (answer.status_code, "stands at: Given to the carrier" in text(answer)) == (409, True)


def test_a_resource_person_acts_with_consent_and_says_for_whom(
    phones: dict[str, Client], village: Village
) -> None:
    parcel("1")
    parcel("2", group="KZ11")
    crp = phones["crp"]
    with nothing_changes():
        asked = crp.post("/sell/orders/1-KZ09/accept/")
        assert asked["Location"].startswith("/sell/for/KZ09/")
    page = crp.get("/sell/orders/").content.decode()
    assert page.count("Ask them: may I act for you?") == 2
    assert "Kanihama Tuji SHG" in page and "Harwan Naqqashi SHG" in page

    let_act(crp, village)
    answer = crp.post("/sell/orders/1-KZ09/accept/", follow=True)
    assert "Written down for Haseena Begum (KZ09)." in text(answer)
    entry = AuditEntry.objects.get(verb="orders.accept")
    assert (entry.on_behalf_of, entry.actor.name) == ("Haseena Begum (KZ09)", "Shazia Bano")
    assert entry.after["consent"]
    change = SellerOrderChange.objects.get(state="accepted")
    assert change.on_behalf_of == "Haseena Begum (KZ09)"
    assert "Shazia Bano · for Haseena Begum (KZ09)" in text(phones["leader"].get("/sell/orders/1-KZ09/"))
    with nothing_changes():
        assert crp.post("/sell/orders/2-KZ11/accept/")["Location"].startswith("/sell/for/KZ11/")


def test_the_first_page_of_a_resource_person(phones: dict[str, Client]) -> None:
    from jkrlm.kernel import clock

    parcel("1", unanswered_at=clock.now())
    parcel("2", S.ACCEPTED, pack_in=-1, group="KZ11")
    parcel("3", S.ACCEPTED, pack_in=5, group="KZ11")
    page = text(phones["crp"].get("/sell/"))
    assert page.index("Nobody has answered Order 1") < page.index("Pack today Order 2")
    assert "Order 3" not in page
    assert "Kanihama Tuji SHG" in page


def test_an_officer_only_looks(phones: dict[str, Client]) -> None:
    parcel("1")
    parcel("2", group="KZ11")
    officer = phones["officer"]
    page = officer.get("/sell/orders/").content.decode()
    assert "Order 1" in page and "Order 2" not in page, "her federation's groups"
    assert "<form method=" not in page.split("<main")[1]
    with nothing_changes():
        for act in ("accept", "packed", "hand-over", "cancel"):
            answer = officer.post(f"/sell/orders/1-KZ09/{act}/", {"reason": "gone"})
            assert answer.status_code == 403
        assert officer.get("/sell/orders/1-KZ09/label.pdf").status_code == 403


PAGES = ("", "accept/", "packed/", "hand-over/", "cancel/", "label.pdf", "slip.pdf")


@pytest.mark.parametrize("now_in", [S.NEW, S.ACCEPTED, S.PACKED])
def test_another_groups_order_is_no_order(phones: dict[str, Client], now_in: S) -> None:
    parcel("1", now_in)
    with nothing_changes():
        for end in PAGES:
            address = f"/sell/orders/1-KZ09/{end}"
            for answer in (
                phones["harwan"].get(address),
                phones["harwan"].post(address, {"reason": "gone"}),
                phones["harwan"].post(address, {"reason": "gone"}, **HTMX),
            ):
                assert answer.status_code in (404, 405), address
        assert phones["harwan"].get("/sell/p/1-KZ09/").status_code == 404
    assert "Order 1" not in text(phones["harwan"].get("/sell/orders/"))


@pytest.mark.parametrize("role", Role)
def test_strangers_of_every_role_get_nothing(village: Village, role: Role) -> None:
    parcel("1", S.PACKED)
    user = User.objects.create_user(email="stranger@umeed.example", name="Stranger", password="nine walnuts")
    grant_role(user, role)
    client = Client()
    client.force_login(user, backend="jkrlm.people.backends.DemoBackend")
    with nothing_changes():
        for end in PAGES:
            for answer in (
                client.get(f"/sell/orders/1-KZ09/{end}"),
                client.post(f"/sell/orders/1-KZ09/{end}", {"reason": "gone"}),
            ):
                assert answer.status_code in (403, 405)
        scanned = client.get("/sell/p/1-KZ09/")
    desk = {Role.LOGISTICS, Role.ADMINISTRATOR}
    assert scanned.status_code == (302 if role in desk else 403)
    if role in desk:
        assert scanned["Location"] == "/staff/orders/parcels/1-KZ09/"


def test_the_anonymous_scan_and_are_asked_who_they_are(village: Village) -> None:
    parcel("1", S.PACKED)
    assert Client().get("/sell/p/1-KZ09/")["Location"] == "/sell/sign-in/?next=%2Fsell%2Fp%2F1-KZ09%2F"


def test_where_a_scanned_code_leads(phones: dict[str, Client]) -> None:
    parcel("1", S.PACKED)
    assert phones["leader"].get("/sell/p/1-KZ09/")["Location"] == "/sell/orders/1-KZ09/"
    assert phones["officer"].get("/sell/p/1-KZ09/")["Location"] == "/sell/collection/1-KZ09/"
    assert phones["officer"].get("/sell/collection/1-KZ09/").status_code == 200


def test_a_parcels_code_leads_to_the_order_of_its_own_group_only(phones: dict[str, Client]) -> None:
    hers = f"/sell/p/{parcel_code(parcel('1', S.PACKED).code)}/"
    assert phones["leader"].get(hers)["Location"] == "/sell/p/1-KZ09/"
    for address in (hers, "/sell/p/P000000000/"):
        answer = phones["harwan"].get(address)
        assert answer.status_code == 404 and "KZ09" not in answer.content.decode()
