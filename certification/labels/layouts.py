"""Sheets and rolls, in millimetres, and how large a QR code can be on them. Pure."""

from dataclasses import dataclass
from typing import Final

from certification.labels.errors import LabelTooSmall

#: GS1's smallest module of a QR code that a phone reads from a product.
MODULE_MM_MIN: Final = 0.396
#: Beyond this a larger module helps nobody.
MODULE_MM_MAX: Final = 0.75
#: The line with the code under the QR.
CODE_MM: Final = 3.0


@dataclass(frozen=True, slots=True)
class Layout:
    """
    A sheet, or a roll whose page is one label. ``inset`` keeps print off the label's edge.

    ``has_text``: there is room beside the QR for the goods, grade and lot.
    """

    key: str
    title: str
    page_width: float
    page_height: float
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    inset: float
    has_text: bool

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    def module_mm(self, side: int) -> float:
        """
        Return how large a module of a code of ``side`` modules (quiet zone included) is printed.

        Raises:
            LabelTooSmall: smaller than a phone can read.
        """
        room = min(self.height - 2 * self.inset - CODE_MM, self.width - 2 * self.inset)
        module = min(room / side, MODULE_MM_MAX)
        if module < MODULE_MM_MIN:
            raise LabelTooSmall(
                f"The address makes a QR code of {side} modules, which would be {module:.2f} mm each on"
                f" “{self.title}”; phones need {MODULE_MM_MIN} mm. Choose a larger label.",
                field="layout",
            )
        return module


LAYOUTS: Final = {
    layout.key: layout
    for layout in (
        Layout("a4-24", "A4 sheet, 24 labels of 70 × 37 mm", 210, 297, 3, 8, 70, 37, 0, 0.5, 4.5, True),
        Layout(
            "a4-40", "A4 sheet, 40 labels of 52.5 × 29.7 mm", 210, 297, 4, 10, 52.5, 29.7, 0, 0, 3.5, True
        ),
        Layout("roll-30x20", "Roll, 30 × 20 mm", 30, 20, 1, 1, 30, 20, 0, 0, 0.3, False),
        Layout("roll-50x30", "Roll, 50 × 30 mm", 50, 30, 1, 1, 50, 30, 0, 0, 2, True),
    )
}
