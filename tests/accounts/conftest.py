from tests.accounts.world import Browser, browser, piece
from tests.common.stories import card_payments, deliver_events, shop, shopper, stripe_company

__all__ = [
    "Browser",
    "browser",
    "card_payments",
    "deliver_events",
    "piece",
    "shop",
    "shopper",
    "stripe_company",
]
