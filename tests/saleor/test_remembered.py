"""Pages that only read stay up while the store is away, for a day, and remembering costs next to nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.errors import StoreRefused, StoreUnavailable
from commerce.models import RememberedAnswer
from commerce.saleor.memory import forget_old_answers
from commerce.saleor.remembered import BY_PIECE, WHOLE, Remembering
from jkrlm.kernel.clock import now

LIST = "query MakerPages($first: Int!, $after: String) { pages { edges { node { slug } } } }"
DETAILS = "query ProductDetails($slug: String!) { product { name } }"
CARDS = "query ProductCards($ids: [ID!]!, $channel: String!) { products { edges { node { id } } } }"

pytestmark = pytest.mark.django_db


class Saleor:
    """Answers with what the test says, or is away."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.away = False
        self.asked = 0

    def execute(self, query: str, operation_name: str | None, variables: dict[str, Any]) -> dict[str, Any]:
        self.asked += 1
        if self.away:
            raise StoreUnavailable("no connection")
        return self.data


@pytest.fixture
def saleor() -> Saleor:
    return Saleor()


@pytest.fixture
def public(saleor: Saleor) -> Remembering:
    return Remembering(saleor)


def product(name: str) -> dict[str, Any]:
    return {"product": {"name": name, "price": 3500.0}}


def card(piece: str, price: int = 3500) -> dict[str, Any]:
    return {"node": {"id": piece, "price": price}}


def cards(*edges: dict[str, Any]) -> dict[str, Any]:
    return {"products": {"edges": list(edges)}}


def makers(slug: str, cursor: str) -> dict[str, Any]:
    page = {"hasNextPage": True, "endCursor": cursor}
    return {"pages": {"pageInfo": page, "edges": [{"node": {"slug": slug}}]}}


def writes(ask: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    return len(seen)


def test_the_last_good_answer_is_shown_while_it_is_away(saleor: Saleor, public: Remembering) -> None:
    saleor.data = product("Kani stole")
    public.execute(DETAILS, "ProductDetails", {"slug": "kani"})
    saleor.data = product("Kani stole, red")
    fresh = public.execute(DETAILS, "ProductDetails", {"slug": "kani"})
    saleor.away = True
    assert public.execute(DETAILS, "ProductDetails", {"slug": "kani"}) == fresh == product("Kani stole, red")


def test_another_process_knows_it_too(saleor: Saleor, public: Remembering) -> None:
    saleor.data = product("Kani stole")
    public.execute(DETAILS, "ProductDetails", {"slug": "kani"})
    saleor.away = True
    assert Remembering(saleor).execute(DETAILS, "ProductDetails", {"slug": "kani"}) == saleor.data


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (DETAILS, {"slug": "another"}),
        (DETAILS.replace("name", "title"), {"slug": "kani"}),
        (DETAILS, {"slug": "kani", "channel": "stalls"}),
    ],
)
def test_another_question_is_not_answered(
    saleor: Saleor, public: Remembering, query: str, variables: dict[str, Any]
) -> None:
    saleor.data = product("Kani stole")
    public.execute(DETAILS, "ProductDetails", {"slug": "kani"})
    saleor.away = True
    with pytest.raises(StoreUnavailable, match="no connection"):
        public.execute(query, "ProductDetails", variables)


@pytest.mark.parametrize(
    "operation", ["CheckoutDetails", "OrderDetails", "CheckoutCreate", "AddressRules", None]
)
def test_what_is_somebodys_own_is_never_kept(
    saleor: Saleor, public: Remembering, operation: str | None
) -> None:
    saleor.data = {"checkout": {"email": "aarif@example.in"}}
    public.execute("query Any { checkout { email } }", operation, {"id": "x"})
    assert not RememberedAnswer.objects.exists()
    saleor.away = True
    with pytest.raises(StoreUnavailable):
        public.execute("query Any { checkout { email } }", operation, {"id": "x"})


def test_cards_are_kept_piece_by_piece(saleor: Saleor, public: Remembering) -> None:
    saleor.data = cards(card("stole"), card("tray"))
    public.execute(CARDS, "ProductCards", {"ids": ["stole", "tray"], "channel": "online"})
    saleor.data = cards(card("bowl"), card("tray", 1100))
    public.execute(CARDS, "ProductCards", {"ids": ["tray", "bowl"], "channel": "online"})
    assert RememberedAnswer.objects.count() == 3
    saleor.away = True
    asked = {"ids": ["bowl", "unknown", "stole", "tray"], "channel": "online"}
    assert public.execute(CARDS, "ProductCards", asked) == cards(
        card("bowl"), card("stole"), card("tray", 1100)
    )
    with pytest.raises(StoreUnavailable):
        public.execute(CARDS, "ProductCards", {**asked, "channel": "stalls"})


def test_after_a_day_it_would_mislead(saleor: Saleor, public: Remembering) -> None:
    saleor.data = product("Kani stole")
    public.execute(DETAILS, "ProductDetails", {"slug": "kani"})
    saleor.away = True
    for hours, shown in ((23.9, True), (24.1, False)):
        RememberedAnswer.objects.update(fetched_at=now() - timedelta(hours=hours))
        if shown:
            assert public.execute(DETAILS, "ProductDetails", {"slug": "kani"}) == saleor.data
        else:
            with pytest.raises(StoreUnavailable):
                public.execute(DETAILS, "ProductDetails", {"slug": "kani"})


