from tests.common.stories import shop, shopper

__all__ = ["shop", "shopper"]
