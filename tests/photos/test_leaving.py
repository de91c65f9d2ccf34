"""What may not be shown leaves the shop and every address it ever had, whatever was cut off or refused."""

import pytest
from django.core.management import call_command
from django.test import Client

from catalogue.models import Listing, ListingPhoto, PhotoConsent
from catalogue.services import carry_photos as carrying
from catalogue.services.carry_photos import carry_photos
from catalogue.services.decide import approve
from catalogue.services.wishes import copy
from commerce.embedded.product.models import ProductMedia
from commerce.facade import StoreUnavailable
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from media.facade import picture_bytes, rendition_url
from media.models import StoredPicture
from tests.catalogue.goods import SHAMEEMA, Someone, as_draft, catalogue, cushion, deliver, mine, open_house
from tests.catalogue.goods import editor as another_editor
from tests.catalogue.goods import text as words
from tests.catalogue.test_editors_desk import browser
from tests.photos.samples import good, sent_on
from tests.photos.world import better, in_the_store, kept, photo, say, sold, yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    open_house()
    return browser(Role.EDITOR, name="Nasreen Jan")


def address_of(one: ListingPhoto) -> str:
    """Where everybody finds the picture that the store has of a photograph."""
    one.refresh_from_db()
    media = {
        each_id: key
        for (_alt, each_id), key in zip(in_the_store(mine(one.listing_id)), _keys(one), strict=True)
    }
    return rendition_url(media[one.media_id], 512)


def _keys(one: ListingPhoto) -> list[str]:
    sku = Listing.objects.get(pk=one.listing_id).sku
    rows = ProductMedia.objects.filter(product__external_reference=sku).order_by("sort_order", "pk")
    return [row.key for row in rows]


def status(address: str) -> int:
    return Client().get(address).status_code


def withdrawn(editor: Client, one: ListingPhoto) -> None:
    consent = PhotoConsent.objects.get(photo=one, withdrawn_at=None)
    assert editor.post(f"/staff/photos/consents/{consent.pk}/withdraw/", {}).status_code == 302


def cut_after_the_store_took_it(monkeypatch: pytest.MonkeyPatch, listing_id: int) -> None:
    def cut(*_given: object) -> None:
        raise StoreUnavailable("the line broke")

    with monkeypatch.context() as patched:
        patched.setattr(carrying, "_took", cut)
        with pytest.raises(StoreUnavailable):
            carry_photos(listing_id=listing_id)


def test_every_edit_that_was_ever_shown_goes_with_her_yes(editor: Client) -> None:
    one = photo(sold(kept(good(1)), kept(good(5))))
    yes(editor, one)
    deliver()
    addresses = [address_of(one)]
    for turns in (1, 2):
        assert better(editor, one, turns=turns).status_code == 302
        deliver()
        addresses.append(address_of(one))
    assert len(set(addresses)) == 3 and [status(each) for each in addresses] == [200, 200, 200]
    withdrawn(editor, one)
    deliver()
    assert [status(each) for each in addresses] == [404, 404, 404]


def test_copies_and_goods_that_nobody_has_judged_keep_no_picture_that_was_taken_back(editor: Client) -> None:
    key = kept(good(1))
    row, unjudged = sold(key), sold(key, key="twin")
    one = photo(row)
    yes(editor, one)
    deliver()
    address = address_of(one)
    drafted = copy(
        listing_id=row.id, key="copy", group_codes=["KZ09"], person_id=SHAMEEMA, by=Someone(), now=clock.now()
    )
    withdrawn(editor, one)
    deliver()
    assert status(address) == 404
    assert in_the_store(row) == in_the_store(unjudged) == []
    seen = ListingPhoto.objects.filter(listing__in=[unjudged.id, drafted])
    assert [(each.people, each.hidden) for each in seen] == [("somebody", True)] * 2
    later = catalogue.propose(as_draft(cushion(photo_keys=(key,))))
    assert photo(later).hidden, "and those that come later"


def test_who_said_yes_for_other_goods_keeps_her_picture_of_them(editor: Client) -> None:
    key = kept(good(1))
    hers, other = photo(sold(key)), photo(sold(key, key="twin"))
    yes(editor, hers)
    yes(editor, other, key="yes-2")
    better(editor, hers, turns=1)
    deliver()
    edited, as_it_came = address_of(hers), address_of(other)
    withdrawn(editor, hers)
    deliver()
    assert (status(edited), status(as_it_came)) == (404, 200)
    assert len(in_the_store(mine(other.listing_id))) == 1
    withdrawn(editor, other)
    deliver()
    assert status(as_it_came) == 404


def test_what_was_sent_anew_with_other_words_of_a_camera_leaves_too(editor: Client) -> None:
    row, sent_anew = sold(kept(good(1))), sold(kept(sent_on(good(1)), owner="KZ11"), key="anew")
    other = sold(kept(good(5)), key="other")
    assert photo(row).original_key != photo(sent_anew).original_key
    yes(editor, photo(row))
    deliver()
    addresses = [address_of(photo(row)), address_of(photo(sent_anew))]
    withdrawn(editor, photo(row))
    deliver()
    assert [status(each) for each in addresses] == [404, 404]
    assert in_the_store(row) == in_the_store(sent_anew) == []
    assert (photo(sent_anew).people, photo(sent_anew).hidden) == ("somebody", True)
    assert len(in_the_store(other)) == 1
    later = catalogue.propose(as_draft(cushion(photo_keys=(kept(sent_on(sent_on(good(1)))),))))
    assert photo(later).hidden, "and those that come later"


