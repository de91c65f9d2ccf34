import httpx
import pytest

from tests.common.books import paise
from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story

ASKS_THE_BANK = "4000002500003155"


def test_the_bank_is_not_convinced_and_then_it_is(
    shop: LiveShop, aarif: Buyer, at_the_pay_page: httpx.Response
) -> None:
    bank = aarif.pay(at_the_pay_page, ASKS_THE_BANK)
    assert bank.url.path.endswith("/bank")
    refused = aarif.at_bank(bank, "refuse")
    assert "The bank could not confirm that it is you, so nothing was paid." in refused.text
    assert (shop.orders(), shop.kept_paise()) == ([], 0)

    page = aarif.at_bank(aarif.pay(refused, ASKS_THE_BANK), "approve")

    assert "Paid by card" in words(page)
    assert len(shop.orders()) == 1
    assert shop.kept_paise() == paise(shop.order().total.gross)
    assert broken_clauses() == {}
