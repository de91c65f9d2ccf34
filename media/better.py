"""The part of the door that deals with making pictures better; ``media.facade`` hands it out."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from media import files
from media.answers import away, not_changed
from media.cards import forget_cards
from media.errors import FilesUnavailable, PictureUnknown
from media.models import PictureEdit, StoredPicture
from media.recipes import BadRecipe, Press, Recipe
from media.recipes import pressed as _pressed
from media.rules import KEY, stored_name
from media.services import edit_picture as editing
from media.services.withdraw_picture import withdraw_picture

#: Below this mean brightness (0–255) nothing is made out on a phone in the sun.
DARK: Final = 55
#: Below this variance of its edges at 512 pixels a photograph is shaken, or nothing in it is sharp.
BLURRED: Final = 60

Trouble = Literal["dark", "blurred", ""]


def trouble_of(light: int | None, sharp: int | None) -> Trouble:
    """
    Return what is wrong with a photograph: light first, because what is dark has no edges either.

    The phone judges alike (``goods-picture.js``). Nothing is said of one that was never measured.
    """
    if light is not None and light < DARK:
        return "dark"
    if sharp is not None and sharp < BLURRED:
        return "blurred"
    return ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a kept picture; ``original`` is its own key where it is as it came."""

    key: str
    original: str
    recipe: Recipe
    light: int | None
    sharp: int | None
    width: int
    height: int

    @property
    def trouble(self) -> Trouble:
        return trouble_of(self.light, self.sharp)


def seen_of(keys: Collection[str]) -> dict[str, Seen]:
    """Return what is known of pictures, by key; unknown ones are left out. Two queries."""
    rows = StoredPicture.objects.filter(key__in=set(keys)).only("light", "sharp", "width", "height")
    edits = {
        each.picture_id: each for each in PictureEdit.objects.filter(picture__in=[row.key for row in rows])
    }
    found = {}
    for row in rows:
        edit = edits.get(row.key)
        recipe = editing.read_recipe(edit.recipe) if edit is not None else Recipe()
        original = edit.original_id if edit is not None else row.key
        found[row.key] = Seen(row.key, original, recipe, row.light, row.sharp, row.width, row.height)
    return found


def originals_of(keys: Collection[str]) -> frozenset[str]:
    """Return the pictures, as they came, of which edits among these were made. One query."""
    rows = PictureEdit.objects.filter(picture__in=set(keys)).values_list("original_id", flat=True)
    return frozenset(rows)


def made_of(key: str) -> frozenset[str]:
    """Return a picture, as it came, and all that were ever made of it. One query."""
    return frozenset({key, *PictureEdit.objects.filter(original=key).values_list("picture_id", flat=True)})


def same_pictures(keys: Collection[str]) -> frozenset[str]:
    """
    Return these keys and those of all pictures that are equal to one of them, pixel by pixel.

    What is kept is written anew without anything but pixels; so uploads that differ only in what a camera or
    a messenger wrote beside them (EXIF, a thumbnail, a date) are one file under two keys. Equal are those
    that show the same way up. Pictures of an earlier version are known here after media_catch_up.
    """
    hashes = StoredPicture.objects.filter(key__in=set(keys)).exclude(file_hash="").values("file_hash")
    equal = StoredPicture.objects.filter(file_hash__in=set(hashes.values_list("file_hash", flat=True)))
    return frozenset(keys) | frozenset(equal.values_list("key", flat=True))


def read_recipe(words: str) -> Recipe:
    """
    Read a recipe that somebody sent.

    Raises:
        RecipeRefused: it is none; the sentence says what to mend.
    """
    return editing.read_recipe(words)


def press(recipe: Recipe, button: str, *, width: int, height: int) -> Recipe:
    """
    Return the recipe after a press; ``width`` and ``height`` are of the picture as it came.

    Raises:
        RecipeRefused: there is no such button.
    """
    try:
        return _pressed(recipe, button, width=width, height=height)
    except BadRecipe as bad:
        raise editing.refused("words") from bad


def make_recipe(
    *,
    turns: int,
    crop: tuple[int, int, int, int] | None,
    white: Literal["auto"] | tuple[int, int] | None,
    exposure: int,
    levels: bool,
) -> Recipe:
    """
    Raises:
        RecipeRefused: a number is outside of its bounds; the sentence says which.
    """
    try:
        return Recipe(turns, crop, white, exposure, levels)
    except BadRecipe as bad:
        raise editing.refused(str(bad)) from bad


def edit(key: str, recipe: Recipe) -> Seen:
    """
    Return the picture that a recipe makes of the original of ``key``; an empty recipe: the original.

    Raises:
        PictureUnknown, RecipeRefused, FilesUnavailable.
    """
    made = editing.edit_picture(picture=_row(key), recipe=recipe)
    return seen_of([made.key])[made.key]


def preview_answer(request: HttpRequest, key: str, recipe: Recipe, side: int) -> HttpResponseBase:
    """
    Answer with a small JPEG of what a recipe would make, to a reader whom the caller's view has let in.

    Raises:
        PictureUnknown, RecipeRefused.
    """
    row = _row(key)
    etag = f'"{key[:32]}-{recipe.words}-{side}"'
    response = not_changed(request, etag)
    if response is None:
        try:
            data = editing.preview(picture=row, recipe=recipe, side=side)
        except FilesUnavailable as unavailable:
            return away(unavailable)
        response = HttpResponse(data, content_type="image/jpeg")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def withdraw(key: str) -> bool:
    """
    Let nobody have a picture, nor the shop's copy of it, at a public address; say whether anybody could.
    Cards for sharing, on which it may be, are drawn anew.

    Staff may still look at it. The same bytes published again are for everybody again.

    Raises:
        PictureUnknown: nothing is kept under this key.
        FilesUnavailable: storage does not answer; the same call again ends it.
    """
    row = _row(key)
    # The copy has the same sides: where no such picture is left, no file of an earlier version is read.
    left = StoredPicture.objects.filter(
        Q(is_private=False) | Q(is_leaving=True), width=row.width, height=row.height
    )
    if not left.exists():
        return False
    found = list(left.filter(key__in={row.key, copy_for_shop(key)}))
    withdrawn = [withdraw_picture(picture=each) for each in found]
    if found:
        forget_cards()
        StoredPicture.objects.filter(key__in=[each.key for each in found], is_private=True).update(
            is_leaving=False
        )
    return any(withdrawn)


def copy_for_shop(key: str) -> str:
    """
    Return the key that the same bytes have once they are published.

    Raises:
        PictureUnknown: nothing is kept under this key, or its file is gone.
    """
    row = _row(key)
    if row.file_hash:
        return row.file_hash
    try:
        data = files.read(stored_name(key, "original", row.image_format, private=row.is_private))
    except FileNotFoundError as error:
        raise PictureUnknown("The picture's file is missing.", field="key") from error
    return hashlib.sha256(data).hexdigest()


def _row(key: str) -> StoredPicture:
    row = StoredPicture.objects.filter(key=key).first() if KEY.fullmatch(key) else None
    if row is None:
        raise PictureUnknown(f"No picture has the key {key[:70]}.", field="key")
    return row


__all__ = [
    "Press",
    "Recipe",
    "Seen",
    "Trouble",
    "copy_for_shop",
    "edit",
    "made_of",
    "make_recipe",
    "originals_of",
    "press",
    "preview_answer",
    "read_recipe",
    "same_pictures",
    "seen_of",
    "trouble_of",
    "withdraw",
]
