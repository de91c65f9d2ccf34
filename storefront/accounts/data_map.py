"""
The map of personal data: every field that our models mark with ``pii:``, who it is about, how a buyer is told
of it, and what becomes of it when her account is erased.

A new field without a row here fails a test; docs/personal-data.md is written from it (``personal_data_map``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.apps import apps
from django.db.models import Field, Model

PREFIX: Final = "pii:"

_TAX: Final = "kept for eight years: CGST Act s. 36, Income-tax Act s. 44AA, Companies Act s. 128"
_SELLERS: Final = "of those who sell and work with us, under their own agreement; not a buyer's"
_WITH_ACCOUNT: Final = "erased"
_WITH_CUSTOMER: Final = "erased with the store's customer"
_WITH_ORDER: Final = f"stays with the order, which stays with its invoice: {_TAX}"


@dataclass(frozen=True, slots=True)
class Place:
    """
    ``told_by``: the room of the export that tells it, or nothing with the reason in ``erased``.

    ``stays``: erasing a buyer's account leaves it where it is; ``erased`` says by which law, or until when.
    """

    about: str
    told_by: str
    erased: str
    stays: bool = False


def _buyer(told_by: str, erased: str = _WITH_ACCOUNT, *, stays: bool = False) -> Place:
    return Place("buyer", told_by, erased, stays)


def _other(why: str = _SELLERS, about: str = "seller, staff") -> Place:
    return Place(about, "", why, stays=True)


_REVIEWED: Final = Place(
    "buyer, seller", "reviews", "the name is taken off; the words stay, as the maker's proof"
)

#: app label, or app label and model, or those and the field -> where it belongs. The longest name counts.
PLACES: Final[dict[str, Place]] = {
    "people.User": Place("buyer, seller, staff", "people", "erased; stays for who sells or works here"),
    "people.SignInCode": Place("buyer, seller", "people", "erased, and by itself after a day"),
    "people.Letter": _buyer("people", "erased, and by itself after ninety days"),
    "people.SmsMessage": Place(
        "buyer, seller",
        "people",
        "codes erased, and by themselves after a day; others after ninety days",
        stays=True,
    ),
    "people.AuditEntry": _other("what staff and sellers did; buyers' acts are not in it"),
    "shop_accounts.Contact": _buyer("accounts"),
    "shop_accounts.BuyerSession": _buyer("accounts"),
    "shop_accounts.Wish": _buyer("accounts"),
    "shop_accounts.DataExport": _buyer("", "the export itself; erased, and by itself after seven days"),
    "storefront.OrderAccess.token": _buyer("storefront", "made anew: the links that were sent lead nowhere"),
    "storefront.MailMessage": _buyer("storefront", "text and address erased"),
    "shop_reviews": _REVIEWED,
    "shop_reviews.Answer": replace(_REVIEWED, stays=True),
    "shop_reviews.Question.words": replace(_REVIEWED, stays=True),
    "shop_reviews.Review.words": replace(_REVIEWED, stays=True),
    "shop_reviews.Review.photos": replace(_REVIEWED, erased="erased with their files"),
    "shop_reviews.Review.shown_photos": replace(_REVIEWED, erased="erased with their files"),
    "shop_grievances": Place(
        "buyer, seller",
        "grievances",
        "forgotten by a clock of its own: E-Commerce Rules 2020 ask to show how it was dealt with",
        stays=True,
    ),
    "shop_desk.OrderNote": _other(
        "a colleague's words, here until they are in the store a moment later", "buyer, staff"
    ),
    "exhibitions_results.Lead": Place(
        "buyer, people who asked",
        "fair-leads",
        "name, contact and words erased, and after a year by itself; that somebody asked stays",
    ),
    "exhibitions_plan.VisitorPass": Place(
        "buyer, people who asked", "exhibitions", "name and contact erased; how many came stays"
    ),
    "exhibitions_stalls": _other(),
    "exhibitions_till.Bill": _buyer("tills", "erased, and thirty days after the sale by itself"),
    "exhibitions_till.Entry": _buyer(
        "",
        f"what the tablet signed proves the bill and its documents, and is not searched by person; {_TAX}",
        stays=True,
    ),
    "exhibitions_till.OddEntry": _buyer(
        "",
        f"what the tablet signed, kept beside the bill as proof; not searched by person; {_TAX}",
        stays=True,
    ),
    "shop_aftercare.Enquiry": Place(
        "buyer, people who asked", "enquiries", "name, address and words erased; country and piece stay"
    ),
    "seller_orders.ReturnCase": _buyer(
        "orders", "her words erased; that something came back stays in the books"
    ),
    "seller_orders.ReturnPhoto": _buyer(
        "", "hers erased with its file; what staff photographed shows a piece, and stays"
    ),
    "store_account.Address": _buyer("accounts", _WITH_CUSTOMER),
    "store_account.User": Place("buyer, staff of the store", "accounts", _WITH_CUSTOMER),
    "store_order": _buyer("storefront", _WITH_ORDER, stays=True),
    "store_checkout": _buyer(
        "", "a bag that became no order ends by itself after its days; else see its order", stays=True
    ),
    "store_discount": _buyer("", "that a voucher was used once; ends with the voucher", stays=True),
    "store_webhook.EventDelivery": _buyer(
        "", "what other programs of ours were told; ends by itself after thirty days", stays=True
    ),
    "payments.PaymentAttempt": _buyer("payments"),
    "payments.UpiClaim": _buyer(
        "payments", "stays, as books of account: it proves which payment is whose", stays=True
    ),
    "payments.UpiCredit": _other("lines of the bank's own books; not searched by person", "payer"),
    "payments.UpiRefund": _buyer(
        "", "where money went back to: books of account; see the payments", stays=True
    ),
    "payments.StripeEvent": _buyer("payments", "emptied; amounts and references stay, as books of account"),
    "sellers_tax.TaxDocument": _buyer("tax", _TAX, stays=True),
    "reconciliation": _other(
        "lines of the bank's own statements, books of account; not searched by person", "payer"
    ),
    "cert_cases": _other(),
    "cert_inspection": _other(),
    "earnings": _other(),
    "sellers_registry": _other(),
    "payouts": _other(),
    "notices": _other(),
    "sellers_portal": _other(),
    "catalogue": _other(),
    "catalogue.PhotoConsent": Place(
        "people in photographs, buyer",
        "photographs",
        "taken back, and names and words erased; means and days stay; stays for who sells or works here",
    ),
}


def marked_fields() -> Iterator[tuple[str, str]]:
    """Yield (app label.Model.field, what its mark says) of every field that holds personal data."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        for field in model._meta.get_fields():
            if isinstance(field, Field) and str(field.help_text).startswith(PREFIX) and _is_own(model, field):
                yield f"{model._meta.label}.{field.name}", str(field.help_text).removeprefix(PREFIX).strip()


