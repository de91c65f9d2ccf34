"""The worlds in which the pages stand, each made through what buyers and staff do."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.test import Client

from catalogue.facade import provision, reindex_all
from catalogue.services.store_inputs import document
from commerce.client import (
    LanguageCodeEnum,
    MetadataInput,
    PageCreateInput,
    PageTranslationInput,
    ProductInput,
    TranslationInput,
)
from commerce.facade import app_store, refuse_on
from jkrlm.kernel import relay
from sellers.orders.facade import ReturnAsk, ReturnReason, approve_return, ask_return, lines_of_order
from sellers.orders.services.move import By
from sellers.tax.facade import documents_of_order
from sellers.tax.models import TaxDocument
from storefront.accounts.models import Contact, DataExport, Wish
from storefront.accounts.services.export import make_export
from storefront.models import OrderAccess
from storefront.shop.known_makers import forget_makers
from tests.accounts.test_addresses import add
from tests.accounts.world import HOME, PHONE, Browser
from tests.certification.cases.world import open_desk
from tests.certification.verification.world import every_word
from tests.common.buyer import Shopper
from tests.common.shop_pages.addresses import Sample
from tests.common.shop_world import Shop, open_shop
from tests.exhibitions.pages import exhibitions
from tests.exhibitions.stalls.pages import draws
from tests.grievances.world import opened, person, signed_in, write
from tests.reviews.world import buy, decide, staff
from tests.upi.world import Till

GOODS: Final = Path(settings.BASE_DIR) / "catalogue" / "demo" / "pictures"
EXPORT: Final = "00000000-0000-4000-8000-000000000001"
STOLE, TRAY = "Kani stole", "Papier-mâché tray"


def the_shop() -> list[Sample]:
    """What anybody finds: pieces with and without a translation, sold out, makers, one's own bag."""
    forget_makers()
    provision()
    shop = open_shop()
    stole = _piece(shop, STOLE, "kani-wool-stole", "KZ09", price="3450")
    _in_other_languages(shop.products[stole])
    tray = _piece(shop, TRAY, "serving-tray-mughal-garden", "KZ11", price="1450", stock=1)
    _maker_page()
    reindex_all()
    page, other = (f"/products/{shop.slug(*each)}/" for each in ((STOLE, "KZ09"), (TRAY, "KZ11")))
    bag, paying = Shopper(), Shopper()
    bag.add(stole)
    bag.add(tray)
    bag.client.get("/cart/?pin=560034")
    paying.add(stole)
    paying.check_pin()
    return [
        Sample("storefront:home", "/"),
        Sample("storefront:listing", "/products/"),
        Sample("storefront:listing", "/products/?q=stole&price_min=cheap", "searched"),
        Sample("storefront:listing", "/products/?q=zzqqzz", "nothing found"),
        Sample("storefront:product", page),
        Sample("storefront:product", f"{other}?pin=560034", "not translated, with a PIN"),
        Sample("storefront:product-money", f"{page}money/?pin=560034"),
        Sample("storefront:enquiry", f"{page}abroad/"),
        Sample("shop_reviews:questions", f"{page}questions/"),
        Sample("storefront:makers", "/makers/"),
        Sample("storefront:maker", "/makers/kanihama-tuji-shg/"),
        Sample("storefront:cart", "/cart/", "empty"),
        Sample("storefront:cart", "/cart/?pin=560034", client=bag.client),
        Sample("storefront:checkout", "/checkout/", client=bag.client),
        Sample("storefront:checkout", "/checkout/", "with a PIN", client=paying.client),
        Sample("", "/nothing-here/", "not found", status=404),
    ]


def after_buying() -> list[Sample]:
    """Orders in their states, what may be asked of them, reviews, grievances, a payment by UPI."""
    shop = open_shop()
    came = buy(shop, Shopper(), STOLE)
    came.write(shown_name="Ananya")
    decide(staff(), "review", came.review.pk)
    again = buy(shop, Shopper(), TRAY, maker="KZ11")
    waits = buy(shop, Shopper(), "Walnut bowl", arrives=False)
    order = f"/orders/{again.access.token}/"
    (line,) = lines_of_order(again.access.order_id or "")
    ask = ReturnAsk(line.order_code, {line.id: 1}, ReturnReason.CHANGED_MIND, "Too small", (), "k")
    made = ask_return(ask, order_id=again.access.order_id or "")
    approve_return(made.number, by=By("person:1"), words="Yes")
    (waiting,) = lines_of_order(waits.access.order_id or "")
    (sent_back,) = lines_of_order(came.access.order_id or "")
    relay.drain()
    till = Till(shop, Shopper(), shop.piece("Namda", price="3500", stock=3))
    till.by_upi()
    claimed = Till(shop, Shopper(), till.variant)
    claimed.by_upi()
    claimed.types("632512345678")
    papers = TaxDocument.objects.get(pk=documents_of_order(again.access.order_id or "")[0].id)
    resolved, fresh = opened(), opened()
    desk = signed_in(person())
    write(desk, resolved.number, "note", "The carrier dropped it.")
    write(desk, resolved.number, "resolve", "A new bowl left today.")
    first, second = OrderAccess.objects.order_by("-pk")[:2][::-1]
    return [
        Sample("storefront:product", came.page, "with a review"),
        Sample("storefront:order", f"/orders/{waits.access.token}/", "being packed"),
        Sample("storefront:order", f"/orders/{came.access.token}/", "has come"),
        Sample("storefront:order", order, "comes back"),
        Sample("storefront:order-cancel", f"/orders/{waits.access.token}/cancel/{waiting.order_code}/"),
        Sample("storefront:order-send-back", f"/orders/{came.access.token}/return/{sent_back.order_code}/"),
        Sample("storefront:upi", f"/orders/{first.token}/upi/", "to pay", client=till.shopper.client),
        Sample("storefront:upi", f"/orders/{second.token}/upi/", "claimed", client=claimed.shopper.client),
        Sample("storefront:document", f"/documents/{papers.token}/"),
        Sample("shop_reviews:write", came.address, "written"),
        Sample("shop_reviews:write", again.address),
        Sample("shop_grievances:complain", "/grievance/?kind=order"),
        Sample("shop_grievances:thread", f"/grievance/{resolved.token}/", "resolved"),
        Sample("shop_grievances:thread", f"/grievance/{fresh.token}/", "new"),
    ]


