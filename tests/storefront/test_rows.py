"""Rules that turn facts into words on the page."""

import pytest

from storefront.shop.paging import Pager, page_count, pager
from storefront.shop.richtext import paragraphs
from storefront.shop.rows import card_flag
from storefront.shop.sizes import lengths_cm, size_in_use


@pytest.mark.parametrize(
    ("category", "size", "sentence"),
    [
        ("shawl", "100x200", "Covers shoulders and back, and wraps across the front."),
        ("shawl", "70x200", "Worn over the shoulders, or wrapped as a scarf."),
        ("carpet", "61x122", "Room for one person to kneel or sit."),
        ("carpet", "91x152", "Lies beside a bed or in front of a chair."),
        ("carpet", "122x183", "Lies under a low table, or in front of a sofa for two."),
        ("carpet", "diameter 45", "About as long as a forearm with the hand."),
        ("papier-mache", "16x11x7", "About as long as a hand."),
        ("papier-mache", "diameter 7", "Sits in the palm of a hand."),
        ("wood", "34x18 folded", "About as long as a sheet of A4 paper."),
        ("textile", "S to XXL", ""),
        ("textile", "122x213", ""),
        ("shawl", "", ""),
    ],
)
def test_the_size_in_use(category: str, size: str, sentence: str) -> None:
    assert size_in_use(category, size) == sentence


def test_sizes_are_read_in_their_order() -> None:
    assert lengths_cm("16x11x7") == (16, 11, 7)
    assert lengths_cm("no numbers") == ()


def _numbers(made: Pager) -> list[int | None]:
    return [page.number if page else None for page in made.pages]


@pytest.mark.parametrize(
    ("current", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 18, [1, 2, 3, None, 18]),
        (9, 18, [1, None, 8, 9, 10, None, 18]),
        (18, 18, [1, None, 17, 18]),
    ],
)
def test_the_pager_names_the_pages_around(current: int, last: int, numbers: list[int | None]) -> None:
    made = pager(current, last, lambda number: f"?page={number}")
    assert _numbers(made) == numbers
    assert made.previous == (f"?page={current - 1}" if current > 1 else None)
    assert made.following == (f"?page={current + 1}" if current < last else None)


def test_an_empty_list_has_one_page() -> None:
    assert [page_count(total, 24) for total in (0, 1, 24, 25)] == [1, 1, 1, 2]


def test_rich_text_becomes_plain_paragraphs() -> None:
    document = {
        "blocks": [
            {"type": "paragraph", "data": {"text": "Spun on the <b>yender</b> &amp; woven."}},
            {"type": "list", "data": {"items": ["One", "<script>alert(1)</script>Two"]}},
            {"type": "image", "data": {}},
        ]
    }
    assert paragraphs(document) == ["Spun on the yender & woven.", "One", "alert(1)Two"]
    assert paragraphs("no JSON at all") == ["no JSON at all"]
    assert paragraphs(None) == []
    assert paragraphs([1, 2]) == []


@pytest.mark.parametrize(
    ("sold", "facts", "flag"),
    [
        (True, {"umeed.stock_kind": "one-of-a-kind"}, "Sold out"),
        (False, {"umeed.stock_kind": "one-of-a-kind"}, "One of a kind"),
        (False, {"umeed.stock_kind": "made-to-order", "umeed.lead_days": "25"}, "Made in 4 weeks"),
        (False, {"umeed.stock_kind": "made-to-order", "umeed.lead_days": "3"}, "Made in 3 days"),
        (False, {"umeed.stock_kind": "batch", "umeed.lead_days": "3"}, ""),
        (False, {}, ""),
    ],
)
def test_the_word_on_a_card(sold: bool, facts: dict[str, str], flag: str) -> None:
    assert card_flag(sold=sold, facts=facts) == flag
