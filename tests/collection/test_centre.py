"""The federation's officer takes parcels in, looks at them, sends them on or gives them back."""

import re

import pytest
from django.test import Client

import logistics.parcels.facade as parcels
from jkrlm.kernel.models import OutboxMessage
from jkrlm.people.models import AuditEntry
from logistics.parcels.models import ParcelStep
from sellers.collection.models import Check, Intake
from sellers.notices.models import Notice
from sellers.orders.models import SellerOrder
from tests.bad_input.unchanged import nothing_changes
from tests.collection.world import parcel
from tests.common.buyer import text
from tests.portal.world import CRP, OFFICER, PIN, SHARED, Phone, Village, open_village, texts_to

pytestmark = pytest.mark.django_db

CENTRE = "/sell/collection/"


@pytest.fixture
def village(db: None) -> Village:
    return open_village()


@pytest.fixture
def officer(village: Village) -> Phone:
    return Phone(OFFICER).trust()


def test_a_parcel_is_brought_found_good_and_stands_ready_to_send(officer: Phone) -> None:
    made = parcel()
    assert "1042-KZ09" in text(officer.client.get(CENTRE))
    found = officer.client.get(f"{CENTRE}find/", {"code": " 1042-kz09 "})
    assert found["Location"] == f"{CENTRE}1042-KZ09/"

    for _twice in range(2):
        assert officer.client.post(f"{CENTRE}{made.code}/take-in/").status_code == 302
    assert Intake.objects.get().state == "here"
    for _twice in range(2):
        assert officer.client.post(f"{CENTRE}{made.code}/check/", {"weight": "212"}).status_code == 302
    intake = Intake.objects.get()
    assert (intake.state, intake.weight_grams, Check.objects.count()) == ("passed", 212, 1)
    assert "Checked, to be sent" in text(officer.client.get(CENTRE))
    track = parcels.parcel_of_order(made.code)
    assert track is not None and track.state.value == "ready", "it waits at the centre for its round"
    steps = [(each.step.value, each.place) for each in parcels.steps_of(made.order_id)[0].steps]
    assert steps == [("at-centre", "Narbal Hunar CLF")]
    verbs = AuditEntry.objects.filter(target="seller order 1042-KZ09").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["collection.take-in", "collection.passed"]


def test_what_is_only_accepted_is_packed_when_it_is_brought(officer: Phone) -> None:
    made = parcel(state="accepted")
    officer.client.post(f"{CENTRE}{made.code}/take-in/")
    made.refresh_from_db()
    assert made.state == "packed"


def test_a_fault_sends_it_back_and_the_group_is_told_each_time(officer: Phone, village: Village) -> None:
    made = parcel()
    for time in (1, 2):
        officer.client.post(f"{CENTRE}{made.code}/take-in/")
        officer.client.post(
            f"{CENTRE}{made.code}/check/", {"failed": ["whole", "made-up"], "words": "A thread hangs"}
        )
        assert Intake.objects.get().times_back == time
        assert len(texts_to(SHARED)) == time
    steps = ParcelStep.objects.exclude(step="opened").order_by("id").values_list("step", flat=True)
    assert list(steps) == ["at-centre", "given-back"] * 2
    page = text(officer.client.get(f"{CENTRE}{made.code}/"))
    assert "No hole, stain, crack or loose thread" in page
    assert "A thread hangs" in page
    assert Notice.objects.filter(kind="parcel-back").count() == 6, "three women, twice"
    assert list(Check.objects.values_list("failed", flat=True)) == [["whole"], ["whole"]]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": "Something <b>else</b>"}, "Tick what is not right"),
        ({"weight": "much", "words": "kept"}, "weight in whole grams"),
        ({"weight": "0", "words": "kept"}, "weight in whole grams"),
        ({"weight": "99999999", "words": "kept"}, "weight in whole grams"),
        ({"weight": "٢٠٠", "words": "kept"}, "weight in whole grams"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    officer: Phone, given: dict[str, str], said: str
) -> None:
    made = parcel()
    officer.client.post(f"{CENTRE}{made.code}/take-in/")
    with nothing_changes():
        page = officer.client.post(f"{CENTRE}{made.code}/check/", given)
    assert page.status_code == 422
    assert said in text(page)
    shown = page.content.decode()
    assert re.search(r'name="words"[^>]*value="(Something &lt;b|kept)', shown)


