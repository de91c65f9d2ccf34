"""Make a picture better by a recipe, always from the picture as it came."""

import hashlib
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import clock
from media import files
from media.errors import PictureUnknown, RecipeRefused
from media.looks import bands_of
from media.models import PictureEdit, StoredPicture
from media.recipes import BadRecipe, Recipe, recipe_of
from media.rules import stored_name
from media.tasks import make_renditions
from media.workshop import parent
from media.workshop.parent import Cleaned
from media.workshop.refusal import TOO_SMALL, Refusal

#: Kept of one photograph within a day; without a bound it would fill the disk with what nobody looks at.
EDITS_A_DAY: Final = 40


def edit_picture(*, picture: StoredPicture, recipe: Recipe) -> StoredPicture:
    """
    Return the picture that the recipe makes; an empty recipe gives the picture as it came.

    ``picture`` may be an edit: the recipe is followed from what that was made of. The same again costs
    nothing. It is as private as its original, and takes no space of its owner's.

    Raises:
        RecipeRefused: what is cut out shows nothing, the picture cannot be opened, or it was changed too
            often today.
        FilesUnavailable: too many pictures arrive just now; nothing was made.
        PictureUnknown: the original's file is gone.
    """
    original, _recipe = original_and_recipe(picture)
    if not recipe.words:
        return original
    key = hashlib.sha256(f"edit:{original.key}:{recipe.words}".encode()).hexdigest()
    known = StoredPicture.objects.filter(key=key).first()
    if known is not None and files.exists(
        stored_name(key, "original", known.image_format, private=known.is_private)
    ):
        return known
    if known is None:
        _refuse_too_many(original)
    made = _made(original, recipe, side=0)
    facts = made.facts
    name = stored_name(key, "original", facts["format"], private=original.is_private)
    files.write(name, made.data)
    with transaction.atomic():
        found, created = StoredPicture.objects.get_or_create(
            key=key,
            defaults={
                "image_format": facts["format"],
                "width": facts["width"],
                "height": facts["height"],
                "size_bytes": len(made.data),
                "alt": original.alt,
                "is_private": original.is_private,
                "colour": facts["colour"],
                "light": facts["light"],
                "sharp": facts["sharp"],
                "look": facts["look"],
                "bands": bands_of(facts["look"]),
                "file_hash": hashlib.sha256(made.data).hexdigest(),
                "created_at": clock.now(),
            },
        )
        PictureEdit.objects.get_or_create(
            picture=found,
            defaults={"original": original, "recipe": recipe.words, "made_at": clock.now()},
        )
        if created:
            make_renditions.defer(key=key)
    return found


def preview(*, picture: StoredPicture, recipe: Recipe, side: int) -> bytes:
    """
    Return a small JPEG of what the recipe would make; nothing is kept.

    Raises:
        RecipeRefused, FilesUnavailable, PictureUnknown: as ``edit_picture``.
    """
    original, _recipe = original_and_recipe(picture)
    return _made(original, recipe, side=side).data


def original_and_recipe(picture: StoredPicture) -> tuple[StoredPicture, Recipe]:
    """Return what a picture was made of, and how; itself and an empty recipe where it is as it came."""
    edit = PictureEdit.objects.select_related("original").filter(picture=picture).first()
    return (edit.original, recipe_of(edit.recipe)) if edit is not None else (picture, Recipe())


def read_recipe(words: str) -> Recipe:
    """
    Read a recipe that somebody sent.

    Raises:
        RecipeRefused: it is none; the sentence says what to mend.
    """
    try:
        return recipe_of(words)
    except BadRecipe as bad:
        raise refused(str(bad)) from bad


def refused(what: str) -> RecipeRefused:
    """Return the refusal of one step of a recipe as a sentence."""
    match what:
        case "crop":
            words = _("What is cut out is outside of the picture or too small. Draw a larger piece.")
        case "white":
            words = _("The grey point is outside of the picture. Choose one within it.")
        case "exposure":
            words = _("It can be made lighter or darker by two stops at most.")
        case _:
            words = _("The picture could not be changed like this. Load the page again and press once more.")
    return RecipeRefused(words, field="recipe")


def _refuse_too_many(original: StoredPicture) -> None:
    since = clock.now() - timedelta(days=1)
    if PictureEdit.objects.filter(original=original, made_at__gt=since).count() >= EDITS_A_DAY:
        raise RecipeRefused(
            _(
                "This photo was changed %(most)d times within a day. Leave it as it came, or change it again "
                "tomorrow."
            )
            % {"most": EDITS_A_DAY},
            field="recipe",
        )


def _made(original: StoredPicture, recipe: Recipe, *, side: int) -> Cleaned:
    name = stored_name(original.key, "original", original.image_format, private=original.is_private)
    try:
        return parent.cleaned("better", files.read(name), recipe=recipe.words, side=side)
    except FileNotFoundError as error:
        raise PictureUnknown("The picture's original is missing in storage.", field="key") from error
    except Refusal as why:
        raise refused("crop" if why.why == TOO_SMALL else "words") from why