def test_a_refusal_is_an_answer(saleor: Saleor, public: Remembering) -> None:
    saleor.data = product("Kani stole")
    public.execute(DETAILS, "ProductDetails", {"slug": "kani"})

    def refuse(*_: Any) -> Any:
        from commerce.errors import StoreError

        raise StoreRefused([StoreError("GraphQLError", "Received cursor is invalid.")])

    saleor.execute = refuse  # type: ignore[method-assign]
    with pytest.raises(StoreRefused):
        public.execute(DETAILS, "ProductDetails", {"slug": "kani"})


# What it costs


def test_one_statement_when_new_or_changed_and_none_after(saleor: Saleor, public: Remembering) -> None:
    def ask() -> Any:
        return public.execute(CARDS, "ProductCards", {"ids": ["a", "b", "c"], "channel": "online"})

    saleor.data = cards(card("a"), card("b"), card("c"))
    assert [writes(ask), writes(ask)] == [1, 0]
    saleor.data = cards(card("a"), card("b", 1), card("c"))
    assert [writes(ask), writes(ask)] == [1, 0]
    saleor.away = True
    assert writes(ask) == 1


def test_another_process_leaves_a_young_answer_alone(saleor: Saleor, public: Remembering) -> None:
    saleor.data = product("Kani stole")
    public.execute(DETAILS, "ProductDetails", {"slug": "kani"})
    young, old = now() - timedelta(seconds=50), now() - timedelta(seconds=70)
    for then, kept in ((young, True), (old, False)):
        RememberedAnswer.objects.update(fetched_at=then)
        Remembering(saleor).execute(DETAILS, "ProductDetails", {"slug": "kani"})
        assert (RememberedAnswer.objects.get().fetched_at == then) is kept


def test_an_old_answer_does_not_replace_a_newer_one(saleor: Saleor, public: Remembering) -> None:
    saleor.data = product("Kani stole")
    public.execute(DETAILS, "ProductDetails", {"slug": "kani"})
    RememberedAnswer.objects.update(fetched_at=now() + timedelta(seconds=5), data=product("newer"))
    Remembering(saleor).execute(DETAILS, "ProductDetails", {"slug": "kani"})
    assert RememberedAnswer.objects.get().data == product("newer")


# It does not grow with what visitors make up


@pytest.mark.parametrize(
    ("query", "operation", "variables", "data"),
    [
        (DETAILS, "ProductDetails", {"slug": "made-up"}, {"product": None}),
        (LIST, "ProductList", {"where": "made-up"}, {"products": {"edges": []}}),
        (LIST, "ProductList", {"search": "made up"}, makers("a", "x")),
        (LIST, "MakerPages", {"first": 48, "after": "made-up"}, makers("a", "x")),
        (CARDS, "ProductCards", {"ids": ["made-up"], "channel": "online"}, cards()),
    ],
)
def test_what_a_visitor_made_up_is_not_kept(
    saleor: Saleor, public: Remembering, query: str, operation: str, variables: dict[str, Any], data: Any
) -> None:
    saleor.data = data
    assert public.execute(query, operation, variables) == data
    assert not RememberedAnswer.objects.exists()


def test_a_shop_without_makers_is_remembered_as_such(saleor: Saleor, public: Remembering) -> None:
    saleor.data = {"pages": {"edges": []}}
    public.execute(LIST, "MakerPages", {"first": 6})
    saleor.away = True
    assert public.execute(LIST, "MakerPages", {"first": 6}) == saleor.data


def test_pages_that_the_store_led_to_are_kept(saleor: Saleor, public: Remembering) -> None:
    for slug, after, cursor in (("a", None, "to-b"), ("b", "to-b", "to-c"), ("c", "to-c", "to-d")):
        saleor.data = makers(slug, cursor)
        public.execute(LIST, "MakerPages", {"first": 48, "after": after})
    saleor.away = True
    assert public.execute(LIST, "MakerPages", {"first": 48, "after": "to-b"}) == makers("b", "to-c")


def test_what_nobody_has_read_for_a_fortnight_goes(saleor: Saleor, public: Remembering) -> None:
    for slug, days in (("kani", 13.9), ("tray", 14.1)):
        saleor.data = product(slug)
        public.execute(DETAILS, "ProductDetails", {"slug": slug})
        RememberedAnswer.objects.filter(data=product(slug)).update(fetched_at=now() - timedelta(days=days))
    assert forget_old_answers(now=now()) == 1
    assert [each.data for each in RememberedAnswer.objects.all()] == [product("kani")]


def test_a_character_that_the_database_cannot_hold_costs_no_page(saleor: Saleor, public: Remembering) -> None:
    saleor.data = product("Kani\x00stole")
    assert public.execute(DETAILS, "ProductDetails", {"slug": "kani"}) == saleor.data
    assert not RememberedAnswer.objects.exists()


def test_the_tables_name_operations_of_ours() -> None:
    from commerce.client import Store

    known = {name.replace("_", "") for name in dir(Store)}
    assert {name.lower() for name in (*WHOLE, *BY_PIECE)} <= known
