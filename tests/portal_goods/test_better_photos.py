"""A woman makes her photographs better and is told what is wrong with them; nothing is ever lost or blocked."""

import pytest
from django.test import Client

from catalogue.facade import ListingState
from catalogue.models import Listing, ListingPhoto
from media.models import PictureEdit
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.photos.samples import blurred, dark, good
from tests.portal_goods.world import ADD, GOODS, Women, arrives, file_arrives, form, goods_of, upload, values

pytestmark = pytest.mark.django_db


def drawn(page) -> dict[str, object]:
    """What a browser sends again of a page: its photographs with their recipes."""
    photos = page.context["photos"]
    return {"photos": [each.ref for each in photos], **{f"recipe-{each.ref}": each.recipe for each in photos}}


def test_without_a_script_buttons_turn_cut_and_whiten_and_what_is_sent_is_edited(women: Women) -> None:
    first = form(photo=upload(dark()), look="1", quantity="7")
    page = women.haseena.post(ADD, first)
    (photo,) = page.context["photos"]
    assert photo.trouble == "dark"
    assert "Photo 1 is too dark." in text(page) and "Go to the window" in text(page)

    again = {**first, **drawn(page), "photo": []}
    again.pop("look")
    for button, recipe in (
        ("turn", "t1"),
        ("square", "t1.c0-125-1000-875"),
        ("lighter", "t1.c0-125-1000-875.e2"),
    ):
        page = women.haseena.post(ADD, {**again, **drawn(page), "press": f"{photo.ref}:{button}"})
        assert (page.status_code, page.context["photos"][0].recipe) == (200, recipe)
    assert 'value="7"' in page.content.decode(), "nothing typed is lost"
    small = women.haseena.get(page.context["photos"][0].url)
    assert (small.status_code, small["Content-Type"], len(small.content) < 30_000) == (
        200,
        "image/jpeg",
        True,
    )
    assert women.dilshada.get(page.context["photos"][0].url).status_code == 404
    assert PictureEdit.objects.count() == 0, "only looked at"

    undone = women.haseena.post(ADD, {**again, **drawn(page), "press": f"{photo.ref}:undo"})
    assert undone.context["photos"][0].recipe == ""
    sent = women.haseena.post(ADD, {**again, **drawn(page)})
    assert sent.status_code == 302
    (listing,) = goods_of()
    one = ListingPhoto.objects.get(listing=listing.id)
    assert listing.photo_keys == (one.shown_key,) and one.shown_key != one.original_key
    assert PictureEdit.objects.get().recipe == "t1.c0-125-1000-875.e2"

    Listing.objects.update(stage="sent-back", reasons=["photo-more"])
    address = f"{GOODS}{listing.id}/"
    page = women.haseena.get(address)
    (photo,) = page.context["photos"]
    assert (photo.recipe, photo.ref) == ("t1.c0-125-1000-875.e2", one.shown_key)
    mended = {**again, **drawn(page), "press": f"{photo.ref}:undo", "key": ""}
    page = women.haseena.post(address, mended)
    assert women.haseena.post(address, {**again, **drawn(page)}).status_code == 302
    (after,) = goods_of()
    assert (after.photo_keys, after.state) == ((one.original_key,), ListingState.CHECKING)


def test_a_phones_recipe_arrives_beside_its_photograph(women: Women) -> None:
    from uuid import uuid4

    person = women.id_of("Haseena Begum")
    draft, file = uuid4(), uuid4()
    assert file_arrives(women.haseena, person, draft, file, good()).status_code == 201
    body = values(
        photos=[str(file)],
        recipes={str(file): "t2.wa.e-2"},
        this_piece="1",
        stock_kind="one-of-a-kind",
        quantity="1",
    )
    for _twice in range(2):
        assert arrives(women.haseena, person, f"drafts/{draft}/", body).status_code == 200
    assert PictureEdit.objects.get().recipe == "t2.wa.e-2"
    (listing,) = goods_of()
    assert listing.this_piece
    assert ListingPhoto.objects.get(listing=listing.id).shows == "this-piece"


@pytest.mark.parametrize(
    "recipe", ["t9", "../../etc/passwd", "c0-0-10-10", "e99", "t1" * 90, "<b>", "w2000-0"]
)
def test_hostile_recipes_are_refused_with_a_sentence_and_lose_nothing(women: Women, recipe: str) -> None:
    from uuid import uuid4

    page = women.haseena.post(ADD, form(photo=upload(good()), look="1"))
    (photo,) = page.context["photos"]
    plain = {
        **form(photo=[]),
        "key": page.context["key"],
        "photos": [photo.ref],
        f"recipe-{photo.ref}": recipe,
    }
    with nothing_changes():
        refused = women.haseena.post(ADD, plain)
        pressed = women.haseena.post(ADD, {**plain, "press": f"{photo.ref}:turn"})
        odd = women.haseena.post(ADD, {**plain, f"recipe-{photo.ref}": "", "press": f"{photo.ref}:explode"})
        nobodys = women.haseena.post(ADD, {**plain, f"recipe-{photo.ref}": "", "press": "x:turn"})
    for answer in (refused, pressed, odd, nobodys):
        assert answer.status_code == 422
        assert len(answer.context["errors"]["photos"]) > 20 and "Blue vine" in answer.content.decode()
    assert women.haseena.get(f"{photo.came}{recipe}").status_code == 404
    person, draft, file = women.id_of("Haseena Begum"), uuid4(), uuid4()
    file_arrives(women.haseena, person, draft, file, good())
    answer = arrives(
        women.haseena, person, f"drafts/{draft}/", values(photos=[str(file)], recipes={str(file): recipe})
    )
    assert answer.status_code == 422 and answer.json()["errors"]["photos"].endswith(".")
    assert goods_of() == ()


def test_a_warning_never_blocks_and_is_said_in_three_languages(women: Women) -> None:
    page = women.haseena.post(ADD, form(photo=upload(blurred()), look="1"))
    assert "Photo 1 is blurred." in text(page) and "touch the picture" in text(page)
    for language in ("hi", "ur"):
        said = women.haseena.post(
            f"/{language}{ADD}", form(photo=upload(blurred()), look="1")
        ).content.decode()
        assert 'class="trouble blurred"' in said and "is blurred" not in said
    assert women.haseena.post(ADD, form(photo=upload(blurred()))).status_code == 302
    assert len(goods_of()) == 1


def test_what_staff_made_better_meanwhile_is_kept_when_she_sends_again(women: Women) -> None:
    from catalogue.facade import make_photo_better, photos_of
    from jkrlm.kernel import clock
    from jkrlm.people.facade import User
    from media.facade import Recipe

    women.haseena.post(ADD, form(photo=upload(good())))
    (listing,) = goods_of()
    page = women.haseena.get(f"{GOODS}{listing.id}/")
    (photo,) = photos_of(listing.id)
    make_photo_better(
        photo_id=photo.id, version=photo.version, recipe=Recipe(turns=1),
        actor=User.objects.get(name="Shazia Bano"), now=clock.now(),
    )  # fmt: skip
    typed = {**form(photo=[], price="1,500"), **drawn(page), "key": ""}
    assert women.haseena.post(f"{GOODS}{listing.id}/", typed).status_code == 302
    (after,) = goods_of()
    assert PictureEdit.objects.get().picture_id == after.photo_keys[0]
    assert isinstance(women.crp, Client)
