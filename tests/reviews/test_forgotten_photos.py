"""A buyer who is forgotten takes her photographs with her: what was private, and what everybody could fetch."""

from pathlib import Path

import pytest
from django.test import Client

from jkrlm.kernel import relay
from media import facade as media
from media.models import StoredPicture
from storefront.reviews.facade import forget_buyer
from tests.common.buyer import text
from tests.reviews.world import WORDS, Bought, a_photo, decide, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def published(bought: Bought) -> tuple[str, str]:
    """Return the keys of the photograph as she sent it and as everybody saw it, in all its sizes."""
    bought.write(photos=[a_photo()])
    decide(staff(), "review", bought.review.pk)
    (hers,), (shown,) = bought.review.photos, bought.review.shown_photos
    media.make_renditions(shown)
    return hers, shown


def forget(bought: Bought) -> None:
    assert forget_buyer(access_ids=[bought.access.pk]) == 1
    relay.drain()


def test_her_words_stay_and_her_photographs_go(bought: Bought, uploads: Path) -> None:
    hers, shown = published(bought)
    address = f"/media/{shown}/256.webp"
    assert Client().get(address).status_code == 200
    assert list(uploads.rglob(f"pictures/*/{shown}/*"))

    forget(bought)

    assert not StoredPicture.objects.filter(key__in=[hers, shown]).exists()
    assert not [path for path in uploads.rglob("*") if path.is_file() and {hers, shown} & {*path.parts}]
    assert Client().get(address).status_code == 404
    page = Client().get(bought.page)
    assert WORDS in text(page) and shown not in page.content.decode()


def test_a_review_that_is_hidden_shows_its_photographs_at_no_address_until_it_is_back(
    bought: Bought, uploads: Path
) -> None:
    hers, shown = published(bought)
    address = f"/media/{shown}/256.webp"
    decide(staff(), "review", bought.review.pk, "hidden", reason="photo")
    assert (bought.review.shown_photos, Client().get(address).status_code) == ([], 404)
    assert not list(uploads.rglob(f"{shown}/*")) and list(uploads.rglob(f"{hers}/*"))
    decide(staff(), "review", bought.review.pk)
    assert (bought.review.shown_photos, Client().get(address).status_code) == ([shown], 200)


def test_a_review_that_is_written_anew_without_its_photograph_lets_it_go(
    bought: Bought, uploads: Path
) -> None:
    hers, shown = published(bought)
    assert bought.write(photo=[], words="After a wash it is smaller.").status_code == 303
    relay.drain()
    assert Client().get(f"/media/{shown}/256.webp").status_code == 404
    assert not [path for path in uploads.rglob("*") if path.is_file() and {hers, shown} & {*path.parts}]


def test_what_the_shop_shows_of_somebody_elses_equal_picture_stays(bought: Bought, uploads: Path) -> None:
    hers, shown = published(bought)
    sellers = media.store_picture(
        a_photo().getvalue() + b"sent by the seller", private=True, owner="KZ09"
    ).key
    assert media.copy_for_shop(sellers) == shown

    forget(bought)

    assert Client().get(f"/media/{shown}/256.webp").status_code == 200
    assert not list(uploads.rglob(f"{hers}/*"))
