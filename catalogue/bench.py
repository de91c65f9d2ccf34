"""Generated goods for measuring the index: believable in number of words, places and prices; no demo data."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from catalogue.models import IndexedProduct
from catalogue.reference import category_specs, crafts, district_specs
from catalogue.services.index_products import Entry, Tag
from jkrlm.kernel.ids import global_id

_COLOURS = ("ivory", "madder", "indigo", "charcoal", "walnut", "saffron", "wine", "mustard", "teal")
_FORMS = ("classic", "fine", "everyday", "festive", "bridal", "small", "large", "pair", "gift", "heirloom")
_MOTIFS = ("chinar", "almond", "paisley", "lotus", "kingfisher", "iris", "diamond", "vine", "jaal", "plain")
_SYLLABLES = ("ba", "dar", "gul", "har", "kash", "lo", "mir", "na", "pam", "roo", "shal", "tang", "wul")
_GI_CATEGORIES = {"carpet", "papier-mache", "shawl", "wood"}
_START = datetime(2026, 1, 1, tzinfo=UTC)


def generated_entries(number: int, *, seed: int = 1, first_id: int = 1) -> Iterator[Entry]:
    """Yield entries of ``number`` made-up products; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = {spec.category.slug: spec.category for spec in category_specs()}
    makers = ["".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(4000)]
    districts = district_specs()
    every_craft = crafts()
    for place in range(number):
        craft = chance.choice(every_craft)
        category = names[craft.category]
        district = chance.choices(districts, weights=range(len(districts), 0, -1))[0].district
        style = f"{chance.choice(_FORMS)} {chance.choice(_MOTIFS)} {chance.choice(_COLOURS)}"
        name = f"{craft.name} {style} {place % 100}"
        gi = craft.category in _GI_CATEGORIES and chance.random() < 0.7
        yield Entry(
            product_id=global_id("Product", first_id + place),
            listed=True,
            name=name,
            price_paise=100 * round(200 * 1.6 ** (len(craft.slug) % 6) * chance.uniform(0.5, 4)),
            created_at=_START + timedelta(seconds=place),
            store_updated_at=_START + timedelta(seconds=place),
            category=Tag(category.slug, category.name),
            craft=Tag(craft.slug, craft.name),
            district=Tag(district.slug, district.name),
            certified=gi or chance.random() < 0.6,
            gi=gi,
            availability=chance.choices(list(IndexedProduct.Availability), weights=(5, 10, 85))[0],
            titles=(name, craft.name_hi, craft.name_ur),
            labels=(category.name, category.name_hi, category.name_ur, chance.choice(makers), district.name),
            texts=(" ".join(chance.choices(_SYLLABLES, k=2)), "made by the women of the group by hand"),
        )
