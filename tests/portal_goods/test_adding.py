"""She adds goods by the plain form: what she typed and photographed is never lost, and nothing comes twice."""

from decimal import Decimal
from uuid import uuid4

import pytest

from catalogue.facade import ListingState
from jkrlm.people.models import AuditEntry
from tests.portal_goods.world import (
    ADD,
    Women,
    agree,
    form,
    goods_of,
    kept,
    photograph,
    recording,
    upload,
)


def test_a_form_without_javascript_sends_goods_for_checking(women: Women) -> None:
    sent = form(voice_note=upload(recording(), "note.wav"), **{"answer-textile.colour": "blue"})
    answer = women.haseena.post(ADD, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/sell/products/")
    (listing,) = goods_of()
    assert listing.state is ListingState.CHECKING
    assert (listing.kind, listing.price.amount, listing.quantity) == ("crewel", Decimal("1450"), 3)
    assert (listing.person_id, listing.group_code) == (women.id_of("Haseena Begum"), "KZ09")
    assert (len(listing.photo_keys), bool(listing.voice_key), listing.answers) == (
        1,
        True,
        {"colour": "blue"},
    )
    entry = AuditEntry.objects.get(verb="send-goods")
    assert (entry.target, entry.on_behalf_of) == (f"listing {listing.id}", "")


def test_the_same_form_twice_is_one_piece(women: Women) -> None:
    key = str(uuid4())
    for _time in range(2):
        assert women.haseena.post(ADD, form(key=key)).status_code == 302
    assert len(goods_of()) == 1
    assert kept() == 1
    assert AuditEntry.objects.filter(verb="send-goods").count() == 1


def test_a_fault_keeps_what_was_typed_and_photographed(women: Women) -> None:
    sent = form(price="fourteen hundred", words="Chain stitch")
    page = women.haseena.post(ADD, sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Write the price as a number, like 1450." in text
    assert 'value="fourteen hundred"' in text
    assert "Chain stitch</textarea>" in text
    assert 'value="crewel" data-category="textile" checked' in text
    assert goods_of() == ()
    (photo,) = [part.split('"')[0] for part in text.split('name="photos" value="')[1:]]
    shown = women.haseena.get(f"/sell/products/drafts/{sent['key']}/files/{photo}/")
    assert (shown.status_code, shown["Content-Type"], shown["Cache-Control"]) == (
        200,
        "image/webp",
        "private, no-cache",
    )
    again = {**form(key=sent["key"], photos=photo)}
    del again["photo"]
    assert women.haseena.post(ADD, again).status_code == 302
    assert len(goods_of()[0].photo_keys) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"price": ""}, "Write your price."),
        ({"price": "0"}, "Write the price in rupees, more than nothing"),
        ({"quantity": "many"}, "Write how many as a number, like 3."),
        ({"kind": ""}, "Choose what you made."),
        ({"kind": "pashmina"}, "Please answer: What is it woven of?"),
        ({"photo": upload(b"no picture at all", "x.jpg")}, 'class="err" id="error-photos" role="alert">'),
        ({"lead_days": "400"}, "At most 365 days."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    women: Women, changes: dict[str, object], sentence: str
) -> None:
    page = women.haseena.post(ADD, form(**changes))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert goods_of() == ()


def test_a_draft_is_hers_alone_and_can_lack_a_price(women: Women) -> None:
    assert women.haseena.post(ADD, form(price="", draft="1")).status_code == 302
    (draft,) = goods_of(person=women.id_of("Haseena Begum"))
    assert draft.state is ListingState.DRAFT
    assert goods_of(person=women.id_of("Shameema Akhter")) == ()
    assert "Draft" in women.haseena.get("/sell/products/").content.decode()
    assert f"/sell/products/{draft.id}/" not in women.shameema.get("/sell/products/").content.decode()


