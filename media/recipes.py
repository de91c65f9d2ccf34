"""
What is done to a picture to make it better: data, read from words and written as words. No pixels here.

The steps have one order: turned, cut, white, light. Where something lies in the picture is said in per mille
of its width and height after turning. The words are parts with points between them, in that order:
``t1.c0-125-1000-875.wa.e2.l`` is turned once clockwise, cut to the middle, whitened by itself, two thirds of
a stop lighter, and stretched from black to white.
"""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

MOST_EXPOSURE: Final = 6
#: A cut leaves at least so much of each side, in per mille: less shows nothing of the goods.
LEAST_CUT: Final = 100
WHOLE: Final = 1000
MOST_WORDS: Final = 60

Crop = tuple[int, int, int, int]
Point = tuple[int, int]
Press = Literal["turn", "square", "lighter", "darker", "white", "levels", "undo"]
PRESSES: Final[tuple[Press, ...]] = ("turn", "square", "lighter", "darker", "white", "levels", "undo")
#: A press makes it lighter or darker by so many thirds of a stop.
STEP: Final = 2

_WORDS: Final = re.compile(
    r"(?:t(?P<turns>[1-3]))?"
    r"(?:\.?c(?P<crop>\d{1,4}-\d{1,4}-\d{1,4}-\d{1,4}))?"
    r"(?:\.?w(?P<white>a|\d{1,4}-\d{1,4}))?"
    r"(?:\.?e(?P<exposure>-?[1-6]))?"
    r"(?:\.?(?P<levels>l))?",
    re.ASCII,
)


class BadRecipe(ValueError):
    """These words are no recipe; the argument says which step is wrong: crop, white, exposure, words."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    ``turns``: quarters clockwise, 0–3. ``crop``: left, top, right, bottom. ``white``: "auto" (the mean is
    grey), or a point that is grey; None leaves colours alone. ``exposure``: thirds of a stop, −6 to 6.
    ``levels``: the darkest becomes black, the lightest white.

    Raises:
        BadRecipe: a number outside of its bounds.
    """

    turns: int = 0
    crop: Crop | None = None
    white: Literal["auto"] | Point | None = None
    exposure: int = 0
    levels: bool = False

    def __post_init__(self) -> None:
        if self.turns not in (0, 1, 2, 3):
            raise BadRecipe("turns")
        if self.crop is not None:
            left, top, right, bottom = self.crop
            if min(left, top) < 0 or max(right, bottom) > WHOLE:
                raise BadRecipe("crop")
            if right - left < LEAST_CUT or bottom - top < LEAST_CUT:
                raise BadRecipe("crop")
            if self.crop == (0, 0, WHOLE, WHOLE):
                object.__setattr__(self, "crop", None)
        if isinstance(self.white, tuple) and not all(0 <= each <= WHOLE for each in self.white):
            raise BadRecipe("white")
        if not -MOST_EXPOSURE <= self.exposure <= MOST_EXPOSURE:
            raise BadRecipe("exposure")

    @property
    def words(self) -> str:
        """The one way to write it; empty for the picture as it came."""
        parts = []
        if self.turns:
            parts.append(f"t{self.turns}")
        if self.crop is not None:
            parts.append("c" + "-".join(map(str, self.crop)))
        if self.white is not None:
            parts.append("wa" if self.white == "auto" else f"w{self.white[0]}-{self.white[1]}")
        if self.exposure:
            parts.append(f"e{self.exposure}")
        if self.levels:
            parts.append("l")
        return ".".join(parts)

    def shape(self, width: int, height: int) -> tuple[int, int]:
        """Return the pixels of a picture so wide and high when this was done to it."""
        left, top, right, bottom = self.box(width, height)
        return right - left, bottom - top

    def box(self, width: int, height: int) -> Crop:
        """Return what is cut out in pixels of the turned picture, at least one each way."""
        wide, high = (height, width) if self.turns % 2 else (width, height)
        if self.crop is None:
            return 0, 0, wide, high
        left, top, right, bottom = self.crop
        x, y = left * wide // WHOLE, top * high // WHOLE
        return x, y, max(x + 1, -(-right * wide // WHOLE)), max(y + 1, -(-bottom * high // WHOLE))


def recipe_of(words: str) -> Recipe:
    """
    Read a recipe.

    Raises:
        BadRecipe: it is none.
    """
    found = _WORDS.fullmatch(words) if len(words) <= MOST_WORDS and not words.startswith(".") else None
    if found is None:
        raise BadRecipe("words")
    crop = tuple(map(int, found["crop"].split("-"))) if found["crop"] else None
    white: Literal["auto"] | Point | None = None
    if found["white"]:
        x, _dash, y = found["white"].partition("-")
        white = "auto" if x == "a" else (int(x), int(y))
    made = Recipe(
        turns=int(found["turns"] or 0),
        crop=crop,  # type: ignore[arg-type]
        white=white,
        exposure=int(found["exposure"] or 0),
        levels=found["levels"] is not None,
    )
    if crop != (0, 0, WHOLE, WHOLE) and made.words != words:
        raise BadRecipe("words")
    return made


def pressed(recipe: Recipe, press: str, *, width: int, height: int) -> Recipe:
    """
    Return the recipe after a button: what two presses undo is as it was before. ``width`` and ``height`` are
    of the picture as it came.

    Raises:
        BadRecipe: there is no such button.
    """
    match press:
        case "turn":
            return turned(recipe)
        case "square":
            square = _square(recipe, width, height)
            return replace(recipe, crop=None if recipe.crop == square else square)
        case "lighter":
            return replace(recipe, exposure=min(recipe.exposure + STEP, MOST_EXPOSURE))
        case "darker":
            return replace(recipe, exposure=max(recipe.exposure - STEP, -MOST_EXPOSURE))
        case "white":
            return replace(recipe, white=None if recipe.white else "auto")
        case "levels":
            return replace(recipe, levels=not recipe.levels)
        case "undo":
            return Recipe()
        case _:
            raise BadRecipe("words")


def turned(recipe: Recipe) -> Recipe:
    """Return the recipe a quarter further clockwise; what is cut out, and the grey point, turn with it."""
    crop, white = recipe.crop, recipe.white
    if crop is not None:
        left, top, right, bottom = crop
        crop = (WHOLE - bottom, left, WHOLE - top, right)
    if isinstance(white, tuple):
        white = (WHOLE - white[1], white[0])
    return replace(recipe, turns=(recipe.turns + 1) % 4, crop=crop, white=white)


def _square(recipe: Recipe, width: int, height: int) -> Crop:
    wide, high = (height, width) if recipe.turns % 2 else (width, height)
    side = min(wide, high)
    across = max(LEAST_CUT, side * WHOLE // wide)
    down = max(LEAST_CUT, side * WHOLE // high)
    left, top = (WHOLE - across) // 2, (WHOLE - down) // 2
    return left, top, left + across, top + down
