"""The demo has one of each at the desk, and loading it again changes nothing."""

import pytest
from django.test import Client

from catalogue.facade import listing_by_key
from catalogue.models import ListingPhoto
from jkrlm.people.facade import Role
from storefront.demo.photos import load_demo_photos
from tests.bad_input.unchanged import nothing_changes
from tests.catalogue.test_editors_desk import browser
from tests.common.buyer import text
from tests.photos.world import photo
from tests.portal_goods.world import open_houses

pytestmark = pytest.mark.django_db


def test_the_demo_has_one_of_each_at_the_desk() -> None:
    open_houses()
    editor: Client = browser(Role.EDITOR, name="Nasreen Jan")
    load_demo_photos(editor.user)  # type: ignore[attr-defined]
    with nothing_changes():
        load_demo_photos(editor.user)  # type: ignore[attr-defined]
    waits = {}
    for name in ("dark", "blurred", "yellow", "good", "shared"):
        listing = listing_by_key(f"demo-photo-{name}")
        assert listing is not None
        waits[name] = photo(listing).waits
    assert waits == {
        "dark": ["consent", "dark", "alt"],
        "blurred": ["consent", "blurred", "alt"],
        "yellow": ["alt"],
        "good": ["alike", "not-own"],
        "shared": ["consent", "alt", "alike", "not-own"],
    }
    assert ListingPhoto.objects.exclude(shown_key="").count() == 5
    page = " ".join(text(editor.get("/staff/photos/")).split())
    assert "Too dark 1" in page and "Blurred 1" in page and "Unique, no own photograph 2" in page
