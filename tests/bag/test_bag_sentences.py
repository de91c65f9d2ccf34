"""What the store refuses is told in plain words."""

import pytest

from storefront.bag.forms import AddForm
from storefront.bag.sentences import bag_sentence


@pytest.mark.parametrize(
    ("code", "message", "said"),
    [
        (
            "INSUFFICIENT_STOCK",
            "Could not add items X-1. Only 1 remaining in stock.",
            "Only 1 left of this piece.",
        ),
        (
            "INSUFFICIENT_STOCK",
            "Could not add items X-1. Only 0 remaining in stock.",
            "This piece has just been sold. There is none left.",
        ),
        ("INSUFFICIENT_STOCK", "", "There are not so many left of this piece. Take fewer."),
        ("QUANTITY_GREATER_THAN_LIMIT", "", "That is more than one buyer may take of this piece."),
        ("PRODUCT_UNAVAILABLE_FOR_PURCHASE", "", "This piece is not on sale at the moment."),
        ("UNAVAILABLE_VARIANT_IN_CHANNEL", "", "This piece is not on sale at the moment."),
        ("NOT_FOUND", "", "We do not have this piece."),
        ("SOMETHING_NEW", "", "The bag could not be changed. Try again."),
    ],
)
def test_each_refusal_has_a_sentence(code: str, message: str, said: str) -> None:
    assert bag_sentence(code, message) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Say how many pieces you want."),
        ("two", "Give the number of pieces in digits, such as 1 or 2."),
        ("1.5", "Give the number of pieces in digits, such as 1 or 2."),
        ("0", "Take at least one piece."),
        ("-3", "Take at least one piece."),
        ("100000000000000000000", "That is more pieces than we can ever have."),
    ],
)
def test_a_number_of_pieces_that_is_none(typed: str, said: str) -> None:
    form = AddForm({"variant": "UHJvZHVjdFZhcmlhbnQ6MQ==", "quantity": typed})

    assert form.errors["quantity"] == [said]
