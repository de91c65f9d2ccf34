"""What a group types is kept, what is another's stays closed, rules hold through the deadline."""

import json

import pytest

import exhibitions.stalls.facade as stalls
from exhibitions.stalls.models import Application, Call, Change, TravellerRow
from exhibitions.stalls.services.common import call_of
from jkrlm.people.facade import audit_trail
from sellers.portal.models import Means
from sellers.portal.services.mandates import record_mandate
from sellers.registry.facade import add_member, assign_crp
from tests.exhibitions.stalls.world import (
    LONG_AGO,
    Mela,
    a_mela,
    allotted,
    applied,
    call,
    deadline_over,
    form,
    goods,
    leader,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mela() -> Mela:
    found = a_mela(6)
    call(found)
    return found


def test_a_group_applies_changes_withdraws_and_applies_again(mela: Mela) -> None:
    row = applied(mela, "FA01")
    client = leader(mela, "FA01")
    assert (row.number, row.craft, row.state, row.version) == (f"{mela.code}-0001", "crewel", "sent", 1)
    page = client.get(mela.sell).content.decode()
    assert 'value="10"' in page
    assert "Today it would be 55 points" in page

    changed = form(mela, "FA01", version="1", **{f"n-{mela.goods['FA01']}": "३"})
    assert client.post(mela.sell, changed).status_code == 302
    assert client.post(mela.sell, changed).status_code == 302
    row.refresh_from_db()
    assert (row.goods.get().quantity, row.version) == (3, 2)
    stale = client.post(mela.sell, form(mela, "FA01", version="1"))
    assert stale.status_code == 409
    assert "changed meanwhile" in stale.content.decode()
    row.refresh_from_db()
    assert (row.goods.get().quantity, row.version) == (3, 2)

    assert client.post(f"{mela.sell}withdraw/", {"group": "FA01"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert client.post(mela.sell, form(mela, "FA01", version=str(row.version))).status_code == 302
    row.refresh_from_db()
    assert row.state == "sent"
    assert list(Change.objects.values_list("what", flat=True)) == [
        "sent",
        "changed",
        "withdrawn",
        "sent-again",
    ]
    assert {each.verb for each in audit_trail(f"application {row.number}", most=9)} == {
        "stalls.apply",
        "stalls.withdraw",
    }


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"goods": ""}, "Choose at least one kind of goods"),
        ({"goods": "many"}, "from 1 to 9999"),
        ({"goods": "-3"}, "from 1 to 9999"),
        ({"goods": "99999"}, "from 1 to 9999"),
        ({"people": []}, "Choose who travels"),
        ({"people": ["999999999"]}, "must be a member"),
        ({"kind": "9 × 9 m"}, "one of the sizes"),
    ],
)
def test_what_she_typed_comes_back(mela: Mela, wrong: dict[str, object], says: str) -> None:
    sent = form(mela, "FA01", words="We need shade.", lodging="on")
    listing = f"n-{mela.goods['FA01']}"
    sent |= {listing if name == "goods" else name: value for name, value in wrong.items()}
    answer = leader(mela, "FA01").post(mela.sell, sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert says in page
    assert "We need shade." in page
    assert f'name="{listing}"' in page
    assert f'value="{sent[listing]}"' in page
    assert 'name="lodging" checked' in page
    assert not Application.objects.exists()


def test_three_may_not_travel_where_two_may(mela: Mela) -> None:
    from jkrlm.kernel import clock

    add_member(code="FA01", name="Third", role="member", on=LONG_AGO, actor=None, now=clock.now())
    from sellers.registry.facade import members

    everybody = [str(each.person_id) for each in members("FA01", on=clock.today())]
    answer = leader(mela, "FA01").post(mela.sell, form(mela, "FA01", people=everybody))
    assert answer.status_code == 422
    assert "At most 2 may travel." in answer.content.decode()


def test_another_group_reads_and_changes_nothing(mela: Mela) -> None:
    row = applied(mela, "FA01")
    other = leader(mela, "FA02")

    assert other.get(f"{mela.sell}?group=FA01").status_code == 404
    for verb in ("withdraw", "accept", "give-up"):
        assert other.post(f"{mela.sell}{verb}/", {"group": "FA01"}).status_code == 404
    assert other.post(mela.sell, form(mela, "FA01")).status_code == 404
    stolen = form(mela, "FA02", **{f"n-{mela.goods['FA02']}": "", f"n-{mela.goods['FA01']}": "4"})
    assert other.post(mela.sell, stolen).status_code == 422
    foreign = form(mela, "FA02", people=[str(mela.people["FA01"][0])])
    assert other.post(mela.sell, foreign).status_code == 422
    assert row.number not in other.get("/sell/exhibitions/").content.decode()
    row.refresh_from_db()
    assert (row.state, row.version) == ("sent", 1)
    assert Application.objects.count() == 1

    allotted(mela)
    assert other.get(f"{mela.sell}letter.pdf?group=FA01").status_code == 404
    assert leader(mela, "FA01").get(f"{mela.sell}letter.pdf?group=FA01").status_code == 200


def test_a_helper_acts_under_consent_alone(mela: Mela) -> None:
    from jkrlm.kernel import clock

    now, today = clock.now(), clock.today()
    assign_crp(
        code="FA01", name="Shazia Bano", phone="+919419099999", on=LONG_AGO, note="", actor=None, now=now
    )
    from django.test import Client

    from jkrlm.people.backends import DEMO_BACKEND
    from sellers.portal.services.open_door import user_of_person
    from sellers.registry.facade import roll

    helper = next(each for each in roll(["FA01"], on=today) if each.role == "crp")
    user = user_of_person(person_id=helper.person_id, name=helper.name, phone=helper.phone, on=today)
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    refused = client.post(mela.sell, form(mela, "FA01"))
    assert refused.status_code == 302
    assert "/sell/for/FA01/" in refused["Location"]
    assert not Application.objects.exists()

    record_mandate(
        group_code="FA01",
        helper_id=helper.person_id,
        member_id=mela.people["FA01"][0],
        means=Means.SIGNED,
        words="I agree.",
        language="en",
        actor=user,
        on=today,
        now=now,
    )
    assert client.post(mela.sell, form(mela, "FA01")).status_code == 302
    row = Application.objects.get()
    assert row.changes.get().on_behalf_of == "Leader of FA01 (FA01)"


def test_after_the_deadline_nothing_changes_and_it_may_still_be_withdrawn(mela: Mela) -> None:
    applied(mela, "FA01")
    deadline_over(mela)
    client = leader(mela, "FA01")
    late = client.post(mela.sell, form(mela, "FA01", version="1"))
    assert late.status_code == 409
    assert "The last day to apply is over." in late.content.decode()
    assert leader(mela, "FA02").get(mela.sell).status_code == 404
    assert client.post(f"{mela.sell}withdraw/", {"group": "FA01"}).status_code == 302


def test_who_is_not_eligible_reads_why_before_and_after(mela: Mela) -> None:
    saffron = goods("FA01", "saffron")
    namda = mela.goods["FA04"]
    applied(mela, "FA01", **{f"n-{saffron}": "5"})
    applied(mela, "FA04", **{f"n-{namda}": "20"})
    page = leader(mela, "FA01").get(mela.sell).content.decode()
    assert "The licence FSSAI does not hold through the last day of the fair." in page
    assert "Without a certificate through the last day of the fair" in page
    stalls.set_grievances(lambda products: {product: 1 for product in products if "FA04" in product})
    try:
        page = leader(mela, "FA04").get(mela.sell).content.decode()
        assert "1 serious grievance of a buyer is open." in page
        allotted(mela)
    finally:
        from storefront.grievances.facade import open_about

        stalls.set_grievances(open_about)
    found = {each.group_code: each for each in stalls.applications(mela.code)}
    assert found["FA01"].state == found["FA04"].state == "refused"
    assert "the application is not eligible" in found["FA01"].why
    assert stalls.allotted(mela.code) == ()


def test_points_follow_from_what_is_known(mela: Mela) -> None:
    applied(mela, "FA04", **{f"n-{mela.goods['FA04']}": "24"})
    page = leader(mela, "FA04").get(mela.sell).content.decode()
    assert "Today it would be 68 points" in page
    assert "12 of 24 pieces" in page
    assert "far district" in page


def test_only_those_called_may_apply() -> None:
    mela = a_mela(6)
    call(mela, districts=["Srinagar"], crafts=["crewel"])
    assert leader(mela, "FA03").get(mela.sell).status_code == 200
    assert leader(mela, "FA01").get(mela.sell).status_code == 404
    refused = leader(mela, "FA01").post(mela.sell, form(mela, "FA01"))
    assert refused.status_code == 404
    assert not Application.objects.exists()
    assert "Saras Mela" not in leader(mela, "FA01").get("/sell/exhibitions/").content.decode()


def test_a_call_with_wrong_points_comes_back_as_typed() -> None:
    mela = a_mela(2)
    from tests.exhibitions.stalls.world import call_form

    sent = call_form(points_new="40", message="Bring warm clothes.")
    answer = mela.fair.desk().post(f"{mela.desk}applications/call/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The points add up to 110. Make them 100 together." in page
    assert "Bring warm clothes." in page
    assert not Call.objects.exists()
    sent = call_form()
    for _press in range(2):
        assert mela.fair.desk().post(f"{mela.desk}applications/call/", sent).status_code == 302
    second = mela.fair.desk().post(f"{mela.desk}applications/call/", call_form())
    assert second.status_code == 422
    assert "were called already" in second.content.decode()
    assert Call.objects.count() == 1
    assert (
        mela.fair.desk(mela.fair.other_manager)
        .post(f"{mela.desk}applications/call/", call_form())
        .status_code
        == 403
    )
    assert json.dumps(call_of(mela.code).far_districts) == '["Kishtwar"]'


def test_travellers_are_of_the_roll(mela: Mela) -> None:
    applied(mela, "FA01")
    assert TravellerRow.objects.get().name == "Leader of FA01"