def test_what_an_earlier_version_did_not_know_to_be_equal_leaves_when_it_is_caught_up(editor: Client) -> None:
    row, sent_anew = sold(kept(good(1))), sold(kept(sent_on(good(1))), key="anew")
    other = sold(kept(good(5)), key="other")
    StoredPicture.objects.update(file_hash="")
    yes(editor, photo(row))
    deliver()
    withdrawn(editor, photo(row))
    deliver()
    assert (photo(sent_anew).people, len(in_the_store(sent_anew))) == ("", 1)
    address = address_of(photo(sent_anew))

    call_command("media_catch_up", verbosity=0)
    deliver()

    assert (photo(sent_anew).people, in_the_store(sent_anew), status(address)) == ("somebody", [], 404)
    assert (photo(other).people, len(in_the_store(other))) == ("", 1)


def test_who_said_yes_to_what_was_sent_anew_keeps_it_although_both_have_one_address(editor: Client) -> None:
    hers, other = photo(sold(kept(good(1)))), photo(sold(kept(sent_on(good(1))), key="anew"))
    yes(editor, hers)
    yes(editor, other, key="yes-2")
    deliver()
    address = address_of(hers)
    assert address == address_of(other)
    withdrawn(editor, hers)
    deliver()
    assert status(address) == 200
    assert len(in_the_store(mine(other.listing_id))) == 1
    withdrawn(editor, other)
    deliver()
    assert status(address) == 404


def test_what_the_store_took_before_we_were_cut_off_is_taken_out_when_the_yes_is(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sold(kept(good(1)), kept(good(5)))
    one = photo(row)
    yes(editor, one)
    deliver()
    better(editor, one, turns=1)
    cut_after_the_store_took_it(monkeypatch, row.id)
    assert len(in_the_store(row)) == 3
    withdrawn(editor, one)
    deliver()
    assert [each for _alt, each in in_the_store(row)] == [photo(row, 1).media_id]
    one.refresh_from_db()
    assert (one.media_id, one.media_old, one.media_before, one.under_way_key) == ("", "", None, "")


def test_an_edit_made_after_we_were_cut_off_reaches_the_shop(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sold(kept(good(1)))
    one = photo(row)
    better(editor, one, turns=1)
    cut_after_the_store_took_it(monkeypatch, row.id)
    ((_alt, _before), (_same, cut_off)) = in_the_store(row)
    better(editor, one, turns=2)
    deliver()
    one.refresh_from_db()
    assert one.carried_key == one.shown_key
    assert [each for _alt, each in in_the_store(row)] == [one.media_id] != [cut_off]


def test_the_picture_of_before_goes_too_when_it_is_hidden_after_we_were_cut_off(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sold(kept(good(1)))
    one = photo(row)
    yes(editor, one)
    deliver()
    better(editor, one, turns=1)

    def cut(*_given: object) -> None:
        raise StoreUnavailable("the line broke")

    with monkeypatch.context() as patched:
        patched.setattr(carrying, "_take_away", cut)
        with pytest.raises(StoreUnavailable):
            carry_photos(listing_id=row.id)
    assert len(in_the_store(row)) == 2 and photo(row).media_old
    withdrawn(editor, one)
    deliver()
    assert in_the_store(row) == [] and photo(row).media_old == ""


def test_a_refusal_of_another_photograph_keeps_nothing_in_the_shop(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sold(kept(good(1)), kept(good(5)))
    refused, hers = photo(row, 0), photo(row, 1)
    yes(editor, hers)
    deliver()
    address = address_of(hers)
    better(editor, refused, turns=1)
    withdrawn(editor, hers)

    def refuse(*_given: object) -> None:
        raise StoreUnavailable("the store takes no picture")

    monkeypatch.setattr(carrying, "_upload", refuse)
    with pytest.raises(StoreUnavailable):
        carry_photos(listing_id=row.id)
    assert [each for _alt, each in in_the_store(row)] == [photo(row, 0).media_id]
    assert status(address) == 404


def test_when_the_store_is_away_the_addresses_go_all_the_same(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sold(kept(good(1)))
    one = photo(row)
    yes(editor, one)
    deliver()
    address = address_of(one)
    withdrawn(editor, one)

    def away(*_given: object) -> None:
        raise StoreUnavailable("the store does not answer")

    monkeypatch.setattr(carrying, "_take_out", away)
    with pytest.raises(StoreUnavailable):
        carry_photos(listing_id=row.id)
    assert status(address) == 404


def test_one_like_it_stays_when_the_goods_are_published(editor: Client) -> None:
    row = catalogue.propose(
        cushion(photo_keys=(kept(good(1)),), stock_kind="one-of-a-kind", quantity=1, this_piece=True)
    )
    assert photo(row).shows == "this-piece", "the seller's tick"
    assert say(editor, photo(row), shows="like-this").status_code == 302
    approve(
        listing_id=row.id,
        version=mine(row.id).version,
        text=words(),
        actor=another_editor(),
        now=clock.now(),
    )
    deliver()
    assert len(in_the_store(mine(row.id))) == 1
    assert photo(row).shows == "like-this"


def test_goods_whose_edit_was_sent_as_a_photograph_of_its_own_leave_with_it(editor: Client) -> None:
    """The edit of one is what came as the other: who is hidden in the other is in the first as well."""
    unjudged = sold(kept(good(1)))
    assert better(editor, photo(unjudged), turns=1).status_code == 302
    deliver()
    edit = photo(unjudged).shown_key
    taken_back = sold(kept(sent_on(picture_bytes(edit))), key="sent")
    StoredPicture.objects.filter(key=photo(taken_back).original_key).update(
        file_hash=StoredPicture.objects.get(key=edit).file_hash
    )
    yes(editor, photo(taken_back))
    deliver()
    withdrawn(editor, photo(taken_back))
    deliver()
    assert (photo(unjudged).people, photo(unjudged).hidden) == ("somebody", True)
    assert in_the_store(unjudged) == []
