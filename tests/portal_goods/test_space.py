"""A group's space for photographs: what nobody needs any more is free again, and two at once fit into it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from catalogue.listing_models import Listing
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from media.errors import QuotaReached
from media.facade import space_of
from media.keeping import keep_for
from media.models import StoredPicture
from sellers.portal.services.keep_file import drop_old_files
from tests.common.at_once import before_the_other
from tests.portal_goods.world import (
    GOODS,
    Women,
    arrives,
    file_arrives,
    goods_of,
    kept,
    photograph,
    values,
)

SOON = timedelta(seconds=1)


@pytest.fixture
def haseena(women: Women) -> int:
    return women.id_of("Haseena Begum")


def deletes(client: Client, person: int, draft: UUID) -> HttpResponse:
    return client.delete(f"{GOODS}drafts/{draft}/", headers={"X-Umeed-Person": str(person)})


def test_a_draft_that_she_deletes_gives_its_space_back(women: Women, haseena: int, settings) -> None:
    old, fresh = uuid4(), uuid4()
    file_arrives(women.haseena, haseena, old, uuid4(), photograph("teal"))
    assert space_of("KZ09").used > 0
    settings.MEDIA_QUOTA_MB = 0
    full = file_arrives(women.haseena, haseena, fresh, uuid4(), photograph("red"))
    assert (full.status_code, "no space left" in full.json()["message"]) == (422, True)
    other = women.id_of("Shameema Akhter")
    deletes(women.shameema, other, old)
    assert (kept(), space_of("KZ09").used > 0) == (1, True), "it is another's draft"
    for _time in range(2):
        assert deletes(women.haseena, haseena, old).status_code == 204
    assert (kept(), space_of("KZ09").used) == (0, 0)
    relay.drain()
    assert not StoredPicture.objects.exists(), "the file is gone, too"
    settings.MEDIA_QUOTA_MB = 1
    assert file_arrives(women.haseena, haseena, fresh, uuid4(), photograph("red")).status_code == 201


def test_what_goods_or_another_draft_name_takes_space_still(women: Women, haseena: int) -> None:
    sent, twin, name = uuid4(), uuid4(), uuid4()
    file_arrives(women.haseena, haseena, sent, name, photograph("teal"))
    file_arrives(women.haseena, haseena, twin, uuid4(), photograph("teal"))
    used = space_of("KZ09").used
    deletes(women.haseena, haseena, twin)
    assert space_of("KZ09").used == used > 0
    relay.drain()
    assert StoredPicture.objects.count() == 1, "another draft needs it"
    arrives(women.haseena, haseena, f"drafts/{sent}/", values(photos=[str(name)]))
    assert len(goods_of()[0].photo_keys) == 1
    assert drop_old_files(before=now() + SOON) == 1
    assert (kept(), space_of("KZ09").used) == (0, used), "the goods show it"
    Listing.objects.update(photo_keys=["f" * 64])
    drop_old_files(before=now() - SOON)
    assert space_of("KZ09").used == used, "it is not a month ago"
    drop_old_files(before=now() + SOON)
    assert space_of("KZ09").used == 0, "it was taken out of the goods"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_get_the_last_space(settings) -> None:
    settings.MEDIA_QUOTA_MB = 1

    def second() -> str:
        try:
            keep_for("KZ09", "b" * 64, 600_000, now=now())
        except QuotaReached as refused:
            return refused.code
        return "kept"

    with before_the_other(second) as answers:
        keep_for("KZ09", "a" * 64, 600_000, now=now())
    assert answers == ["QUOTA"]
    assert space_of("KZ09").used == 600_000
