"""The photographs of a form: how each is shown, what the buttons under it do, what is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from media.facade import RecipeRefused, edit, press, read_recipe, seen_of
from sellers.portal.web.goods.wish import Sent


@dataclass(frozen=True, slots=True)
class Files:
    """The photographs and the voice note that a form names, found with us."""

    photo_keys: tuple[str, ...]
    voice_key: str
    missing: tuple[str, ...]
    photos_by_ref: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Photo:
    """
    A photograph that is with us; ``ref`` is sent back with the form, ``recipe`` too.

    ``url`` shows it after the recipe, ``came`` as it came. ``trouble``: dark, blurred, or nothing.
    """

    ref: str
    url: str
    came: str = ""
    recipe: str = ""
    trouble: str = ""


def photo_of(ref: str, address: str, key: str, sent: Sent) -> Photo:
    """Return a photograph as the form shows it: ``address`` hands out the picture that ``key`` names."""
    seen = seen_of([key]).get(key)
    if seen is None:
        return Photo(ref, address, address)
    now = seen.recipe.words
    recipe = sent.recipes.get(ref, now)
    shown = address if recipe == now else f"{address}?{urlencode({'recipe': recipe})}"
    # What is made lighter is judged by the phone's eye, or after it was sent.
    trouble = "" if seen.trouble == "dark" and recipe != now else seen.trouble
    return Photo(ref, shown, f"{address}?recipe=", recipe, trouble)


def press_on(sent: Sent, pressed: str, keys: Mapping[str, str]) -> dict[str, str]:
    """
    Do what a button under a photograph says, ``<ref>:<press>``; ``keys`` are media's by ref.

    Returns sentences by field where it cannot be done.
    """
    ref, _colon, button = pressed.partition(":")
    seen = seen_of([keys[ref]]).get(keys[ref]) if ref in keys else None
    if seen is None:
        return {"photos": _("A photo did not arrive. Take it once more.")}
    try:
        recipe = read_recipe(sent.recipes[ref]) if ref in sent.recipes else seen.recipe
        came = seen_of([seen.original])[seen.original]
        sent.recipes[ref] = press(recipe, button, width=came.width, height=came.height).words
    except RecipeRefused as refusal:
        sent.recipes.pop(ref, None)
        return {"photos": refusal.message}
    return {}


def made_better(files: Files, sent: Sent) -> Files:
    """
    Return the files with each photograph after its recipe.

    Raises:
        RecipeRefused, PictureUnknown, FilesUnavailable: the sentence says what to do.
    """
    keys = []
    for ref, key in files.photos_by_ref.items():
        words = sent.recipes.get(ref)
        keys.append(key if words is None else edit(key, read_recipe(words)).key)
    return replace(files, photo_keys=tuple(dict.fromkeys(keys)))
