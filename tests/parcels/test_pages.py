"""The desk of parcels and the hub's page: found, scanned, sealed, told late, asked of a carrier; each act once."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock, outbox
from jkrlm.people.facade import Role, audit_trail
from logistics.facade import working_day
from logistics.parcels.models import CarrierAsk, Parcel, Trouble
from logistics.parcels.services.ask_carrier import on_carrier_asked
from logistics.parcels.services.follow_tracking import poll
from logistics.parcels.services.say_late import say_late
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Step
from tests.bad_input.unchanged import nothing_changes
from tests.parcels.post import LocalPost
from tests.parcels.world import happened, opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db
BASE = "/staff/logistics/parcels/"


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (640, 480), "brown").save(out, "JPEG")
    return SimpleUploadedFile("seal.jpg", out.getvalue(), "image/jpeg")


def pressed(client: Client, path: str, **given: object):
    page = client.get(f"{BASE}{path}")
    assert page.status_code == 200, page.status_code
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    return client.post(f"{BASE}{path.partition('?')[0]}", {"key": key[1] if key else "", **given})


@pytest.fixture
def desk() -> Client:
    open_registry()
    return staff(Role.LOGISTICS, name="Rubina Lone")


def test_scanned_in_at_a_hub_with_a_scanner_that_types(desk: Client) -> None:
    found = opened()
    hub = found.hub_code
    assert hub
    for typed in (f"https://shop.example/p/{found.code}/", found.code.lower(), "1042-kz09", "1042"):
        answer = pressed(desk, f"scan/?step=at-hub&place={hub}", step="at-hub", place=hub, code=typed)
        assert answer.status_code == 302 and answer.url == f"{BASE}scan/?step=at-hub&place={hub}", typed
    found.refresh_from_db()
    assert (found.state, found.at_place) == ("at-hub", hub)
    assert found.steps.filter(step="at-hub").count() == 1, "scanned again it is there already"
    page = desk.get(f"{BASE}scan/?step=at-hub&place={hub}")
    assert found.code in page.content.decode() and "camera=(self)" in page["Permissions-Policy"]
    assert {row.actor for row in audit_trail(f"parcel {found.code}", most=9)} == {"Rubina Lone"}


def test_what_is_no_parcel_is_said_and_nothing_typed_is_lost(desk: Client) -> None:
    found = opened()
    scan(found.code, happened(Step.HANDED_OVER, "gone"))
    wrong = {
        "P000000019": "One figure of P000000019 is wrong.",
        "nonsense": "No parcel fits “nonsense”.",
        found.code: "cannot follow on that",
    }
    for typed, sentence in wrong.items():
        with nothing_changes():
            answer = pressed(desk, "scan/", step="collected", place=found.hub_code, code=typed)
        said = answer.content.decode()
        assert (answer.status_code, sentence in said, f'value="{typed}"' in said) == (422, True, True), typed
    assert pressed(desk, "scan/", step="at-hub", place="", code=found.code).status_code == 422


def test_a_seal_a_photograph_and_a_number_that_looks_wrong(desk: Client) -> None:
    found = opened()
    assert pressed(desk, f"{found.code}/seal/", seal="JK-77120", photo=picture()).status_code == 302
    assert pressed(desk, f"{found.code}/hand-over/", tracking_number="ee 123456786 in").status_code == 302
    found.refresh_from_db()
    assert (found.seal, found.state, found.tracking_number) == ("JK-77120", "handed-over", "EE123456786IN")
    page = desk.get(f"{BASE}{found.code}/").content.decode()
    assert "looks wrong" in page and "JK-77120" in page
    photo = desk.get(f"{BASE}{found.code}/photos/0/")
    assert photo.status_code == 200 and "private" in photo["Cache-Control"]
    assert desk.get(f"{BASE}{found.code}/photos/1/").status_code == 404


def test_a_photograph_of_a_form_that_is_refused_is_not_kept_and_asked_for_again(desk: Client) -> None:
    found = opened()
    with nothing_changes():
        refused = pressed(desk, "scan/", step="at-hub", place="", code=found.code, photo=picture())
    said = refused.content.decode()
    assert (refused.status_code, "Say at which hub you are." in said) == (422, True)
    assert "Choose the photograph again: something else was missing." in said


def test_a_number_and_send_by_itself_are_for_what_is_under_way(desk: Client) -> None:
    found = opened(box_key="box", box_size=2)
    for step in (Step.HANDED_OVER, Step.DELIVERED):
        scan(found.code, happened(step, step.value))
    with nothing_changes():
        for act, given in (("number", {"tracking_number": "EE123456785IN"}), ("alone", {})):
            answer = pressed(desk, f"{found.code}/{act}/", **given)
            assert (answer.status_code, "cannot be done any more" in answer.content.decode()) == (422, True)


def test_late_is_told_once_for_each_promise(desk: Client) -> None:
    found = opened()
    now = clock.now()
    assert say_late(now=now) == 0
    assert [say_late(now=now + timedelta(days=3)) for _ in range(2)] == [1, 0], (
        "it cannot come in time any more"
    )
    found.refresh_from_db()
    assert found.expected == working_day(clock.today() + timedelta(days=9))
    wrong = pressed(desk, f"{found.code}/promise/", expected=clock.today().isoformat())
    assert wrong.status_code == 422 and "later than the one" in wrong.content.decode()
    day = found.expected + timedelta(days=2)
    assert pressed(desk, f"{found.code}/promise/", expected=day.isoformat(), words="Snow").status_code == 302
    found.refresh_from_db()
    assert [each.expected for each in found.promises.order_by("id")] == [
        working_day(found.latest + timedelta(days=3)),
        day,
    ]
    assert found.code in desk.get(f"{BASE}?lane=late").content.decode()


def test_who_bears_a_loss_and_what_the_carrier_answered(desk: Client) -> None:
    found = opened()
    scan(found.code, happened(Step.HANDED_OVER, "gone"))
    facts = {"kind": "lost", "bearer": "carrier", "words": "Never scanned again"}
    assert pressed(desk, f"{found.code}/trouble/", **facts).status_code == 302
    with nothing_changes():
        again = pressed(desk, f"{found.code}/trouble/", **facts)
    assert again.status_code == 422 and "was said before" in again.content.decode()
    trouble = Trouble.objects.get()
    assert (trouble.claim_state, trouble.claimed) == ("open", Decimal("100.00")), (
        "what its carrier pays at most"
    )
    due = ledger.account_of("due-from-carriers", "India Post")
    assert ledger.balance(due).amount == Decimal("100.00")
    shown = " ".join(staff(Role.FINANCE_MAKER).get(f"{BASE}claims/").content.decode().split())
    assert "₹100" in shown and "0 days" in shown and "Due from carriers, by age" in shown
    assert "The carrier’s answer" not in shown, "finance reads; logistics writes down what the carrier said"
    day = clock.today().isoformat()
    for given in (
        {"paid": "101"},
        {"paid": "0"},
        {"settled_on": (clock.today() + timedelta(days=1)).isoformat()},
    ):
        facts = {"to": "paid", "paid": "90", "reference": "IP/1", "settled_on": day, **given}
        with nothing_changes():
            assert pressed(desk, f"claims/{trouble.pk}/", **facts).status_code == 422, given
    facts = {"to": "paid", "paid": "90", "reference": "IP/1", "settled_on": day}
    for _ in range(2):
        assert pressed(desk, f"claims/{trouble.pk}/", **facts).status_code == 302
    assert pressed(desk, f"claims/{trouble.pk}/", **{**facts, "to": "refused"}).status_code == 422
    trouble.refresh_from_db()
    assert (trouble.claim_state, trouble.claim_paid) == ("paid", Decimal("90.00"))
    assert ledger.balance(due).amount == 0
    assert ledger.balance(ledger.account_of("carrier-compensation")).amount == Decimal("90.00")
    assert "<bdi>₹90</bdi> of <bdi>₹100</bdi>" in desk.get(f"{BASE}claims/").content.decode()


def test_what_a_carrier_refused_waits_for_somebody(desk: Client, post: LocalPost, monkeypatch) -> None:
    from logistics.carriers.facade import Address
    from logistics.parcels.destination import Destination
    from logistics.parcels.services import ask_carrier

    where = Destination(Address("Ananya Rao", ("12 MG Road",), "560034", "+919419000000"))
    monkeypatch.setattr(ask_carrier, "destination_of", lambda _order_id: where)
    found = opened(weight_grams=40_000)
    scan(found.code, happened(Step.PACKED, "packed"))
    ask = CarrierAsk.objects.get()
    event = outbox.Event(1, "CarrierAsked", {"ask": ask.pk}, clock.now())
    post.fails("500", "500")
    with pytest.raises(Exception, match="does not answer"):
        on_carrier_asked(event)
    assert "does not answer" in desk.get(f"{BASE}queue/").content.decode()
    on_carrier_asked(event)
    ask.refresh_from_db()
    assert (ask.state, ask.tries) == ("failed", 2)
    assert "at most 35 kg" in desk.get(f"{BASE}queue/").content.decode()
    on_carrier_asked(event)
    Parcel.objects.filter(pk=found.pk).update(weight_grams=4_000)
    assert desk.post(f"{BASE}queue/{ask.pk}/again/").status_code == 302
    on_carrier_asked(event)
    found.refresh_from_db()
    assert re.fullmatch(r"EJ\d{9}IN", found.tracking_number)
    number = found.tracking_number
    post.happens(number, "out-for-delivery", office="Srinagar GPO")
    post.happens(number, "delivered")
    assert (poll(now=clock.now()), poll(now=clock.now())) == (3, 0), "handed over, out, delivered; heard once"
    found.refresh_from_db()
    assert found.state == "delivered"


def test_forged_news_change_nothing(post: LocalPost, client: Client) -> None:
    address = "/logistics/carriers/india-post/news/"
    with nothing_changes():
        for body, headers in ((b"{}", {}), (b"x" * 300_000, {}), (b"{}", {"X-Post-Signature": "t=1,v1=0"})):
            answer = client.post(address, body, content_type="application/json", headers=headers)
            assert answer.status_code in (400, 413)
        assert (
            client.post("/logistics/carriers/nobody/news/", b"{}", content_type="text/plain").status_code
            == 404
        )
        assert client.get(address).status_code == 405


def test_the_address_of_a_label_leads_each_to_her_page(desk: Client) -> None:
    found = opened()
    assert desk.get(f"/p/{found.code}/").url == f"{BASE}scan/?code={found.code}"
    for stranger in (Client(), staff(Role.BUYER, name="B")):
        for code in (found.code, "P000000000"):
            page = stranger.get(f"/p/{code}/")
            assert page.status_code == 200 and "nothing is shown here" in page.content.decode()
            assert "1042" not in page.content.decode() and "KZ09" not in page.content.decode()
    member = staff(Role.MEMBER, name="M")
    for code in (found.code, "P000000000"):
        hers = f"/sell/p/{code}/"
        assert Client().get(f"/p/{code}/packed/").url == hers
        assert member.get(f"/p/{code}/").url == hers
        assert Client().get(hers).url == f"/sell/sign-in/?next=%2Fsell%2Fp%2F{code}%2F"
    assert staff(Role.DRIVER, name="D").get(f"/p/{found.code}/").url == "/rounds/"


PAGES = {
    "": (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR),
    "queue/": (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR),
    "claims/": (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR),
    "scan/": (Role.LOGISTICS, Role.ADMINISTRATOR),
    "CODE/": (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR),
    "CODE/trouble/": (Role.LOGISTICS, Role.ADMINISTRATOR),
    "CODE/list.pdf": (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR),
}


def test_every_page_opens_to_its_roles_and_to_no_other() -> None:
    open_registry()
    code = opened().code
    for role in (
        Role.LOGISTICS,
        Role.DRIVER,
        Role.FINANCE_MAKER,
        Role.EDITOR,
        Role.MEMBER,
        Role.ADMINISTRATOR,
    ):
        client = staff(role)
        for page, roles in PAGES.items():
            answer = client.get(BASE + page.replace("CODE", code))
            assert answer.status_code == (200 if role in roles else 403), (page, role)
