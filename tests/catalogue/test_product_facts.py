"""What the shop says of goods, read back as facts: of every type that an attribute of ours has."""

import pytest

from catalogue.facade import product_facts
from catalogue.reference import attribute_specs
from tests.catalogue.goods import cushion, on_sale, open_house

pytestmark = pytest.mark.django_db

#: Of each type one, as an editor types it -> as it is read back.
FACTS = {
    "net-g": (2.5, "2.5"),
    "crocin-note": ("deep red", "deep red"),
    "grade": ("Mongra", "Mongra"),
}


def test_numbers_texts_and_choices_are_facts() -> None:
    open_house()
    row = on_sale(
        cushion(kind="spices-kehwa", answers={"net-g": "2.5"}),
        facts={slug: given for slug, (given, _read) in FACTS.items()},
    )
    found = product_facts(row.product_id)
    assert {slug: found.get(slug) for slug in FACTS} == {slug: read for slug, (_given, read) in FACTS.items()}
    assert (found["maker"], found["district"], found["craft"]) == ("KZ09", "Budgam", "Spices and kehwa")
    types = {each.slug: each.input_type for each in attribute_specs()}
    assert {types[slug] for slug in FACTS} == {"NUMERIC", "PLAIN_TEXT", "DROPDOWN"}
