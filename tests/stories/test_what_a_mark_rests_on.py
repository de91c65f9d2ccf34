"""
What ends the sale of certified goods, and what does not: other words, a licence that ends, a certified fact that
is changed, a withdrawal with a buyer's money.
"""

from datetime import timedelta

import pytest

import certification.cases.facade as cases
import certification.certificates.facade as certificates
from catalogue.facade import BlockReason
from catalogue.services.provision import store_ids
from catalogue.services.store_inputs import document, value
from commerce.client import ProductInput
from commerce.facade import app_store
from jkrlm.kernel import clock
from sellers.orders.models import SellerOrder
from sellers.registry.models import Licence
from sellers.registry.services.licences import end_licence
from tests.certification.cases.world import values
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop
from tests.stories.certifiers import (
    CASES,
    CERTIFICATES,
    Certifiers,
    asked_and_completed,
    blocks,
    certifiers,
    licensed,
    mine,
    on_sale,
    saffron_in_the_shop,
    staff,
)
from tests.stories.desks import Staff

__all__ = ["certifiers", "live_shop", "staff"]
pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


def looked_at_and_granted(they: Certifiers, number: str, *, visit: int, grade: int) -> None:
    """Values of a grade are written down, and an officer signs."""
    for step, who in (("inspection", they.inspector.user), ("laboratory", they.verifier.user)):
        cases.record_findings(number, values("saffron", step, grade), f"{step}:{visit}", who)
        cases.step_done(number, step, who)
    signed = {"outcome": "grant", "quantity": "20", "note": "As it should be.", "sure": "on"}
    they.second.press(f"{CASES}{number}/", signed, to="decide")
    at_rest()


def changed(wanted: ProductInput) -> None:
    """The store's staff change the product."""
    answer = app_store().product_update(id=mine().product_id, input=wanted)
    assert answer.product_update is not None
    assert answer.product_update.errors == []
    at_rest()


@pytest.fixture
def granted(live_shop: LiveShop, staff: Staff, certifiers: Certifiers) -> str:
    """Saffron under a certificate, on sale; returns the case's number."""
    case = asked_and_completed(certifiers, saffron_in_the_shop(live_shop, staff, certifiers))
    looked_at_and_granted(certifiers, case.number, visit=1, grade=1)
    assert on_sale(live_shop)
    return case.number


def held_for(number: str) -> dict[str, str]:
    """Return the state of each certificate of a case by its grade."""
    return {each.grade_code: each.state for each in certificates.certificates_of_case(number)}


def test_words_change_nothing_and_a_certified_fact_rests_the_mark(
    live_shop: LiveShop, certifiers: Certifiers, granted: str
) -> None:
    changed(ProductInput(description=document(["Picked before sunrise."])))
    assert on_sale(live_shop)

    changed(ProductInput(attributes=[value(store_ids(app_store()), "net-g", 2)]))
    assert cases.case(granted).state == cases.CaseState.COMPLETE
    assert held_for(granted) == {"II": "suspended"}
    assert blocks() == {BlockReason.CERTIFICATE}
    assert not on_sale(live_shop)

    inspector = {"inspector": str(certifiers.inspector.user.pk)}
    certifiers.officer.press(f"{CASES}{granted}/", inspector, to="assign")
    at_rest()
    looked_at_and_granted(certifiers, granted, visit=2, grade=0)
    assert held_for(granted) == {"I": "valid", "II": "valid"}
    assert on_sale(live_shop)
    assert broken_clauses() == {}


def test_a_licence_that_ends_closes_the_till_until_there_is_another(
    live_shop: LiveShop, certifiers: Certifiers, granted: str
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    licence = Licence.objects.get(kind="fssai").pk
    end_licence(code="KZ09", licence_id=licence, last_day=yesterday, why="Not renewed.", actor=None)
    at_rest()
    assert blocks() == {BlockReason.LICENCE}
    assert not on_sale(live_shop)
    assert held_for(granted) == {"II": "valid"}
    licensed(certifiers.officer.user, "21219999000888", since=clock.today())
    at_rest()
    assert blocks() == set()
    assert on_sale(live_shop)


def test_a_withdrawal_pays_back_who_has_bought(
    live_shop: LiveShop, certifiers: Certifiers, granted: str
) -> None:
    live_shop.buyer(pin="190001").buy(mine().slug, "stripe")
    at_rest()
    order = SellerOrder.objects.get()
    for act in ("accept", "packed"):
        certifiers.seller.press("/sell/orders/", to=f"{order.code}/{act}/")
    at_rest()
    assert live_shop.kept_paise() > 0
    (held,) = certificates.certificates_of_case(granted)
    given = {"withdraw-reason": "nonconformity", "withdraw-bearer": "group"}
    certifiers.second.press(f"{CERTIFICATES}{held.number}/", given, field="withdraw-key")
    live_shop.letters("called-back")
    live_shop.letters("refunded")
    order.refresh_from_db()
    assert (order.state, live_shop.kept_paise()) == ("cancelled", 0)
    assert blocks() == {BlockReason.CERTIFICATE}
    assert not on_sale(live_shop)
    assert broken_clauses() == {}