def an_account() -> list[Sample]:
    """An account with an order, two addresses, a wish, a finished copy of its data; and its doors."""
    shop = open_shop()
    variant = shop.piece(STOLE, price="900", stock=8)
    buyer = Browser().sign_in()
    buyer.buys(variant, **HOME)
    home = add(buyer)
    add(buyer, line1="4 Raghunath Bazaar", pin="180001", city="Jammu")
    user = Contact.objects.get(value=buyer.contact).user
    Wish.objects.create(user=user, product_id=shop.products[variant])
    buyer.client.post("/account/data/export/", {"key": EXPORT})
    make_export(DataExport.objects.get().pk)
    buyer.client.post("/account/settings/contact/", {"contact": PHONE})
    asking = Browser(contact="rukhsana@example.in")
    asking.ask()
    inside = {
        "storefront:account": "/account/",
        "storefront:account-settings": "/account/settings/",
        "storefront:account-confirm": "/account/settings/confirm/",
        "storefront:account-addresses": "/account/addresses/",
        "storefront:account-new-address": "/account/addresses/new/",
        "storefront:account-address": f"/account/addresses/{home}/",
        "storefront:account-data": "/account/data/",
        "storefront:account-export": f"/account/data/export/{EXPORT}/",
        "storefront:wishlist": "/wishlist/",
    }
    return [
        Sample("storefront:account-sign-in", "/account/sign-in/"),
        Sample("storefront:account-code", "/account/sign-in/code/", client=asking.client),
        Sample("storefront:wishlist", "/wishlist/", "nobody's, empty"),
        *(Sample(name, path, client=buyer.client) for name, path in inside.items()),
    ]


def labels() -> list[Sample]:
    """Every word that a label may read, and what it rests on."""
    words = every_word(open_desk())
    codes, certificate = words.codes, words.certificate
    number = f"/credentials/{certificate.number.lower()}"
    unknown = {"unknown": 404}
    reads_html = Client(headers={"accept": "text/html"})
    return [
        Sample("cert_verification:check", "/verify/"),
        *(
            Sample("cert_verification:label", f"/verify/{code}/", word, status=unknown.get(word, 200))
            for word, code in codes.items()
        ),
        Sample("cert_verification:report", f"/verify/{codes['suspended']}/report/"),
        Sample("cert_certificates_public:certificate", f"{number}/", client=reads_html),
        Sample("cert_certificates_public:passport", f"{number}/passport/", client=reads_html),
        Sample("cert_certificates_public:standard", f"/credentials/standards/{certificate.version_number}/"),
    ]


#: Each world, and the names of the addresses whose pages stand in it.
WORLDS: Final[dict[str, Callable[[], list[Sample]]]] = {
    "shop": the_shop,
    "after buying": after_buying,
    "account": an_account,
    "labels": labels,
    "exhibitions": exhibitions,
    "draws": draws,
}


def _piece(shop: Shop, name: str, picture: str, maker: str, **facts: object) -> str:
    variant = shop.piece(name, maker=maker, picture=GOODS / f"{picture}.webp", **facts)
    said = document([f"{name}: three weeks of one woman’s work, and no second one like it."])
    answer = app_store().product_update(id=shop.products[variant], input=ProductInput(description=said))
    assert answer.product_update is not None
    refuse_on(answer.product_update.errors)
    return variant


def _in_other_languages(product_id: str) -> None:
    for language, name, words in (
        (LanguageCodeEnum.HI, "कानी स्टोल", "एक महिला का तीन हफ़्ते का काम।"),
        (LanguageCodeEnum.UR, "کانی اسٹول", "ایک خاتون کا تین ہفتے کا کام۔"),
    ):
        answer = app_store().product_translate(
            id=product_id,
            language=language,
            input=TranslationInput(name=name, description=document([words])),
        )
        assert answer.product_translate is not None
        refuse_on(answer.product_translate.errors)


def _maker_page() -> None:
    """One group's page, of which nobody has written a Hindi text."""
    store = app_store()
    types = {edge.node.slug: edge.node.id for edge in store.catalogue_setup().page_types.edges}
    made = store.page_create(
        input=PageCreateInput(
            title="Kanihama Tuji SHG",
            slug="kanihama-tuji-shg",
            page_type=types["maker"],
            is_published=True,
            content=document(["Twelve women of Kanihama weave Kani shawls."]),
            attributes=[],
        )
    ).page_create
    assert made is not None and made.page is not None, made
    store.metadata_update(id=made.page.id, input=[MetadataInput(key="umeed.code", value="KZ09")])
    told = store.page_translate(
        id=made.page.id,
        language=LanguageCodeEnum.UR,
        input=PageTranslationInput(
            title="کنیہامہ توجی", content=document(["بارہ خواتین کانی شالیں بُنتی ہیں۔"])
        ),
    ).page_translate
    assert told is not None
    refuse_on(told.errors)
