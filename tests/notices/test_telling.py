"""What happened reaches the women whom it concerns: once, in their language, by the way they chose."""

from datetime import timedelta

import pytest
from django.test import override_settings

from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User, sms_messages
from jkrlm.people.models import SmsMessage
from sellers.notices import facade
from sellers.notices.kinds import KINDS
from sellers.notices.models import Notice, Preference
from tests.portal.world import CRP, LONE, SHARED, Phone, Village, texts_to

pytestmark = pytest.mark.django_db


def paid(reference: str = "PO-1", group: str = "KZ09", **more: str) -> Event:
    payload = {"group": group, "reference": reference, "amount": "125000.50", "utr": "SBIN0001", **more}
    return Event(id=1, name="PayoutPaid", payload=payload, issued_at=clock.now())


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("person", flat=True))


def test_money_is_told_to_each_woman_and_once_to_the_shared_phone(village: Village) -> None:
    for _time in range(3):
        facade.on_payout_paid(paid())
    women = {village.people[name] for name in ("Haseena Begum", "Shameema Akhter", "Rafiqa Jan")}
    assert told("payout-paid") == women
    (text,) = texts_to(SHARED)
    assert "₹1,25,000.50" in text
    assert "SBIN0001" in text
    facade.on_payout_paid(paid("PO-2"))
    assert len(texts_to(SHARED)) == 2


def test_a_payment_that_came_back_is_told_to_leader_and_helper(village: Village) -> None:
    facade.on_payout_returned(paid())
    assert told("payout-returned") == {village.people["Haseena Begum"], village.people["Shazia Bano"]}
    assert len(texts_to(SHARED)) == len(texts_to(CRP)) == 1


def test_a_group_without_a_leader_is_told_through_its_members(village: Village) -> None:
    facade.on_payout_returned(paid(group="KZ11"))
    assert told("payout-returned") == {village.people["Dilshada Mir"], village.people["Shazia Bano"]}
    assert len(texts_to(LONE)) == 1


def test_one_womans_piece_is_told_to_her_alone(village: Village) -> None:
    her = village.people["Shameema Akhter"]
    payload = {"listing_id": 1, "group": "KZ09", "person_id": her, "title": "Kani stole"}
    for number in (7, 7, 8):
        facade.on_listing_sent_back(Event(number, "ListingSentBack", payload, clock.now()))
    assert told("goods-sent-back") == {her}
    assert Notice.objects.count() == 2, "sent back twice is told twice, the same event once"
    assert "Kani stole" in texts_to(SHARED)[0]


def test_who_left_the_group_is_told_nothing(village: Village) -> None:
    payload = {"group": "KZ11", "person_id": village.people["Shameema Akhter"], "title": "x"}
    facade.on_listing_on_sale(Event(1, "ListingOnSale", payload, clock.now()))
    assert not Notice.objects.exists()


def test_a_bank_account_that_changes_is_told_before_money_goes_there(village: Village) -> None:
    payload = {"code": "KZ09", "current_from": (clock.now() + timedelta(hours=48)).isoformat()}
    facade.on_bank_account_approved(Event(1, "BankAccountApproved", payload, clock.now()))
    assert len(told("account-changes")) == 3
    assert "دوسرے بینک کھاتے" in texts_to(SHARED)[0], (
        "who never opened a page reads the language of her division"
    )


def test_she_is_told_in_her_language_and_by_the_way_she_chose(village: Village, crp: Phone) -> None:
    her = User.objects.get(pk=crp.client.session["_auth_user_id"])
    her.language = "hi"
    her.save()
    facade.on_payout_returned(paid())
    assert "बैंक से वापस" in texts_to(CRP)[0]

    before = SmsMessage.objects.count()
    assert crp.client.post("/sell/notices/channel/", {"channel": "none"}).status_code == 302
    facade.on_payout_returned(paid("PO-2"))
    assert SmsMessage.objects.filter(to=CRP).count() == len(texts_to(CRP))
    assert SmsMessage.objects.count() == before + 1, "only the leader's phone"

    crp.client.post("/sell/notices/channel/", {"channel": "whatsapp"})
    facade.on_payout_returned(paid("PO-3"))
    newest = SmsMessage.objects.filter(to=CRP).latest("pk")
    assert newest.channel == "whatsapp"


def test_what_is_not_offered_cannot_be_chosen(village: Village, crp: Phone) -> None:
    with override_settings(DEMO=False, WHATSAPP_URL=""):
        for wanted in ("whatsapp", "pigeon", ""):
            page = crp.client.post("/sell/notices/channel/", {"channel": wanted}, follow=True)
            assert "Choose one of the ways shown" in page.content.decode() or page.status_code == 403
    assert not Preference.objects.exists()


def test_the_page_says_it_in_words_and_counts_it_as_seen(village: Village, crp: Phone) -> None:
    facade.on_payout_returned(paid())
    assert facade.unseen(village.people["Shazia Bano"]) == 1
    page = crp.client.get("/sell/notices/").content.decode()
    assert "came back from the bank" in page
    assert "₹1,25,000.50" in page
    assert ">New<" in page
    assert facade.unseen(village.people["Shazia Bano"]) == 0
    assert ">New<" not in crp.client.get("/sell/notices/").content.decode()
    assert "بینک" in crp.client.get("/ur/sell/notices/").content.decode()
    for number in range(40):
        facade.on_payout_returned(paid(f"PO-{number}"))
    first = crp.client.get("/sell/notices/")
    assert first.content.decode().count("A payment came back") == 30
    last = Notice.objects.filter(person=village.people["Shazia Bano"]).order_by("-pk")[29].pk
    assert (
        crp.client.get("/sell/notices/", {"before": last}).content.decode().count("A payment came back") == 10
    )
    for junk in ("x", "-1", "9" * 40, "1' or 1=1"):
        assert crp.client.get("/sell/notices/", {"before": junk}).status_code == 200


def test_every_kind_has_words_for_its_facts(village: Village) -> None:
    facts = {
        "number": "1042",
        "group": "KZ09",
        "day": "2026-12-01",
        "until": "2026-12-09",
        "amount": "5",
        "utr": "U1",
        "title": "Stole",
        "grade": "Grade II",
        "stars": "4",
        "name": "Saras Mela",
        "stall": "A7",
        "why": "Floods.",
    }
    her = village.people["Shazia Bano"]
    for kind in KINDS:
        Notice.objects.create(person_id=her, kind=kind, subject=kind, group_code="KZ09", facts=facts)
    for language in ("en", "hi", "ur"):
        rows = facade.notices(her, language=language, most=50)
        assert len(rows) == len(KINDS)
        assert all("%(" not in row.words for row in rows)


def test_nobody_else_reads_or_chooses(client, village: Village) -> None:
    facade.on_payout_returned(paid())
    for person in ("buyer", "editor", "finance-maker", "admin"):
        client.post("/demo/", {"person": person})
        assert client.get("/sell/notices/").status_code in (302, 403)
        assert client.post("/sell/notices/channel/", {"channel": "none"}).status_code in (302, 403)
    assert not Preference.objects.exists()
    assert Notice.objects.filter(seen_at=None).count() == Notice.objects.count()


def test_the_messages_stand_in_the_outbox_of_the_demo(village: Village) -> None:
    facade.on_payout_paid(paid())
    texts_to(SHARED)
    assert any("SBIN0001" in each.text for each in sms_messages(most=5))