@pytest.mark.parametrize("state", ["new", "handed-over", "delivered", "cancelled"])
def test_what_does_not_wait_for_the_centre_is_not_taken_in(officer: Phone, state: str) -> None:
    made = parcel(state=state, delivered_on="2026-11-22" if state == "delivered" else None)
    with nothing_changes():
        refused = officer.client.post(f"{CENTRE}{made.code}/take-in/")
    assert refused.status_code == 422
    assert "does not wait for the centre" in text(refused)


def test_nothing_is_sent_unchecked(officer: Phone) -> None:
    made = parcel()
    for _step in range(2):
        with nothing_changes():
            assert officer.client.post(f"{CENTRE}{made.code}/send/").status_code == 422
        officer.client.post(f"{CENTRE}{made.code}/take-in/")


def test_a_parcel_of_another_federation_is_not_there(officer: Phone) -> None:
    made = parcel(number="1050", group="KZ11")
    assert made.code not in text(officer.client.get(CENTRE))
    with nothing_changes():
        assert officer.client.get(f"{CENTRE}{made.code}/").status_code == 404
        for act in ("take-in/", "check/", "send/"):
            assert officer.client.post(f"{CENTRE}{made.code}/{act}").status_code == 404
        found = officer.client.get(f"{CENTRE}find/", {"code": made.code}, follow=True)
    assert "No parcel of your groups has this number" in text(found)


def test_members_helpers_and_strangers_are_kept_out(village: Village, client: Client) -> None:
    made = parcel()
    member = Phone(SHARED).trust()
    member.choose(village.people["Shameema Akhter"], PIN)
    phones = [member.client, Phone(CRP).trust().client, client]
    for person in ("", "buyer", "editor", "finance-maker", "logistics", "admin"):
        if person:
            client.post("/demo/", {"person": person})
        for browser in phones:
            with nothing_changes():
                for address in (
                    "",
                    "purchases/",
                    "purchases.csv",
                    "invoices/",
                    "invoices/1.pdf",
                    f"{made.code}/",
                    "find/?code=1042-KZ09",
                ):
                    assert browser.get(f"{CENTRE}{address}").status_code in (302, 403), address
                for act in ("take-in/", "check/", "send/"):
                    assert browser.post(f"{CENTRE}{made.code}/{act}").status_code in (302, 403)
    assert not Intake.objects.exists()
    assert not OutboxMessage.objects.filter(name="ParcelGivenBack").exists()
    assert SellerOrder.objects.get().state == "packed"


def test_questions_to_the_database_do_not_grow(officer: Phone, django_assert_max_num_queries) -> None:
    for number in range(40):
        parcel(number=str(2000 + number))
    with django_assert_max_num_queries(25):
        assert officer.client.get(CENTRE).status_code == 200


@pytest.mark.parametrize(("ticked", "at"), [([], "here"), (["whole"], "back")])
def test_the_group_does_not_send_past_the_check(
    officer: Phone, village: Village, ticked: list[str], at: str
) -> None:
    made = parcel()
    member = Phone(SHARED).trust()
    member.choose(village.people["Haseena Begum"], PIN)
    officer.client.post(f"{CENTRE}{made.code}/take-in/")
    if ticked:
        officer.client.post(f"{CENTRE}{made.code}/check/", {"failed": ticked})
    assert Intake.objects.get().state == at
    refused = member.client.post(f"/sell/orders/{made.code}/hand-over/", follow=True)
    assert "centre checks this parcel" in text(refused)
    assert SellerOrder.objects.get().state == "packed"


def test_what_was_left_out_is_not_looked_for(officer: Phone) -> None:
    made = parcel()
    made.lines.update(quantity_returned=1)
    assert "1 × Kani stole" in text(officer.client.get(f"{CENTRE}{made.code}/"))
