from tests.common.stories import card_payments, deliver_events, shop, shopper, stripe_company

__all__ = ["card_payments", "deliver_events", "shop", "shopper", "stripe_company"]
