"""Pixels after a recipe: turned, cut, white, light. In the child; the same picture gives the same bytes."""

from typing import Any, Final

from PIL import Image

from media.recipes import WHOLE, BadRecipe, Recipe, recipe_of
from media.workshop.picture import encoded, opened, reduced, seen
from media.workshop.refusal import BROKEN, TOO_SMALL, Refusal

#: What is measured for white and levels is measured at this size, however large the picture is.
_MEASURED: Final = 256
#: How far white may pull one colour: a red carpet that fills its picture is to stay red.
_PULL_BY_ITSELF: Final = 1.33
_PULL_BY_POINT: Final = 2.5
#: Of the picture's larger side, the square around a grey point that is looked at, in per mille.
_AROUND: Final = 12
#: So much of the picture may become black or white by levels.
_CUT_OFF: Final = 0.005
_FLOOR: Final = 80
_CEILING: Final = 150
_LEAST_PIXELS: Final = 8

_LINEAR: Final = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in range(256)]


def made_better(data: bytes, words: str, side: int) -> tuple[dict[str, Any], bytes]:
    """
    Return what is known of the picture after the recipe, and the picture; with a ``side`` a small JPEG of it
    for looking at.

    Raises:
        Refusal: the picture cannot be opened, or what is cut out shows nothing.
    """
    try:
        recipe = recipe_of(words)
    except BadRecipe as bad:
        raise Refusal(BROKEN) from bad
    image, image_format = opened(data, side=side * 2) if side else opened(data)
    image = followed(image, recipe)
    if side:
        image = reduced(image, side)
        return {"format": "JPEG", "width": image.width, "height": image.height}, encoded(image, "JPEG")
    facts = {"format": image_format, "width": image.width, "height": image.height}
    return facts | seen(image), encoded(image, image_format, original=True)


def followed(image: Image.Image, recipe: Recipe) -> Image.Image:
    """Raises Refusal: what is cut out shows nothing."""
    wide, high = recipe.shape(image.width, image.height)
    if min(wide, high) < _LEAST_PIXELS:
        raise Refusal(TOO_SMALL, limit=_LEAST_PIXELS)
    box = recipe.box(image.width, image.height)
    turns = {
        1: Image.Transpose.ROTATE_270,
        2: Image.Transpose.ROTATE_180,
        3: Image.Transpose.ROTATE_90,
    }
    if recipe.turns:
        image = image.transpose(turns[recipe.turns])
    gains = _gains(image, recipe, box)
    if recipe.crop is not None:
        image = image.crop(box)
    if gains == (1.0, 1.0, 1.0) and not recipe.exposure and not recipe.levels:
        return image
    stop = 2 ** (recipe.exposure / 3)
    tables = [[_seen_value(_LINEAR[value] * gain * stop) for value in range(256)] for gain in gains]
    if recipe.levels:
        stretch = _stretch(reduced(_bare(image), _MEASURED).point([v for table in tables for v in table]))
        tables = [[stretch[value] for value in table] for table in tables]
    if image.mode == "RGBA":
        tables.append(list(range(256)))
    return image.point([value for table in tables for value in table])


def _seen_value(linear: float) -> int:
    """Return how an amount of light is written in sRGB, 0–255."""
    light = min(max(linear, 0.0), 1.0)
    value = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(value * 255)


def _bare(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")


def _gains(image: Image.Image, recipe: Recipe, box: tuple[int, int, int, int]) -> tuple[float, ...]:
    """Return by how much red, green and blue light is multiplied, so that what should be grey is."""
    if recipe.white is None:
        return 1.0, 1.0, 1.0
    if recipe.white == "auto":
        most, part = _PULL_BY_ITSELF, image.crop(box)
    else:
        most = _PULL_BY_POINT
        x, y = recipe.white[0] * image.width // WHOLE, recipe.white[1] * image.height // WHOLE
        reach = max(1, max(image.size) * _AROUND // WHOLE)
        left, top = max(0, min(x, image.width - 1) - reach), max(0, min(y, image.height - 1) - reach)
        part = image.crop((left, top, min(image.width, x + reach + 1), min(image.height, y + reach + 1)))
    small = reduced(_bare(part), _MEASURED)
    means = []
    for band in small.split():
        counts = band.histogram()
        means.append(sum(_LINEAR[value] * count for value, count in enumerate(counts)) / sum(counts))
    middle = means[1]
    if min(means) < 0.002:
        return 1.0, 1.0, 1.0
    found = [min(max(middle / mean, 1 / most), most) for mean in means]
    # As light as before: only the colours move.
    before = 0.2126 * means[0] + 0.7152 * means[1] + 0.0722 * means[2]
    after = 0.2126 * means[0] * found[0] + 0.7152 * means[1] * found[1] + 0.0722 * means[2] * found[2]
    return tuple(round(gain * before / after, 4) for gain in found)


def _stretch(small: Image.Image) -> list[int]:
    """Return the table that makes the darkest black and the lightest white, within reason."""
    counts = small.convert("L").histogram()
    most = sum(counts) * _CUT_OFF
    low = min(_reached(counts, most), _FLOOR)
    high = max(255 - _reached(counts[::-1], most), _CEILING)
    return [min(255, max(0, round((value - low) * 255 / (high - low)))) for value in range(256)]


def _reached(counts: list[int], most: float) -> int:
    gone = 0.0
    for value, count in enumerate(counts):
        gone += count
        if gone > most:
            return value
    return 255
