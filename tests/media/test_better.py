"""A photograph is made better by a recipe: always from the picture as it came, the same twice, and taken back."""

import io
import resource
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from jkrlm.kernel import clock
from media import facade, files
from media.models import PictureEdit, StoredPicture
from media.recipes import PRESSES, BadRecipe, Recipe, pressed, recipe_of, turned
from media.rules import stored_name
from tests.photos.samples import jpeg, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def original_bytes(key: str) -> bytes:
    return facade.picture_bytes(key)


def pixels(key: str) -> Image.Image:
    return Image.open(io.BytesIO(facade.picture_bytes(key))).convert("RGB")


#: Light in four corners, so that it can be told which way up a picture stands.
def corners() -> bytes:
    image = Image.new("RGB", (300, 200), (90, 90, 90))
    image.paste((220, 40, 40), (0, 0, 150, 100))
    image.paste((40, 220, 40), (150, 0, 300, 100))
    image.paste((40, 40, 220), (0, 100, 150, 200))
    return jpeg(image)


def test_turned_cut_whitened_and_lighter_all_from_the_original() -> None:
    came = facade.store_picture(corners(), private=True, owner="KZ09")
    before = original_bytes(came.key)
    quarter = facade.edit(came.key, Recipe(turns=1))
    assert (quarter.width, quarter.height, quarter.original) == (200, 300, came.key)
    red, green, blue = (pixels(quarter.key).getpixel(at) for at in ((180, 20), (180, 280), (20, 20)))
    assert (red[0] > 150, green[1] > 150, blue[2] > 150) == (True, True, True)

    cut = facade.edit(quarter.key, Recipe(turns=1, crop=(500, 0, 1000, 500)))
    assert (cut.width, cut.height, cut.original) == (100, 150, came.key), (
        "edits of an edit start at the original"
    )
    assert all(
        abs(value - wanted) < 12
        for value, wanted in zip(pixels(cut.key).getpixel((50, 75)), (220, 40, 40), strict=True)
    )

    dark = facade.store_picture(jpeg(Image.new("RGB", (100, 100), (60, 60, 60))))
    light = facade.edit(dark.key, Recipe(exposure=3))
    assert pixels(light.key).getpixel((50, 50))[0] == pytest.approx(85, abs=2), "one stop is twice the light"
    yellow = facade.store_picture(jpeg(Image.new("RGB", (100, 100), (200, 180, 140))))
    assert spread(pixels(yellow.key)) > 50
    assert spread(pixels(facade.edit(yellow.key, Recipe(white=(500, 500))).key)) <= 3
    assert spread(pixels(facade.edit(yellow.key, Recipe(white="auto")).key)) < 30
    faint = facade.store_picture(jpeg(scene(4).point(lambda v: 90 + v // 4)))
    low, high = pixels(facade.edit(faint.key, Recipe(levels=True)).key).convert("L").getextrema()
    assert (low < 45, high > 225) == (True, True)
    assert original_bytes(came.key) == before


def spread(image: Image.Image) -> int:
    middle = image.getpixel((50, 50))
    return max(middle) - min(middle)


recipes = st.builds(
    Recipe,
    turns=st.integers(0, 3),
    crop=st.none()
    | st.tuples(
        *(st.integers(0, 900) for _two in range(2)), *(st.integers(100, 1000) for _two in range(2))
    ).filter(lambda box: box[2] - box[0] >= 100 and box[3] - box[1] >= 100),
    white=st.none() | st.just("auto") | st.tuples(st.integers(0, 1000), st.integers(0, 1000)),
    exposure=st.integers(-6, 6),
    levels=st.booleans(),
)


@given(recipe=recipes)
@settings(max_examples=200, deadline=None)
def test_a_recipe_is_read_as_it_was_written_and_four_turns_are_none(recipe: Recipe) -> None:
    assert recipe_of(recipe.words) == recipe
    assert turned(turned(turned(turned(recipe)))) == recipe
    assert pressed(recipe, "undo", width=640, height=480) == Recipe()
    for press in PRESSES:
        after = pressed(recipe, press, width=640, height=480)
        assert recipe_of(after.words) == after


@given(recipe=recipes)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_recipe_gives_the_same_bytes_twice_and_undo_the_originals(recipe: Recipe) -> None:
    came = facade.store_picture(jpeg(scene(7, (160, 120))), private=True)
    before = original_bytes(came.key)
    first = facade.edit(came.key, recipe)
    made = original_bytes(first.key)
    row = StoredPicture.objects.get(pk=first.key)
    if recipe.words:
        files.storage_of("private-pictures/").delete(
            stored_name(first.key, "original", row.image_format, private=True)
        )
    again = facade.edit(first.key, recipe)
    assert (again.key, original_bytes(again.key)) == (first.key, made)
    assert (first.width, first.height) == recipe.shape(160, 120)
    undone = facade.edit(first.key, Recipe())
    assert (undone.key, original_bytes(undone.key)) == (came.key, before)
    assert facade.seen_of([first.key])[first.key].recipe == recipe


@pytest.mark.parametrize(
    "words",
    [
        "t4", "t1t1", "c0-0-50-1000", "c900-0-100-1000", "c0-0-1001-1000", "w1001-0", "e7", "e0", "e-7", "l.t1", ".t1", "t1.",
        "c0-0-1000", "x", "t1\n", "t١", "../../etc/passwd", "t1;rm", "c" + "9" * 60, "e٣", "c00-0-500-500", "t0",
    ],
)  # fmt: skip
def test_hostile_recipes_are_refused_with_a_sentence_and_make_nothing(words: str) -> None:
    came = facade.store_picture(corners())
    kept = StoredPicture.objects.count()
    with pytest.raises(facade.RecipeRefused) as refused:
        facade.read_recipe(words)
    assert refused.value.message.endswith(".") and len(refused.value.message) > 30
    assert (StoredPicture.objects.count(), PictureEdit.objects.count()) == (kept, 0)
    assert facade.edit(came.key, Recipe()).key == came.key


def test_what_is_cut_to_nothing_is_refused() -> None:
    tiny = facade.store_picture(jpeg(Image.new("RGB", (20, 20), "teal")))
    with pytest.raises(facade.RecipeRefused, match="Draw a larger piece"):
        facade.edit(tiny.key, Recipe(crop=(0, 0, 200, 200)))
    with pytest.raises(BadRecipe):
        Recipe(exposure=99)
    assert PictureEdit.objects.count() == 0


def test_the_database_keeps_edits_off_edits_and_unchanged() -> None:
    came = facade.store_picture(corners())
    made = facade.edit(came.key, Recipe(turns=2))
    other = facade.store_picture(jpeg(scene(3)))
    for statement in (
        f"UPDATE media_pictureedit SET recipe = 't1' WHERE picture_id = '{made.key}'",
        f"INSERT INTO media_pictureedit VALUES ('{other.key}', 't3', now(), '{made.key}')",
    ):
        with pytest.raises(DatabaseError, match="edit"), transaction.atomic():
            connection.cursor().execute(
                statement.replace("VALUES", "(picture_id, recipe, made_at, original_id) VALUES")
            )
    assert PictureEdit.objects.count() == 1


def test_a_withdrawn_picture_is_for_nobody_and_comes_back_when_published_again(client, uploads: Path) -> None:
    came = facade.store_picture(jpeg(scene(5)), private=True, owner="KZ09")
    data = facade.picture_bytes(came.key)
    shop = facade.store_picture(data)
    address = facade.rendition_url(shop.key, 256)
    facade.make_renditions(shop.key)
    (uploads / "cards" / "ab").mkdir(parents=True)
    (uploads / "cards" / "ab" / "ab.jpg").write_bytes(b"her face, in our frame")
    assert client.get(address).status_code == 200
    assert facade.copy_for_shop(came.key) == shop.key
    assert facade.withdraw(came.key) is True
    assert client.get(address).status_code == 404
    assert client.get(shop.url).status_code == 404
    assert [path for path in (uploads / "pictures").rglob("*") if path.is_file()] == []
    assert not (uploads / "cards" / "ab" / "ab.jpg").exists()
    assert facade.picture_bytes(came.key) == data
    assert facade.withdraw(came.key) is False
    assert facade.store_picture(data).key == shop.key
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("cut", ["media.better.forget_cards", "media.services.withdraw_picture._delete"])
def test_a_withdrawal_that_was_cut_off_is_ended_by_the_next_try(
    client, uploads: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    came = facade.store_picture(jpeg(scene(5)), private=True, owner="KZ09")
    shop = facade.store_picture(facade.picture_bytes(came.key))
    facade.make_renditions(shop.key)
    card = uploads / "cards" / "ab" / "ab.jpg"
    card.parent.mkdir(parents=True)
    card.write_bytes(b"her face, in our frame")

    def away(*_given: object, **_named: object) -> None:
        raise facade.FilesUnavailable("The storage does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(cut, away)
        with pytest.raises(facade.FilesUnavailable):
            facade.withdraw(came.key)
    assert client.get(facade.rendition_url(shop.key, 256)).status_code == 404
    assert card.exists()
    facade.withdraw(came.key)
    assert not card.exists()
    assert [path for path in (uploads / "pictures").rglob("*") if path.is_file()] == []
    card.write_bytes(b"drawn anew")
    assert facade.withdraw(came.key) is False and card.exists(), "ended once"


def test_a_photo_is_not_changed_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media.services.edit_picture.EDITS_A_DAY", 2)
    came = facade.store_picture(jpeg(scene(7, (160, 120))), private=True)
    first = facade.edit(came.key, Recipe(turns=1))
    facade.edit(first.key, Recipe(turns=2))
    with pytest.raises(facade.RecipeRefused, match="changed 2 times within a day"):
        facade.edit(came.key, Recipe(turns=3))
    assert PictureEdit.objects.count() == 2
    assert facade.edit(came.key, Recipe(turns=1)).key == first.key, "what was made is there"
    assert facade.edit(came.key, Recipe()).key == came.key
    other = facade.store_picture(jpeg(scene(8, (160, 120))), private=True)
    facade.edit(other.key, Recipe(turns=3))
    monkeypatch.setattr(
        "media.services.edit_picture.clock.now", lambda now=clock.now: now() + timedelta(days=1, seconds=1)
    )
    assert facade.edit(came.key, Recipe(turns=3)).original == came.key


def test_dark_and_blurred_are_told_and_a_good_one_is_not() -> None:
    good = facade.store_picture(jpeg(scene(9, fine=True)))
    dark = facade.store_picture(jpeg(scene(9, fine=True).point(lambda v: v // 5)))
    blurred = facade.store_picture(jpeg(scene(9, fine=True).filter(ImageFilter.GaussianBlur(12))))
    found = facade.seen_of([good.key, dark.key, blurred.key])
    assert [found[each.key].trouble for each in (good, dark, blurred)] == ["", "dark", "blurred"]
    lighter = facade.edit(dark.key, Recipe(exposure=6, levels=True))
    assert lighter.trouble == ""
    white = Image.new("RGB", (900, 700), (240, 240, 240))
    assert facade.store_picture(jpeg(white)).sharp == 0, "the picture's own edge is no edge of the goods"


@pytest.mark.slow
def test_an_edit_of_twelve_megapixels_takes_two_seconds_of_the_child() -> None:
    came = facade.store_picture(jpeg(scene(11, (4000, 3000), fine=True)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    import time

    began = time.monotonic()
    facade.edit(came.key, Recipe(turns=1, crop=(50, 50, 950, 950), white="auto", exposure=2, levels=True))
    took = time.monotonic() - began
    print(
        f"edit of 12 megapixels: {took:.2f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_utime - before:.2f} s here"
    )
    assert took < 10
