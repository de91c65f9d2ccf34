"""Pictures of the buyer's way for the README, taken by the tests where UPDATE_PICTURES asks for them."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img"
STEPS = ("listing", "product", "checkout", "order")
DESK_SIZE, PHONE_SIZE, GAP = (640, 450), (314, 725), 16

_taken: dict[str, Image.Image] = {}


def picture(page: Page, name: str) -> None:
    """Remember what the window shows, from the top of the page; one for each step and width."""
    if os.environ.get("UPDATE_PICTURES"):
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_load_state("networkidle")
        width = page.viewport_size["width"] if page.viewport_size else 0
        _taken[f"{name}-{width}"] = Image.open(BytesIO(page.screenshot()))


def compose(phone: int, desk: int) -> None:
    """Lay the steps side by side into docs/img/shop.png, once every step was seen at both widths."""
    if any(f"{step}-{width}" not in _taken for step in STEPS for width in (phone, desk)):
        return
    across = 2 * DESK_SIZE[0] + 3 * GAP
    sheet = Image.new("RGB", (across, 2 * DESK_SIZE[1] + PHONE_SIZE[1] + 4 * GAP), "#D9CBB6")
    for place, step in enumerate(STEPS):
        row, column = divmod(place, 2)
        at = (GAP + column * (DESK_SIZE[0] + GAP), GAP + row * (DESK_SIZE[1] + GAP))
        sheet.paste(_taken[f"{step}-{desk}"].convert("RGB").resize(DESK_SIZE, Image.Resampling.LANCZOS), at)
        below = (GAP + place * ((across - GAP) // 4), 3 * GAP + 2 * DESK_SIZE[1])
        sheet.paste(
            _taken[f"{step}-{phone}"].convert("RGB").resize(PHONE_SIZE, Image.Resampling.LANCZOS), below
        )
    FOLDER.mkdir(parents=True, exist_ok=True)
    sheet.quantize(256, dither=Image.Dither.NONE).save(FOLDER / "shop.png", optimize=True)