def test_sizes_with_their_own_number_and_price(women: Women) -> None:
    sent = form(
        **{
            "variant-key": ["", "", ""],
            "variant-name": ["Small", "Large", ""],
            "variant-price": ["", "1900", ""],
            "variant-quantity": ["2", "1", ""],
        }
    )
    assert women.haseena.post(ADD, sent).status_code == 302
    (listing,) = goods_of()
    assert [(each.name, each.quantity, each.price.amount) for each in listing.variants] == [
        ("Small", 2, Decimal(1450)),
        ("Large", 1, Decimal(1900)),
    ]


def test_digits_of_her_own_script_count(women: Women) -> None:
    assert women.haseena.post(ADD, form(price="₹۱۴۵۰", quantity="३")).status_code == 302
    (listing,) = goods_of()
    assert (listing.price.amount, listing.quantity) == (Decimal(1450), 3)


def test_what_she_will_get_is_worked_out_without_javascript_and_nothing_is_sent(women: Women) -> None:
    page = women.haseena.post(ADD, form(look="1"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "You will get" in text
    assert "₹1,1" in text or "₹1,2" in text or "₹1,3" in text
    assert 'name="photos"' in text
    assert goods_of() == ()


def test_the_sum_is_the_price_less_each_line(women: Women) -> None:
    found = women.haseena.get("/sell/products/earning/?kind=crewel&price=1450&group=KZ09").json()
    amounts = [
        Decimal(line[1].replace("₹", "").replace(",", "").replace("−", "-")) for line in found["lines"]
    ]
    assert amounts[0] == Decimal(1450)
    assert sum(amounts[:-1]) == amounts[-1]
    assert found["gets"] == found["lines"][-1][1]
    assert any(line[0].startswith("Umeed’s share, 8") for line in found["lines"])
    for bad in ("kind=crewel&price=", "kind=&price=1450"):
        assert women.haseena.get(f"/sell/products/earning/?{bad}").json()["gets"] == ""
    assert "like 1450" in women.haseena.get("/sell/products/earning/?kind=crewel&price=x").json()["label"]
    assert women.haseena.get("/sell/products/earning/?kind=crewel&price=9&group=KZ11").status_code == 404


def test_a_helper_chooses_first_for_whom(women: Women) -> None:
    assert women.crp.get(ADD)["Location"].startswith("/sell/for/?next=")
    assert women.crp.post(ADD, form()).status_code == 302
    assert goods_of() == ()
    mandate = agree(women)
    women.crp.post("/sell/for/choose/", {"mandate": str(mandate)})
    assert "You act for Haseena Begum" in women.crp.get(ADD).content.decode()
    assert women.crp.post(ADD, form()).status_code == 302
    (listing,) = goods_of()
    assert listing.person_id == women.id_of("Haseena Begum")
    entry = AuditEntry.objects.get(verb="send-goods")
    assert (entry.on_behalf_of, entry.after["consent"]) == ("Haseena Begum (KZ09)", mandate)


def test_goods_sent_back_say_why_and_are_mended(women: Women) -> None:
    women.haseena.post(ADD, form())
    (listing,) = goods_of()
    from catalogue.models import Listing

    Listing.objects.filter(pk=listing.id).update(
        stage="sent-back", reasons=["photo-dark"], reason_words="The left corner."
    )
    page = women.haseena.get(f"/sell/products/{listing.id}/").content.decode()
    assert "The photo is too dark or not sharp. Take it in daylight. The left corner." in page
    assert "Mend and send" in women.haseena.get("/sell/products/").content.decode()
    mended = form(photo=upload(photograph("navy")), price="1500")
    assert women.haseena.post(f"/sell/products/{listing.id}/", mended).status_code == 302
    (after,) = goods_of()
    assert (after.state, after.price.amount, len(after.photo_keys)) == (
        ListingState.CHECKING,
        Decimal(1500),
        1,
    )
    assert after.photo_keys != listing.photo_keys
    assert AuditEntry.objects.filter(verb="mend-goods").count() == 1


def test_an_address_of_goods_that_are_none_is_not_found(women: Women) -> None:
    for path in ("999/", "999/photos/0/", "999/voice/"):
        assert women.haseena.get(f"/sell/products/{path}").status_code == 404
