"""
One buyer leaves a trace in every field that holds personal data; her copy tells it, her erasure takes it away.

The fields are the models' own (``pii:``): a new one is in this story, or in ``UNTOUCHED`` with its reason.
"""

import json
import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import TextField
from django.db.models.functions import Cast

from catalogue.models import Listing, ListingPhoto, PhotoConsent
from jkrlm import wiring
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import User
from media.models import StoredPicture
from sellers.orders.facade import By, accept, deliver, hand_over, lines_of_order, pack
from sellers.orders.models import SellerOrder
from sellers.orders.return_models import ReturnCase, ReturnPhoto
from storefront.accounts.data_map import marked_fields, place_of
from storefront.accounts.models import Erasure
from storefront.accounts.services.erase import erase
from storefront.aftercare.models import Enquiry
from storefront.models import MailMessage, OrderAccess
from storefront.reviews.models import Review
from tests.accounts.test_addresses import add
from tests.accounts.test_personal_data import exported
from tests.accounts.world import HOME, Browser
from tests.aftercare.test_enquiries import TYPED as ENQUIRY
from tests.common.shop_world import Shop
from tests.grievances.world import FORM as GRIEVANCE
from tests.grievances.world import complain
from tests.reviews.test_questions import ask as ask_maker
from tests.reviews.world import Bought, a_photo

pytestmark = pytest.mark.django_db

EMAIL, PHONE = "zeenat.qazwini@example.in", "+919845076543"
HERS = {**HOME, "name": "Zeenat Qazwini", "email": EMAIL, "phone": PHONE, "line1": "77 Nowhere Lane"}
SAID = "The almondblossom is not as pictured."
#: Whatever is hers has one of these in it.
TRACE = r"zeenat|qazwini|9845076543|nowhere lane|almondblossom"

#: Fields of buyers in which this story leaves no word of hers, and why.
UNTOUCHED = {
    "exhibitions_plan.VisitorPass.name": "she went to no fair; their erasure: tests/exhibitions",
    "exhibitions_plan.VisitorPass.phone": "likewise",
    "exhibitions_plan.VisitorPass.email": "likewise",
    "exhibitions_results.Lead.name": "likewise",
    "exhibitions_results.Lead.phone": "likewise",
    "exhibitions_results.Lead.email": "likewise",
    "exhibitions_results.Lead.wants": "likewise",
    "exhibitions_till.Bill.phone": "likewise",
    "exhibitions_till.Entry.payload": "likewise",
    "exhibitions_till.OddEntry.payload": "likewise",
    "payments.PaymentAttempt.return_url": "an address of ours with a signed word in it",
    "payments.PaymentAttempt.cancel_url": "likewise",
    "payments.StripeEvent.body": "of cards; she pays at the door. Its forgetting: tests/payments",
    "payments.UpiClaim.rrn": "of UPI",
    "payments.UpiRefund.payee": "of UPI",
    "people.Letter.sealed": "sealed",
    "people.SmsMessage.to": "she signs in by mail",
    "people.SmsMessage.sealed": "sealed",
    "people.SignInCode.phone": "she signs in by mail",
    "people.User.phone": "she proved a mailbox",
    "seller_orders.ReturnPhoto.picture_key": "keys of pictures",
    "sellers_tax.TaxDocument.recipient": "sealed",
    "shop_accounts.BuyerSession.key": "a hash",
    "shop_accounts.DataExport.archive": "sealed",
    "shop_accounts.Wish.product_id": "an id",
    "shop_aftercare.Enquiry.answer": "nobody has answered yet",
    "shop_aftercare.Enquiry.phone": "of those who wrote at a fair",
    "shop_desk.OrderNote.text": "no colleague wrote about her",
    "shop_grievances.Grievance.token": "a random word",
    "shop_grievances.Grievance.person_id": "of sellers",
    "shop_grievances.Grievance.resolution": "not resolved yet",
    "shop_grievances.GrievanceMessage.photos": "keys of pictures",
    "shop_reviews.Answer.words": "nobody has answered yet",
    "shop_reviews.Answer.on_behalf_of": "of sellers",
    "shop_reviews.Question.phone": "she leaves her mailbox",
    "shop_reviews.Review.photos": "keys of pictures",
    "shop_reviews.Review.shown_photos": "keys of pictures",
    "store_account.Address.company_name": "she has no company",
    "store_account.Address.street_address_2": "her lane is short",
    "store_account.Address.city": "a town is everybody's",
    "store_account.Address.city_area": "likewise",
    "store_account.Address.postal_code": "likewise",
    "store_account.Address.country_area": "likewise",
    "store_account.User.note": "no colleague wrote about her",
    "store_checkout.Checkout.email": "her bag became an order",
    "store_checkout.Checkout.shipping_address_data": "likewise",
    "store_checkout.Checkout.billing_address_data": "likewise",
    "store_discount.VoucherCustomer.customer_email": "she used no code",
    "store_webhook.EventDelivery.payload": "no other program listens",
    "storefront.OrderAccess.token": "a random word",
}


def of_buyers() -> list[str]:
    return [name for name, _mark in marked_fields() if "buyer" in getattr(place_of(name), "about", "")]


def traces() -> set[str]:
    """Return the marked fields, of whomever, in which a word of hers stands."""
    found = set()
    for name, _mark in marked_fields():
        label, model, field = name.split(".")
        rows = apps.get_model(label, model)._default_manager.annotate(read=Cast(field, TextField()))
        if rows.filter(read__iregex=TRACE).exists():
            found.add(name)
    return found