def place_of(name: str) -> Place | None:
    """Return where a field belongs: by its own name, its model's, or its room's."""
    label, model, _field = name.split(".")
    return PLACES.get(name) or PLACES.get(f"{label}.{model}") or PLACES.get(label)


def unused_places() -> list[str]:
    """Return the names in the map that no marked field has any more."""
    names = [name for name, _mark in marked_fields()]
    return [place for place in PLACES if not any(f"{name}.".startswith(f"{place}.") for name in names)]


def as_markdown() -> str:
    """Return the document."""
    rows = []
    for name, mark in marked_fields():
        place = place_of(name)
        if place is not None:
            rows.append(f"| `{name}` | {mark} | {place.about} | {place.told_by or '–'} | {place.erased} |")
    return _HEAD + "\n".join(rows) + "\n"


def _is_own(model: type[Model], field: Field) -> bool:  # type: ignore[type-arg]
    return field.model is model


_HEAD: Final = """# Map of personal data

Written by `manage.py personal_data_map` from the models (`help_text="pii: …"`) and
`storefront/accounts/data_map.py`; a test compares. *Told by*: the part of the copy at `/account/data/` in
which a buyer reads it. *On erasure*: what becomes of it when a buyer's account is erased (decision 0035).

| field | what | about | told by | on erasure |
|---|---|---|---|---|
"""
