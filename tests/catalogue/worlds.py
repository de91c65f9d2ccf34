"""Small worlds of goods for the search's stories."""

from datetime import UTC, datetime, timedelta
from typing import Any

from catalogue.models import IndexedProduct
from catalogue.services.index_products import Entry, Tag, count_terms, index_products

MORNING = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
AVAILABILITY = IndexedProduct.Availability

PASHMINA = Tag("pashmina", "Pashmina")
CARPET = Tag("knotted-carpet", "Hand-knotted carpets")
SAFFRON = Tag("saffron", "Saffron")
SHAWLS = Tag("shawl", "Shawls & stoles")
CARPETS = Tag("carpet", "Carpets & floor coverings")
SPICES = Tag("saffron", "Saffron, spices & kehwa")
BUDGAM = Tag("budgam", "Budgam")
PULWAMA = Tag("pulwama", "Pulwama")


def goods(product_id: str, name: str, rupees: int, *, minutes: int = 0, **more: Any) -> Entry:
    """Return goods of this name and price, made so many minutes after the morning."""
    made = MORNING + timedelta(minutes=minutes)
    facts: dict[str, Any] = {
        "listed": True,
        "store_updated_at": made,
        "availability": AVAILABILITY.READY,
        "titles": (name,),
        **more,
    }
    return Entry(product_id=product_id, name=name, price_paise=rupees * 100, created_at=made, **facts)


def small_shop() -> None:
    """
    Put seven pieces into the index.

        stole   pashmina  Budgam   ₹14,500  certified, GI   ready
        kani    pashmina  Budgam  ₹165,000  certified, GI   sold out
        raffal  pashmina  –         ₹2,450  –               ready
        hamadan carpet    Budgam   ₹46,500  certified       made to order
        mongra  saffron   Pulwama     ₹450  certified, GI   ready
        lachha  saffron   Pulwama     ₹780  certified       ready
        kehwa   –         Pulwama     ₹260  –               ready
    """
    index_products(
        entries=[
            goods(
                "stole", "Handspun Pashmina Stole", 14_500, minutes=1, craft=PASHMINA, category=SHAWLS,
                district=BUDGAM, certified=True, gi=True,
                titles=("Handspun Pashmina Stole", "हस्तकता पश्मीना स्टोल", "ہاتھ کتا پشمینہ اسٹول"),
                labels=("Kanihama Tuji SHG",), texts=("fawn fleece, spun on the yender",),
            ),
            goods(
                "kani", "Kani Shawl, paisley field", 165_000, minutes=2, craft=PASHMINA, category=SHAWLS,
                district=BUDGAM, certified=True, gi=True, availability=AVAILABILITY.SOLD_OUT,
                labels=("Pashmina", "Kanihama Tuji SHG"),
            ),
            goods(
                "raffal", "Raffal Shawl", 2_450, minutes=3, craft=PASHMINA, category=SHAWLS,
                texts=("soft as pashmina",),
            ),
            goods(
                "hamadan", "Wool Carpet, Hamadan", 46_500, minutes=4, craft=CARPET, category=CARPETS,
                district=BUDGAM, certified=True, availability=AVAILABILITY.MADE_TO_ORDER,
            ),
            goods(
                "mongra", "Kashmir Mongra Saffron", 450, minutes=5, craft=SAFFRON, category=SPICES,
                district=PULWAMA, certified=True, gi=True,
                titles=("Kashmir Mongra Saffron", "कश्मीरी केसर", "کشمیری زعفران"),
            ),
            goods(
                "lachha", "Lachha Saffron", 780, minutes=6, craft=SAFFRON, category=SPICES, district=PULWAMA,
                certified=True,
            ),
            goods("kehwa", "Kehwa Mix", 260, minutes=7, category=SPICES, district=PULWAMA),
            goods("hidden", "Unlisted Pashmina", 1_000, minutes=8, craft=PASHMINA, listed=False),
        ]
    )  # fmt: skip
    count_terms()
