"""A place that will be closed for good works until then, and not a day longer."""

from datetime import timedelta

import pytest

from jkrlm.kernel import clock
from logistics.places.models import Place
from logistics.places.selectors import network

pytestmark = pytest.mark.django_db


def test_a_hub_is_closed_from_the_day_that_was_said() -> None:
    hub = Place.objects.filter(kind="hub").order_by("code")[0]
    before = network()
    working = [
        day
        for day in (clock.today() + timedelta(days=ahead) for ahead in range(1, 15))
        if before.is_open(before.rows[hub.code], day)
    ]
    hub.closed_from = working[3]
    hub.save()
    after = network()
    assert [day for day in working if after.is_open(after.rows[hub.code], day)] == working[:3]
