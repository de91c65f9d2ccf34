"""The photo desk: what waits is mended, and the shop shows it; what nobody may see leaves it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from catalogue import facade as catalogue
from catalogue.models import Listing, ListingPhoto, PhotoConsent
from catalogue.services.carry_photos import carry_photos
from catalogue.web.views import EDITORS
from commerce.embedded.product.models import ProductMedia
from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from jkrlm.people.facade import Role, audit_trail
from media.facade import key_of, picture_bytes, rendition_url
from tests.bad_input.unchanged import nothing_changes
from tests.catalogue.goods import as_draft, cushion, deliver, open_house
from tests.catalogue.test_editors_desk import browser
from tests.common.buyer import text
from tests.photos.samples import blurred, dark, good, jpeg, scene
from tests.photos.world import better, in_the_store, kept, photo, say, sold, yes

pytestmark = pytest.mark.django_db

WORDS = {
    "alt_en": "Ivory cushion with a blue vine in chain stitch",
    "alt_hi": "हाथीदाँत रंग का कुशन, नीली बेल",
    "alt_ur": "ہاتھی دانت رنگ کا کشن، نیلی بیل",
    "people": "nobody",
}


@pytest.fixture
def editor() -> Client:
    open_house()
    return browser(Role.EDITOR, name="Nasreen Jan")


def photo_is_as_it_came(pk: int) -> bool:
    one = ListingPhoto.objects.get(pk=pk)
    return one.shown_key == one.original_key


def waits(row) -> list[str]:
    return photo(row).waits


def test_a_dark_photograph_is_mended_described_and_the_shop_shows_it(editor: Client) -> None:
    row = sold(kept(dark()))
    one = photo(row)
    assert one.waits == ["consent", "dark", "alt"]
    ((before_alt, media),) = in_the_store(row)
    assert before_alt == "Crewel Cushion, blue vine"
    queue = text(editor.get("/staff/photos/?wait=dark"))
    assert "Crewel Cushion, blue vine" in queue and "Too dark 1" in " ".join(queue.split())
    assert "Nothing waits." in text(editor.get("/staff/photos/?wait=blurred"))
    page = editor.get(f"/staff/photos/{one.pk}/")
    assert "dark below 55" in text(page) and "Before" in text(page)

    tried = better(editor, one, exposure="4", press="turn")
    assert tried.status_code == 302 and tried["Location"].endswith("?recipe=t1.e4#better")
    seen = editor.get(tried["Location"])
    assert "After, not kept yet" in text(seen)
    small = editor.get(f"/staff/photos/{one.pk}/tried/480/?recipe=t1.e4")
    assert (small.status_code, small["Content-Type"], len(small.content) < 60_000) == (
        200,
        "image/jpeg",
        True,
    )
    assert in_the_store(row) == [(before_alt, media)], "only looked at"

    assert better(editor, one, turns=1, exposure="6", levels="on").status_code == 302
    assert say(editor, one, **WORDS).status_code == 302
    deliver()

    one.refresh_from_db()
    assert (one.waits, one.shown_key != one.original_key) == ([], True)
    assert Listing.objects.get(pk=row.id).photo_keys == [one.shown_key]
    ((alt, changed),) = in_the_store(row)
    assert (alt, changed != media) == (WORDS["alt_en"], True)
    shop = {
        language: Client().get(f"{language}/products/{row.slug}/").content.decode()
        for language in ("", "/hi", "/ur")
    }
    assert f'alt="{WORDS["alt_en"]}"' in shop[""]
    assert f'alt="{WORDS["alt_hi"]}"' in shop["/hi"] and f'alt="{WORDS["alt_ur"]}"' in shop["/ur"]
    assert "Nothing waits." in text(editor.get("/staff/photos/"))
    trail = audit_trail(f"listing {row.id} photo {one.pk}", most=9)
    assert [each.verb for each in trail] == ["photo.describe", "photo.edit"]
    assert trail[1].after["recipe"] == "t1.e6.l"

    assert better(editor, one, undo="1").status_code == 302
    deliver()
    one.refresh_from_db()
    assert (one.shown_key, one.alt_hi) == (one.original_key, WORDS["alt_hi"])
    assert one.waits == ["dark"] and len(in_the_store(row)) == 1
    accepted = editor.post(
        f"/staff/photos/{one.pk}/accept/", {"version": one.version, "problem": ["dark", "alt"]}
    )
    assert accepted.status_code == 302
    assert (photo(row).waits, photo(row).accepted) == ([], ["dark"])


def test_words_that_are_missing_are_the_name_in_that_language_then_english_and_say_so(editor: Client) -> None:
    row = sold(kept(good()))
    say(editor, photo(row), alt_en="A cushion", people="nobody")
    deliver()
    assert 'alt="क्रूएल कुशन"' in Client().get(f"/hi/products/{row.slug}/").content.decode()
    Listing.objects.filter(pk=row.id).update(title_hi="")
    from catalogue.services.texts import carry_texts

    carry_texts(listing_id=row.id, languages=["hi"])
    assert 'alt="A cushion" lang="en"' in Client().get(f"/hi/products/{row.slug}/").content.decode()


def test_who_takes_her_yes_back_leaves_the_shop_and_its_addresses(editor: Client) -> None:
    row = sold(kept(good(1)), kept(good(5)))
    one = photo(row)
    assert say(editor, one, **{**WORDS, "people": "somebody"}).status_code == 302
    deliver()
    assert (photo(row).hidden, len(in_the_store(row))) == (True, 1), "somebody without a yes is not shown"
    assert yes(editor, one).status_code == 302
    with nothing_changes():
        assert yes(editor, one).status_code == 302
    deliver()
    assert [alt for alt, _id in in_the_store(row)] == [WORDS["alt_en"], "Crewel Cushion, blue vine"]
    address = ProductMedia.objects.order_by("sort_order").first()
    public = rendition_url(address.key, 512)
    assert Client().get(public).status_code == 200
    page = text(editor.get(f"/staff/photos/{one.pk}/"))
    assert "Haseena Begum" in page and "Form 7, Budgam hub" in page and "a signed paper" in page.lower()

    consent = PhotoConsent.objects.get()
    withdrawn = editor.post(f"/staff/photos/consents/{consent.pk}/withdraw/", {"words": "She married."})
    assert withdrawn.status_code == 302
    deliver()

    assert [alt for alt, _id in in_the_store(row)] == ["Crewel Cushion, blue vine"]
    assert Client().get(public).status_code == 404
    assert editor.get(f"/staff/photos/{one.pk}/shown/480/").status_code == 200
    assert "The shop does not show it" in text(editor.get(f"/staff/photos/{one.pk}/"))
    with nothing_changes():
        editor.post(f"/staff/photos/consents/{consent.pk}/withdraw/", {})
    assert (
        yes(editor, one, key="yes-2", means="voice", evidence="Recording of 20 November").status_code == 302
    )
    deliver()
    assert len(in_the_store(row)) == 2 and Client().get(public).status_code == 200
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        connection.cursor().execute("UPDATE catalogue_photoconsent SET who = 'Nobody'")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"given_on": "2036-11-03"}, "given_on", "The day is still to come"),
        ({"who": "  "}, "who", "required"),
        ({"means": "dream"}, "means", "Select a valid choice"),
        ({"evidence": "x" * 201}, "evidence", "at most 200"),
    ],
)
def test_a_yes_that_is_not_whole_is_refused_beside_its_field(
    editor: Client, changes: dict[str, str], field: str, sentence: str
) -> None:
    one = photo(catalogue.propose(cushion(photo_keys=(kept(good()),))))
    with nothing_changes():
        refused = yes(editor, one, **changes)
    assert refused.status_code == 422
    assert sentence in str(refused.context["consent_form"].errors[field])
    yes(editor, one)
    assert yes(editor, one, key="other").status_code == 422, "her yes is there already"
    assert yes(editor, photo(catalogue.propose(cushion())), who="Zeba").status_code == 422, "another's key"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"left": 400, "right": 450}, "Draw a larger piece"),
        ({"left": 900, "right": 100}, "Draw a larger piece"),
        ({"right": 1001}, "less than or equal to 1000"),
        ({"exposure": "9"}, "Select a valid choice"),
        ({"turns": "4"}, "Select a valid choice"),
        ({"press": "explode"}, "Load the page again"),
        ({"white": "magic"}, "Select a valid choice"),
    ],
)
def test_hostile_recipes_are_refused_with_a_sentence(editor: Client, changes, sentence: str) -> None:
    one = photo(catalogue.propose(cushion(photo_keys=(kept(good()),))))
    with nothing_changes():
        refused = better(editor, one, **changes)
    assert refused.status_code == 422
    assert sentence in text(refused)
    for odd in ("t9", "../../x", "%27", "e2l"):
        assert editor.get(f"/staff/photos/{one.pk}/tried/480/?recipe={odd}").status_code == 404
        assert editor.get(f"/staff/photos/{one.pk}/?recipe={odd}").status_code == 200


def test_the_second_of_two_editors_is_told_and_loses_nothing(editor: Client) -> None:
    one = photo(catalogue.propose(cushion(photo_keys=(kept(good()),))))
    stale = {"version": one.version, "alt_en": "Mine", "alt_hi": "", "alt_ur": "", "shows": "", "people": ""}
    say(editor, one, alt_en="Hers", people="nobody")
    second = browser(Role.EDITOR, name="Zahida Bano")
    with nothing_changes():
        refused = second.post(f"/staff/photos/{one.pk}/words/", stale)
    assert refused.status_code == 409 and "Somebody else changed this photograph" in text(refused)
    assert 'value="Mine"' in refused.content.decode()
    late = second.post(f"/staff/photos/{one.pk}/better/", {
        "version": stale["version"], "turns": 1, "left": 0, "top": 0, "right": 1000, "bottom": 1000, "exposure": 0,
    })  # fmt: skip
    assert late.status_code == 409 and photo_is_as_it_came(one.pk)
    again = second.post(
        f"/staff/photos/{one.pk}/words/",
        {**stale, "version": refused.context["words_form"]["version"].value()},
    )
    assert again.status_code == 302
    assert ListingPhoto.objects.get(pk=one.pk).alt_en == "Mine"


def test_a_unique_piece_asks_for_its_own_photograph_and_the_shop_says_which_it_is(editor: Client) -> None:
    mine = kept(good(1))
    row = sold(mine, stock_kind="one-of-a-kind", quantity=1)
    assert waits(row) == ["consent", "alt", "not-own"]
    assert "Unique, no own photograph 1" in " ".join(text(editor.get("/staff/photos/")).split())
    assert "does the photograph show this very piece?" in text(editor.get(f"/staff/photos/{photo(row).pk}/"))
    assert "One like it: each piece differs a little" in text(Client().get(f"/products/{row.slug}/"))
    say(editor, photo(row), **WORDS, shows="this-piece")
    deliver()
    assert waits(row) == []
    assert "This very piece" in text(Client().get(f"/products/{row.slug}/"))

    copy = kept(jpeg(scene(1, fine=True).resize((900, 675)), 70))
    other = sold(copy, stock_kind="one-of-a-kind", quantity=1, this_piece=True, person_id=502)
    assert "alike" in waits(other) and "not-own" in waits(other), "the same piece is not sold twice"
    assert waits(row) == ["alike", "not-own"], "both sides are told"
    page = text(editor.get(f"/staff/photos/{photo(other).pk}/"))
    assert "Looks like" in page and "Crewel Cushion, blue vine (KZ09)" in page
    told = photo(row)
    editor.post(f"/staff/photos/{told.pk}/accept/", {"version": told.version, "problem": ["alike"]})
    assert waits(row) == []


def test_the_queue_has_no_drafts_and_what_waits_longest_comes_first(editor: Client) -> None:
    catalogue.propose(as_draft(cushion(kind="copper", answers={}, photo_keys=(kept(dark()),))))
    first = catalogue.propose(cushion(photo_keys=(kept(blurred()),)))
    second = catalogue.propose(cushion(kind="willow", answers={}, photo_keys=(kept(good()),)))
    ListingPhoto.objects.filter(listing=second.id).update(came_at=clock.now() - timedelta(days=3))
    page = text(editor.get("/staff/photos/"))
    assert page.index("Willow") < page.index("Crewel embroidery")
    assert "1 waits for more than two days" in page and "Copper" not in page
    assert "Crewel" in text(editor.get("/staff/photos/?wait=blurred&group=kz09"))
    for odd in ("?page=999", "?page=x", "?wait=magic", "?group=%25"):
        assert editor.get(f"/staff/photos/{odd}").status_code == 200
    assert photo(first).waits == ["consent", "blurred", "alt"]
    draft = ListingPhoto.objects.get(listing__stage="draft")
    assert editor.get(f"/staff/photos/{draft.pk}/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in EDITORS])
def test_no_other_role_comes_to_the_desk(role: Role) -> None:
    open_house()
    one = photo(catalogue.propose(cushion(photo_keys=(kept(good()),))))
    stranger = browser(role, name=f"Somebody {role}")
    with nothing_changes():
        for answer in (
            stranger.get("/staff/photos/"), stranger.get(f"/staff/photos/{one.pk}/"),
            stranger.get(f"/staff/photos/{one.pk}/shown/480/"), say(stranger, one, alt_en="x"),
            better(stranger, one, turns=1), yes(stranger, one),
            stranger.post("/staff/photos/consents/1/withdraw/"),
        ):  # fmt: skip
            assert answer.status_code == 403


def test_a_picture_that_the_store_took_before_we_were_cut_off_is_not_sent_twice(editor: Client) -> None:
    row = sold(kept(good(1)), kept(good(5)))
    one = photo(row)
    better(editor, one, turns=2)
    deliver()
    after = in_the_store(row)
    carried = photo(row)
    ListingPhoto.objects.filter(pk=one.pk).update(
        media_id="",
        carried_key="",
        under_way_key=carried.carried_key,
        media_before=[media for _alt, media in after if media != carried.media_id],
    )
    carry_photos(listing_id=row.id)
    assert in_the_store(row) == after
    assert photo(row).media_id == carried.media_id and photo(row).media_before is None
    with nothing_changes():
        carry_photos(listing_id=row.id)
    assert picture_bytes(key_of(rendition_url(ProductMedia.objects.get(sort_order=0).key, 256)))


def test_an_act_tells_the_store_once(editor: Client) -> None:
    row = sold(kept(good()))
    say(editor, photo(row), **WORDS)
    say(editor, photo(row), **WORDS)
    told = OutboxMessage.objects.filter(name="ListingPictured")
    assert [each.payload for each in told] == [{"listing_id": row.id, "group": "KZ09"}]
