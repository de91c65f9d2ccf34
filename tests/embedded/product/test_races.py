"""Two members of staff enter the same goods at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from commerce.embedded.product.models import Product
from tests.embedded.catalogue_world import codes, make_world, tried


@pytest.mark.django_db(transaction=True)
def test_one_of_two_like_products_is_kept_and_the_other_refused() -> None:
    world = make_world()
    start = Barrier(4)
    outcomes: list[list[tuple[str | None, str]]] = []

    def enter() -> None:
        try:
            start.wait(20)
            values = {"name": "Shawl", "productType": world.shawl_type, "externalReference": "KZ09-001"}
            payload = tried("productCreate", "ProductCreateInput!", "product { id }", input=values)
            outcomes.append(codes(payload))
        finally:
            connection.close()

    threads = [Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    refused = [outcome for outcome in outcomes if outcome]
    assert (len(outcomes), len(refused)) == (4, 3)
    assert {field for ((field, code),) in refused if code == "UNIQUE"} <= {"externalReference", "slug"}
    assert Product.objects.count() == 1