def seen_in_a_picture() -> None:
    """She let herself be photographed with a shawl, and took it back."""
    listing = Listing.objects.create(
        key="seen", group_code="KZ09", kind="crewel", stage="draft", stock_kind="batch", lead_days=1,
        created_at=now(), changed_at=now(),
    )  # fmt: skip
    photo = ListingPhoto.objects.create(
        listing=listing, original_key="c" * 64, shown_key="c" * 64, came_at=now(), changed_at=now()
    )
    staff = User.objects.create_user(email="editor@staff.invalid", name="Nasreen Jan")
    consent = PhotoConsent.objects.create(
        key="seen", photo=photo, who=HERS["name"], said_by=HERS["name"], contact=EMAIL, means="paper",
        evidence="Form of Zeenat", given_on=today(), recorded_at=now(), recorded_by=staff,
    )  # fmt: skip
    PhotoConsent.objects.filter(pk=consent.pk).update(
        withdrawn_at=now(), withdrawn_by=staff, withdrawn_words=SAID
    )


@pytest.fixture
def everywhere(shop: Shop, piece: str, settings: Any, tmp_path: Path) -> Browser:
    """She buys, gets it, sends it back, reviews, asks, complains, asks from abroad, and is in a picture."""
    settings.MEDIA_ROOT = tmp_path
    browser = Browser(contact=EMAIL).sign_in()
    browser.client.post("/account/settings/", {"name": HERS["name"], "language": "en"})
    relay.drain()
    add(browser, name=HERS["name"], line1=HERS["line1"], phone=HERS["phone"])
    access = browser.buys(piece, **HERS)
    (line,) = lines_of_order(str(access.order_id))
    by, codes = By("store"), [line.group_code]
    for act in (accept, pack, hand_over):
        act(line.order_code, group_codes=codes, by=by)
        relay.drain()
    deliver(line.order_code, by=by, delivered_on=today())
    relay.drain()
    page = f"/products/{shop.slug('Kani stole')}/"
    browser.client.post(
        "/wishlist/add/", {"product": shop.products[piece]}, headers={"Origin": "http://testserver"}
    )
    bought = Bought(access, line.id, line.product_id, shop.slug("Kani stole"), browser.client)
    assert bought.write(words=SAID, shown_name="Zeenat", photos=a_photo()).status_code == 303
    assert ask_maker(browser.client, page, words=SAID, contact=EMAIL).status_code == 303
    told = {**GRIEVANCE, "words": SAID, "name": HERS["name"], "email": EMAIL, "phone": PHONE}
    assert complain(browser.client, **told).status_code == 303
    asked = {**ENQUIRY, "name": HERS["name"], "email": EMAIL.title(), "words": SAID}
    assert browser.client.post(f"{page}abroad/", asked).status_code == 302
    part = SellerOrder.objects.get()
    returned = browser.client.post(
        f"/orders/{access.token}/return/{part.code}/",
        {
            f"units_{part.lines.get().pk}": "1",
            "why": "damaged",
            "words": SAID,
            "key": "k",
            "photos": a_photo(),
        },
    )
    assert returned.status_code in (302, 303), returned.content.decode()[:2000]
    seen_in_a_picture()
    relay.drain()
    return browser


def test_her_copy_tells_it_and_her_erasure_takes_away_what_no_law_keeps(
    everywhere: Browser, tmp_path: Path
) -> None:
    before = traces()
    assert set(of_buyers()) - before == set(UNTOUCHED), "a field is new: bring it into the story"
    assert before - set(of_buyers()) == set(), "a word of hers stands where no buyer is said to be"
    told = exported(everywhere)["rooms"]
    for name in before:
        place = place_of(name)
        assert place is not None
        if place.told_by:
            room = json.dumps(told[place.told_by], ensure_ascii=False)
            assert re.search(TRACE, room, re.IGNORECASE), f"{name} is not in the copy of {place.told_by}"
    tokens = set(OrderAccess.objects.values_list("token", flat=True))
    ReturnPhoto.objects.create(case=ReturnCase.objects.get(), place=4, picture_key="b" * 64, by_staff=True)
    hers = ReturnPhoto.objects.get(by_staff=False).picture_key
    reviewed = Review.objects.get()
    assert reviewed.photos == [hers], "one photograph, twice sent, is one file"
    wish = Erasure.objects.create(
        user=User.objects.get(name=HERS["name"]), key=uuid.uuid4(), asked_at=now(), due_at=now()
    )

    erase(wish=wish, now=now() + timedelta(days=8))
    relay.drain()

    left = {name for name in traces() if not getattr(place_of(name), "stays", False)}
    assert left - {"people.Letter.to"} == set(), "not erased, and no law is named that keeps it"
    assert set(OrderAccess.objects.values_list("token", flat=True)) & tokens == set()
    assert Enquiry.objects.get().country == "PT"
    case = ReturnCase.objects.get()
    assert (case.words, [photo.by_staff for photo in case.photos.all()]) == ("", [True])
    assert Review.objects.values_list("photos", "shown_photos").get() == ([], [])
    assert not list(tmp_path.rglob(f"{hers}/*"))
    assert not StoredPicture.objects.filter(key=hers).exists()
    assert not MailMessage.objects.exclude(to="erased@buyers.invalid").exists()
    assert set(wiring.PERSONAL_DATA) == set(told)
