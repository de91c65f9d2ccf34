"""What is printed of one piece of goods."""

from dataclasses import dataclass

from storefront.brand_kit.brand import MOST_PIECES


@dataclass(frozen=True, slots=True)
class KitPiece:
    """
    One of the shop's goods in the words of one language.

    ``link`` is where the code on paper leads: the certificate where one is in force (then ``certificate`` is
    its number), else the page in the shop. ``price`` is written out; ``picture_url`` may be empty.
    """

    slug: str
    title: str
    maker: str
    place: str
    price: str
    certificate: str
    grade: str
    gi: bool
    link: str
    picture_url: str
    product_id: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one paper holds, of what may be more: ``page`` counts from 1, ``total`` is how many there are."""

    on_page: tuple[KitPiece, ...] = ()
    page: int = 1
    total: int = 0

    @property
    def first(self) -> int:
        """The number of the first one on this page, among all."""
        return (self.page - 1) * MOST_PIECES + 1

    @property
    def last(self) -> int:
        return self.first + len(self.on_page) - 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // MOST_PIECES))
