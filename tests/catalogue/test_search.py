"""A buyer looks for something."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import translation

from catalogue.facade import FacetValue, SearchQuery, search
from catalogue.facets import Chosen
from catalogue.models import Cell, IndexedProduct, Term
from catalogue.pages import NEAR, page_statement
from catalogue.rules import PRICE_EDGES
from catalogue.services.index_products import forget_product, index_products
from tests.catalogue.worlds import AVAILABILITY, BUDGAM, MORNING, SAFFRON, goods, small_shop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop(db: None) -> None:
    small_shop()


def counts(values: tuple[FacetValue, ...]) -> dict[str, int]:
    return {value.slug: value.count for value in values}


def test_without_words_the_newest_come_first_and_what_is_not_listed_is_absent(
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(2):
        result = search(SearchQuery())
    assert result.product_ids == ("kehwa", "lachha", "mongra", "hamadan", "raffal", "kani", "stole")
    assert (result.total, result.page, result.pages, result.corrected) == (7, 1, 1, None)


def test_words_in_the_name_count_more_than_the_maker_s_and_those_more_than_the_description(
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(3):
        result = search(SearchQuery(q="pashmina"))
    assert result.product_ids == ("stole", "kani", "raffal")


@pytest.mark.parametrize("word", ["pashmina", "shawl", "saffron"])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_common_word_is_looked_for_among_the_newest_first_with_the_same_result(
    word: str, size: int
) -> None:
    """Where very many are found, the page is read from the newest goods; these few are all among them."""
    words = ([Term.objects.get(word=word).id],)
    chosen = Chosen(conditions={}, words=words, prices=None)
    pages = []
    for found in (NEAR, NEAR + 1):
        shown: list[str] = []
        for offset in range(0, 7, size):
            statement, params = page_statement(
                chosen, {}, sort="relevance", found=found, limit=size, offset=offset
            )
            with connection.cursor() as cursor:
                cursor.execute(statement, params)
                shown += [row[0] for row in cursor.fetchall()]
        pages.append(shown)
    assert pages[0] == pages[1] == list(search(SearchQuery(q=word)).product_ids)
    assert pages[0]


def test_a_typing_error_is_put_right_and_said(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        result = search(SearchQuery(q="pashmna"))
    assert result.corrected == "pashmina"
    assert result.product_ids == ("stole", "kani", "raffal")


def test_of_several_words_only_the_wrong_one_changes() -> None:
    result = search(SearchQuery(q="handspn pashmina"))
    assert (result.corrected, result.product_ids) == ("handspun pashmina", ("stole",))


def test_a_typing_error_in_another_spelling_leads_to_our_word() -> None:
    result = search(SearchQuery(q="numdha zaffrann"))
    assert result.total == 0
    result = search(SearchQuery(q="zaffrann"))
    assert (result.corrected, result.product_ids) == ("saffron", ("lachha", "mongra"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("زعفران", {"mongra"}),
        ("پشمینہ", {"stole"}),
        ("پشمينه", {"stole"}),
        ("केसर", {"mongra"}),
        ("पशमीना", {"stole"}),
        ("pashmeena stoles", {"stole"}),
        ("kahwa", {"kehwa"}),
        ("kesar", {"mongra", "lachha"}),
        ("SHAWLS", {"kani", "raffal"}),
        ("sha", {"kani", "raffal"}),
        ("shawl kani", {"kani"}),
        ("kanihama tuji", {"stole", "kani"}),
        ("xyzzyqwfp", set()),
    ],
)
def test_goods_are_found_in_three_languages_and_many_spellings(typed: str, found: set[str]) -> None:
    assert set(search(SearchQuery(q=typed)).product_ids) == found


def test_only_the_last_word_stands_for_longer_ones() -> None:
    assert search(SearchQuery(q="kash mongra")).total == 0
    assert search(SearchQuery(q="mongra kash")).product_ids == ("mongra",)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "!!!", "'; DROP TABLE catalogue_cell; --", "\x00", "\\", "%_%", "🧣", "<b>", ":* & | !",
     "a" * 10_000, "pashmina " * 2_000, "\ud800", "١٢٣", "ﷺ", "ẞ", "{1,2}"],
)  # fmt: skip
def test_text_of_any_kind_is_harmless(typed: str) -> None:
    result = search(SearchQuery(q=typed, category=typed, crafts=(typed,), districts=(typed, "budgam")))
    assert result.page == 1
    assert Cell.objects.exists()
    assert search(SearchQuery(q=typed)).total in (0, 3, 7)


def test_facets_count_what_is_found() -> None:
    facets = search(SearchQuery()).facets
    assert counts(facets["category"]) == {"shawl": 3, "saffron": 3, "carpet": 1}
    assert counts(facets["craft"]) == {"pashmina": 3, "saffron": 2, "knotted-carpet": 1}
    assert counts(facets["district"]) == {"budgam": 3, "pulwama": 3}
    assert counts(facets["certified"]) == {"1": 5}
    assert counts(facets["gi"]) == {"1": 3}
    assert counts(facets["availability"]) == {"ready": 5, "made-to-order": 1, "sold-out": 1}
    assert counts(facets["price"]) == {"-999.99": 3, "1000-4999.99": 1, "5000-14999.99": 1, "15000-": 2}


def test_a_facet_ignores_its_own_choice_and_heeds_the_others() -> None:
    result = search(SearchQuery(crafts=("pashmina",), districts=("budgam", "pulwama")))
    assert set(result.product_ids) == {"stole", "kani"}
    assert result.total == 2
    assert counts(result.facets["craft"]) == {"pashmina": 2, "saffron": 2, "knotted-carpet": 1}
    assert counts(result.facets["district"]) == {"budgam": 2, "pulwama": 0}
    assert counts(result.facets["gi"]) == {"1": 2}
    chosen = {value.slug: value.selected for value in result.facets["district"]}
    assert chosen == {"budgam": True, "pulwama": True}


def test_facets_of_words_count_what_the_words_find() -> None:
    result = search(SearchQuery(q="pashmina", certified=True))
    assert set(result.product_ids) == {"stole", "kani"}
    assert counts(result.facets["certified"]) == {"1": 2}
    assert counts(result.facets["availability"]) == {"ready": 1, "made-to-order": 0, "sold-out": 1}
    assert counts(result.facets["craft"]) == {"pashmina": 2}


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (None, Decimal(450), {"mongra", "kehwa"}),
        (Decimal("450.01"), Decimal(780), {"lachha"}),
        (Decimal(780), Decimal(14_500), {"lachha", "raffal", "stole"}),
        (Decimal(15_000), None, {"kani", "hamadan"}),
        (Decimal(1_000), Decimal("4999.99"), {"raffal"}),
        (Decimal(900), Decimal(100), set()),
        (Decimal("-5"), Decimal("1e30"), {"stole", "kani", "raffal", "hamadan", "mongra", "lachha", "kehwa"}),
        (Decimal("NaN"), None, {"stole", "kani", "raffal", "hamadan", "mongra", "lachha", "kehwa"}),
    ],
)
def test_prices_are_exact_at_both_ends_and_the_price_facet_ignores_them(low, high, found) -> None:
    result = search(SearchQuery(price_min=low, price_max=high))
    assert set(result.product_ids) == found
    assert result.total == len(found)
    assert sum(counts(result.facets["district"]).values()) == len(found - {"raffal"})
    assert counts(result.facets["price"]) == {
        "-999.99": 3,
        "1000-4999.99": 1,
        "5000-14999.99": 1,
        "15000-": 2,
    }


def test_prices_and_words_together() -> None:
    result = search(SearchQuery(q="saffron", price_max=Decimal(500)))
    assert result.product_ids == ("mongra",)
    assert counts(result.facets["price"])["-999.99"] == 2
    assert counts(result.facets["craft"]) == {"saffron": 1}


def test_an_offered_price_band_finds_exactly_what_it_counts() -> None:
    for band in search(SearchQuery()).facets["price"]:
        result = search(SearchQuery(price_min=band.low, price_max=band.high))
        assert result.total == band.count
        assert [value.slug for value in result.facets["price"] if value.selected] == [band.slug]


def test_what_can_be_had_is_a_choice() -> None:
    assert search(SearchQuery(available=("sold-out",))).product_ids == ("kani",)
    assert search(SearchQuery(available=("ready", "made-to-order"))).total == 6
    assert search(SearchQuery(gi=False)).total == 4


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("price", ["kehwa", "mongra", "lachha", "raffal", "stole", "hamadan", "kani"]),
        ("-price", ["kani", "hamadan", "stole", "raffal", "lachha", "mongra", "kehwa"]),
        ("name", ["stole", "kani", "mongra", "kehwa", "lachha", "raffal", "hamadan"]),
        ("newest", ["kehwa", "lachha", "mongra", "hamadan", "raffal", "kani", "stole"]),
        ("relevance", ["kehwa", "lachha", "mongra", "hamadan", "raffal", "kani", "stole"]),
    ],
)
def test_sorting(sort, order: list[str]) -> None:
    assert list(search(SearchQuery(sort=sort)).product_ids) == order


@pytest.mark.parametrize("sort", ["price", "-price", "name", "newest"])
def test_pages_hold_every_piece_once_even_where_all_else_is_equal(sort) -> None:
    twins = [replace(goods(f"twin-{n:02}", "Twin", 100), created_at=MORNING) for n in range(23)]
    index_products(entries=twins)
    found: list[str] = []
    for page in range(1, 7):
        result = search(SearchQuery(sort=sort, page=page, page_size=5))
        assert (result.total, result.pages, result.page) == (30, 6, page)
        found += result.product_ids
    assert len(found) == len(set(found)) == 30


def test_a_page_beyond_the_last_is_the_last() -> None:
    result = search(SearchQuery(page=10**9, page_size=5))
    assert (result.page, result.pages, len(result.product_ids)) == (2, 2, 2)
    assert search(SearchQuery(page=-3)).page == 1


def test_facets_speak_the_buyer_s_language() -> None:
    with translation.override("ur"):
        names = {value.slug: value.name for value in search(SearchQuery()).facets["district"]}
    assert names == {"budgam": "بڈگام", "pulwama": "پلوامہ"}


def test_news_that_is_older_than_what_is_known_is_ignored() -> None:
    later = goods("mongra", "Mongra, new name", 500, minutes=60, craft=SAFFRON)
    index_products(entries=[later])
    index_products(entries=[goods("mongra", "Mongra, old name", 1, minutes=30, craft=SAFFRON)])
    assert IndexedProduct.objects.get(product_id="mongra").name == "Mongra, new name"
    forget_product(product_id="mongra", at=MORNING)
    assert "mongra" in search(SearchQuery(q="mongra")).product_ids


def test_what_goes_is_neither_found_nor_counted_and_may_come_back() -> None:
    forget_product(product_id="mongra", at=MORNING.replace(day=2))
    result = search(SearchQuery())
    assert "mongra" not in result.product_ids
    assert counts(result.facets["gi"]) == {"1": 2}
    index_products(entries=[goods("mongra", "Mongra", 450, minutes=2_000, gi=True)])
    assert counts(search(SearchQuery()).facets["gi"]) == {"1": 3}


def test_the_cells_count_what_the_products_are_whoever_writes() -> None:
    IndexedProduct.objects.filter(product_id="stole").update(availability=AVAILABILITY.SOLD_OUT)
    IndexedProduct.objects.filter(product_id="kehwa").delete()
    IndexedProduct.objects.filter(product_id="hidden").update(listed=True, price_paise=99_999_999)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT category, craft, district, certified, gi, availability,
                   (SELECT count(*) FROM unnest(%s::bigint[]) AS edge WHERE edge <= price_paise)::smallint,
                   count(*)::int
              FROM catalogue_indexedproduct WHERE listed GROUP BY 1, 2, 3, 4, 5, 6, 7
            EXCEPT
            SELECT category, craft, district, certified, gi, availability, band, products FROM catalogue_cell
            """,
            [list(PRICE_EDGES)],
        )
        assert cursor.fetchall() == []
    assert sum(Cell.objects.values_list("products", flat=True)) == 7
    assert search(SearchQuery()).total == 7


def test_a_piece_with_unknown_labels_is_found_too() -> None:
    index_products(entries=[goods("odd", "Odd thing", 10, minutes=99, district=BUDGAM)])
    assert search(SearchQuery(districts=("budgam",))).total == 4
    assert search(SearchQuery(districts=("nowhere",))).total == 0
    assert search(SearchQuery(category="nothing")).total == 0
