"""Pictures whose pixels are equal are known as such, whatever a camera or a messenger wrote beside them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from PIL import Image, PngImagePlugin

from media.facade import Recipe, edit, same_pictures, store_picture
from media.models import StoredPicture
from tests.media.hostile import photo
from tests.photos.samples import good, jpeg, scene, sent_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def kept(data: bytes, owner: str = "KZ09") -> str:
    return store_picture(data, private=True, owner=owner).key


def test_uploads_that_differ_only_in_what_is_thrown_away_are_equal() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "Sent by a messenger")
    pairs = [
        (good(1), sent_on(good(1))),
        (photo(image_format="PNG"), photo(image_format="PNG", pnginfo=note, compress_level=1)),
    ]
    for one, other in pairs:
        keys = {kept(one), kept(other, owner="KZ11")}
        assert len(keys) == 2
        for key in keys:
            assert same_pictures([key]) == keys


def test_a_changed_pixel_another_quality_and_another_side_up_are_not_equal() -> None:
    image = scene(1)
    own = kept(jpeg(image))
    image.putpixel((600, 450), tuple(255 - value for value in image.getpixel((600, 450))))
    for other in (jpeg(image), jpeg(scene(1), 60), jpeg(scene(1).transpose(Image.Transpose.ROTATE_90))):
        kept(other)
    assert same_pictures([own]) == {own}
    assert same_pictures(["0" * 64]) == {"0" * 64}, "an unknown one is equal to itself"


def test_the_same_edit_of_equal_pictures_is_equal_too() -> None:
    one, other = (edit(kept(data), Recipe(turns=1)) for data in (good(1), sent_on(good(1))))
    assert one.key != other.key
    assert same_pictures([one.key]) == {one.key, other.key}


def test_pictures_of_an_earlier_version_are_known_after_they_were_caught_up() -> None:
    keys = {kept(good(1)), kept(sent_on(good(1)))}
    StoredPicture.objects.update(file_hash="")
    first = min(keys)
    assert same_pictures([first]) == {first}, "nothing is told of those, so they are not equal to each other"
    call_command("media_catch_up", verbosity=0)
    assert same_pictures([first]) == keys


def test_the_database_takes_no_other_hash() -> None:
    key = kept(photo())
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredPicture.objects.filter(pk=key).update(file_hash="ABC")
