"""A component drawn once is drawn again as soon as anything that it shows is another."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from jkrlm.kernel.money import Money
from storefront.shop.rows import CardRow, Picture

CARD = CardRow(
    url="/products/stole/",
    name="Stole <b>",
    maker="Gulshan",
    place="Srinagar",
    price=Money(Decimal(4200), "INR"),
    was=None,
    picture=Picture("/media/stole.webp", ""),
    certified=True,
    gi=False,
    flag="",
    sold=False,
)


def drawn(card: CardRow, *, lazy: bool = False) -> str:
    template = Template(
        '{% load shop %}{% drawn "storefront/components/card.html" card=card lazy=lazy sizes=sizes %}'
    )
    return template.render(Context({"card": card, "lazy": lazy}))


def test_the_same_card_is_the_same_text_and_is_escaped() -> None:
    first = drawn(CARD)
    assert first is not None and drawn(replace(CARD)) == first
    assert "Stole &lt;b&gt;" in first and "₹4,200" in first and "Certified" in first


@pytest.mark.parametrize(
    ("change", "shows"),
    [
        ({"price": Money(Decimal(3900), "INR")}, "₹3,900"),
        ({"was": Money(Decimal(5000), "INR")}, "₹5,000"),
        ({"name": "Shawl"}, "Shawl"),
        ({"sold": True, "flag": "Sold out"}, "Sold out"),
        ({"gi": True}, "GI tag"),
        ({"picture": None}, "Stole"),
    ],
)
def test_another_value_is_another_card(change: dict[str, object], shows: str) -> None:
    before, after = drawn(CARD), drawn(replace(CARD, **change))
    assert after != before and shows in after


def test_the_place_on_the_page_and_the_language_count() -> None:
    assert 'loading="lazy"' in drawn(CARD, lazy=True)
    assert 'loading="lazy"' not in drawn(CARD)
    english = drawn(CARD)
    with translation.override("hi"):
        drawn(CARD)
    assert drawn(CARD) == english
