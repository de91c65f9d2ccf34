"""
The brand's rules for what is printed, in one place. Lengths in millimetres.

Colours and faces are those of every document (media/documents/library/umeed.typ), which mirror the shop's
tokens.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: A phone reads a code of 33 modules (with its quiet zone) from this width on at arm's length.
QR_MM_MIN: Final = 16
#: Printers cut a little beside the line: colour goes on so far beyond it.
BLEED_MM: Final = 3
#: No word comes nearer to a cut than this.
SAFE_MM: Final = 4
#: Below this nobody reads by the light of a stall.
TEXT_PT_MIN: Final = 6
#: A share picture: square, as the messengers show it.
SHARE_PX: Final = 1080
SHARE_PT: Final = 540
#: The longest side of a picture on paper: 300 dots an inch across 100 mm.
PICTURE_PX: Final = 1200

#: On one paper: a book of so many with their pictures is ready before its reader gives up. At most 100, which
#: the store answers with at once.
MOST_PIECES: Final = 96
MOST_COPIES: Final = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cards of one size on A4; ``left`` and ``top`` are the margins, ``gap_x`` stands between columns."""

    name: Promise
    icon: str
    width: float
    height: float
    columns: int
    rows: int
    page_width: float
    page_height: float
    gap_x: float = 0
    has_picture: bool = False

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    @property
    def left(self) -> float:
        """Return the margin that centres the columns."""
        used = self.columns * self.width + (self.columns - 1) * self.gap_x
        return round((self.page_width - used) / 2, 3)

    @property
    def top(self) -> float:
        return round((self.page_height - self.rows * self.height) / 2, 3)


SHEETS: Final[dict[str, Sheet]] = {
    "hang-tag": Sheet(_("Hang-tags"), "label", 55, 90, 3, 3, 210, 297),
    "shelf-card": Sheet(_("Shelf cards"), "shop", 140, 97, 2, 2, 297, 210, has_picture=True),
    "sticker": Sheet(_("Stickers"), "label", 63.5, 38.1, 3, 7, 210, 297, gap_x=2.5),
}

#: What whoever prints by other means keeps to; shown on the kit's page.
RULES: Final = (
    _("The leaf and the name stay together, in madder or in white on madder. Nothing else is drawn on them."),
    _("The group’s own name stands on every card: who made it is told before whose shop it is."),
    _("“Certified” stands only where a certificate is in force, and its code leads to the certificate."),
    _("A code is at least 16 mm wide, black on white, with white around it."),
    _("No word comes nearer to a cut edge than 4 mm; colour goes 3 mm beyond it."),
    _("A price on paper is the shop’s price of the day it was printed."),
)
