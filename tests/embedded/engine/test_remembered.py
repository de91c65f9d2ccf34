"""What is remembered is right at once after every kind of change, and belongs to nobody's request."""

from typing import Any

import pytest
from django.db import connection, transaction

from commerce.embedded.engine.peers import load
from commerce.embedded.engine.remembered import one_execution, remembered_rows, versions, writing
from commerce.embedded.product.models import Category

pytestmark = pytest.mark.django_db


@pytest.fixture
def shawls() -> Category:
    return Category.objects.create(name="Shawls", slug="shawls")


def name_of(category: Category) -> str:
    return remembered_rows(Category, [category.pk])[category.pk].name


def test_a_second_reader_costs_only_the_question_for_the_version(
    shawls: Category, django_assert_num_queries: Any
) -> None:
    assert name_of(shawls) == "Shawls"
    with django_assert_num_queries(1):
        assert name_of(shawls) == "Shawls"


def test_every_way_of_writing_is_seen_at_once(shawls: Category) -> None:
    assert name_of(shawls) == "Shawls"
    Category.objects.filter(pk=shawls.pk).update(name="Stoles")
    assert name_of(shawls) == "Stoles"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_product_category SET name = 'Wraps' WHERE id = %s", [shawls.pk])
    assert name_of(shawls) == "Wraps"
    Category.objects.bulk_update([Category(pk=shawls.pk, name="Scarves")], ["name"])
    assert name_of(shawls) == "Scarves"
    Category.objects.filter(pk=shawls.pk).delete()
    assert remembered_rows(Category, [shawls.pk]) == {}


def test_what_was_read_in_a_transaction_that_is_rolled_back_is_forgotten(shawls: Category) -> None:
    assert name_of(shawls) == "Shawls"
    with pytest.raises(RuntimeError), transaction.atomic():
        Category.objects.filter(pk=shawls.pk).update(name="Never")
        assert name_of(shawls) == "Never"
        raise RuntimeError
    assert name_of(shawls) == "Shawls"
    Category.objects.filter(pk=shawls.pk).update(name="Later")
    assert name_of(shawls) == "Later"


def test_readers_do_not_share_what_they_hang_on_a_row(shawls: Category) -> None:
    mine = remembered_rows(Category, [shawls.pk])[shawls.pk]
    load(mine, "children", lambda rows: {row.pk: ["mine"] for row in rows})
    mine.name = "Changed by me"
    yours = remembered_rows(Category, [shawls.pk])[shawls.pk]
    assert yours.name == "Shawls"
    assert load(yours, "children", lambda rows: {row.pk: ["yours"] for row in rows}) == ["yours"]


def test_an_execution_asks_for_the_versions_once_and_again_after_a_mutation(
    shawls: Category, django_assert_num_queries: Any
) -> None:
    with one_execution():
        before = versions()
        with django_assert_num_queries(0):
            assert versions() == before
        with writing():
            Category.objects.filter(pk=shawls.pk).update(name="Stoles")
            assert versions() != before
        assert versions().setup != before.setup


def test_without_a_version_nothing_is_remembered(shawls: Category, django_assert_num_queries: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_product_setupversion")
    for _time in range(2):
        with django_assert_num_queries(2):
            assert name_of(shawls) == "Shawls"
