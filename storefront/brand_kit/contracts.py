"""What is printed of one piece of goods."""

from dataclasses import dataclass


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
