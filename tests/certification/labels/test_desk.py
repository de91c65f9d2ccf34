"""The desks of labels and lots, the resolver, and who may do what there."""

import re
import uuid

import pytest
from django.test import Client

import certification.labels.facade as labels
import certification.lots.facade as lots
from certification.labels.models import Batch
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User
from jkrlm.people.models import AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import People
from tests.certification.certificates.world import certified_lot
from tests.certification.labels.world import batch_of, codes_of, put_on
from tests.common.buyer import text
from tests.registry.world import somebody

pytestmark = pytest.mark.django_db
AT = "/staff/certification/labels/"
LOTS = "/staff/certification/lots/"
READERS = {Role.OFFICER, Role.INSPECTOR, Role.ADMINISTRATOR}
HANDS = {Role.OFFICER, Role.INSPECTOR}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def hidden(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


@pytest.fixture
def batch(people: People) -> Batch:
    return batch_of(certified_lot(people, quantity=5), people.officer, 5)


def test_from_the_desk_to_the_piece(people: People) -> None:
    officer, inspector = browser(people.officer), browser(people.inspector)
    certificate = certified_lot(people, quantity=5)
    desk = officer.get(AT)
    wish = {"key": hidden(desk, "key"), "certificate": certificate.number, "count": "3", "layout": "a4-24"}
    refused = officer.post(AT, {**wish, "layout": ""})
    assert refused.status_code == 422 and certificate.number in refused.content.decode()
    addresses = {officer.post(AT, wish)["Location"] for _twice in range(2)}
    (address,) = addresses
    number = int(address.split("/")[-2])
    assert "0 of 3 labels made" in text(officer.get(address))
    labels.make_batch(batch_id=number)
    assert "Ready to print" in text(officer.get(address, headers={"hx-target": "head"}))
    sheet = officer.get(f"{address}1.pdf")
    assert sheet.content.startswith(b"%PDF") and "no-store" in sheet["Cache-Control"]
    assert officer.get(f"{address}2.pdf").status_code == 404
    codes = codes_of(Batch.objects.get())
    put = inspector.post(
        f"{AT}attach/", {"codes": labels.shown(codes[0]).lower(), "unit": "Jar 1"}, follow=True
    )
    assert "1 label is on its piece" in text(put)
    wrong = inspector.post(f"{AT}attach/", {"codes": f"{codes[1]}\nAAAA", "unit": ""})
    assert wrong.status_code == 422 and "is not a label" in text(wrong) and codes[1] in wrong.content.decode()
    assert "2 labels are on their pieces" in text(officer.post(f"{address}attach/", follow=True))
    out = {"codes": codes[2], "state": "spoiled", "reason": "Torn"}
    assert "1 label is out of use" in text(inspector.post(f"{AT}take-out/", out, follow=True))
    assert "Torn" in text(officer.get(f"{AT}label/{codes[2]}/"))
    verbs = AuditEntry.objects.filter(verb__startswith="cert.labels.").values_list("verb", flat=True)
    assert set(verbs) == {f"cert.labels.{each}" for each in ("ask", "print", "attach", "spoiled")}


def test_a_lot_is_opened_and_called_back(people: People) -> None:
    officer = browser(people.officer)
    lot = lots.lot(certified_lot(people, quantity=5).lot_number)
    at = f"{LOTS}{lot.number}/"
    page = officer.get(at)
    assert lot.number in text(officer.get(LOTS, {"q": lot.number})) and lot.name in text(page)
    assert "None" not in text(officer.get(LOTS, {"q": "nothing"}))
    typed = {"key": hidden(page, "key"), "reason": "Moisture of 14 % in the retest", "bearer": ""}
    refused = officer.post(f"{at}recall/", typed)
    assert refused.status_code == 422 and "Moisture of 14 %" in refused.content.decode()
    assert lots.lot(lot.number).state == "open"
    for _twice in range(2):
        done = officer.post(f"{at}recall/", {**typed, "bearer": "group"}, follow=True)
        assert "The group bears the cost" in text(done)
    assert AuditEntry.objects.filter(verb="cert.lot.recall").exists()
    unknown = officer.post(
        f"{LOTS}new/",
        {
            "key": str(uuid.uuid4()),
            "sku": "NOT-THERE",
            "quantity": "3",
            "made_on": "2026-01-01",
            "expires_on": "",
        },
    )
    assert unknown.status_code == 422 and "NOT-THERE" in unknown.content.decode()


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_is_its_own_and_changes_nothing_else(
    people: People, batch: Batch, role: Role
) -> None:
    code = codes_of(batch)[0]
    stranger = browser(somebody(f"Some {role.label}", role))
    reads = [AT, f"{AT}batches/{batch.pk}/", f"{AT}label/{code}/", LOTS, f"{LOTS}{batch.lot_number}/"]
    for address in reads:
        assert stranger.get(address).status_code == (200 if role in READERS else 403), (role, address)
    for address in (f"{AT}attach/", f"{AT}take-out/", f"{LOTS}new/"):
        assert stranger.get(address).status_code == (200 if role in HANDS else 403), (role, address)
    assert stranger.get(f"{AT}batches/{batch.pk}/1.pdf").status_code == (200 if role == Role.OFFICER else 403)
    if role in HANDS:
        return
    posts = {
        AT: {
            "key": str(uuid.uuid4()),
            "certificate": batch.certificate_number,
            "count": 1,
            "layout": "a4-24",
        },
        f"{AT}attach/": {"codes": code, "unit": ""},
        f"{AT}take-out/": {"codes": code, "state": "void", "reason": "Mine"},
        f"{AT}batches/{batch.pk}/attach/": {},
        f"{AT}batches/{batch.pk}/again/": {},
        f"{LOTS}{batch.lot_number}/recall/": {
            "key": str(uuid.uuid4()),
            "reason": "I want it so",
            "bearer": "operator",
        },
        f"{LOTS}{batch.lot_number}/close/": {},
    }
    for address, data in posts.items():
        with nothing_changes():
            assert stranger.post(address, data).status_code in (302, 403), (role, address)
    assert lots.lot(batch.lot_number).state == "open"


def test_an_inspector_neither_makes_labels_nor_calls_lots_back(people: People, batch: Batch) -> None:
    inspector = browser(people.inspector)
    wish = {"key": str(uuid.uuid4()), "certificate": batch.certificate_number, "count": 1, "layout": "a4-24"}
    with nothing_changes():
        inspector.post(AT, wish)
        assert inspector.get(f"{AT}batches/{batch.pk}/1.pdf").status_code == 403
        recall = {"key": str(uuid.uuid4()), "reason": "I want it so", "bearer": "operator"}
        assert inspector.post(f"{LOTS}{batch.lot_number}/recall/", recall).status_code == 403
        assert inspector.post(f"{LOTS}{batch.lot_number}/close/").status_code == 403
    assert Batch.objects.count() == 1


def test_the_address_leads_people_to_the_verdict_and_machines_to_a_linkset(people: People, settings) -> None:
    settings.GS1_COMPANY_PREFIX = "8901234"
    batch = batch_of(certified_lot(people, quantity=5), people.officer, 1)
    (code,) = codes_of(batch)
    put_on([code])
    at = f"/01/{batch.gtin}/10/{batch.lot_number}/21/{code}"
    client = Client()
    seen = client.get(at, headers={"accept": "text/html,*/*"})
    assert (seen.status_code, seen["Location"]) == (307, f"https://shop.example.org/verify/{code}/")
    hindi = client.get(at, headers={"accept": "text/html", "accept-language": "hi"})
    assert hindi["Location"].endswith(f"/hi/verify/{code}/")
    assert 'rel="linkset"' in seen["Link"] and "Accept" in seen["Vary"]
    for asked in (
        client.get(at, headers={"accept": "application/linkset+json"}),
        client.get(at, {"linkType": "linkset"}),
    ):
        assert asked["Content-Type"] == "application/linkset+json"
        (context,) = asked.json()["linkset"]
        assert context["anchor"] == f"https://shop.example.org{at}"
        assert context["https://ref.gs1.org/voc/defaultLink"][0]["href"].endswith(f"/verify/{code}/")
        relations = [name for name in context if name.startswith("http")]
        assert all(link["href"] for name in relations for link in context[name])
    credential = client.get(at, {"linkType": "gs1:certificationInfo"})
    assert credential["Location"].endswith(f"/credentials/{batch.certificate_number}/")
    assert client.get(at, {"linkType": "gs1:recipeInfo"}).status_code == 404
    for forged in (
        at.replace(batch.gtin, "08901234000021"),
        at.replace(batch.lot_number, "L26-999999"),
        f"{at[:-1]}3",
    ):
        assert client.get(forged).status_code == 404 or forged == at


def test_our_own_address_does_the_same_without_a_gs1_prefix(people: People, batch: Batch) -> None:
    code = codes_of(batch)[0]
    client = Client()
    assert client.get(f"/VERIFY/{code}")["Location"].endswith(f"/verify/{code}/")
    (context,) = client.get(f"/VERIFY/{code}", {"linkType": "all"}).json()["linkset"]
    assert context["anchor"] == f"https://shop.example.org/VERIFY/{code}"
    assert client.get("/VERIFY/NOSUCHCODE")["Location"] == "/verify/NOSUCHCODE/"
