from tests.embedded.selling import busy_shop, listening, shop

__all__ = ["busy_shop", "listening", "shop"]
