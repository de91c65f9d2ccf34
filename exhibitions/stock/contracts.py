"""What crosses the door of stock."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Goods:
    """
    What of a variant stands at an exhibition: counted in, less sold, less sent back. Below nought where tills
    sold without network what was sold already. ``serials`` are the codes of labels on pieces that are there.
    """

    variant_id: str
    sku: str
    product_id: str
    group_code: str
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sold:
    """
    ``quantity`` pieces of a variant on a bill; ``serials`` name as many of them as bear labels. ``in_store``:
    the store has the line in its order.
    """

    variant_id: str
    quantity: int
    serials: tuple[str, ...] = ()
    in_store: bool = True


@dataclass(frozen=True, slots=True)
class Short:
    """
    Sold, and not there: so many of a variant; or one labelled piece, ``serial``, that is not here.
    """

    variant_id: str
    quantity: int
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes into a consignment."""

    variant_id: str
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """
    What was found of a line: whole pieces, and damaged ones beside them; ``serials`` are labels on whole
    pieces, ``damaged_serials`` those on damaged ones.
    """

    line_id: int
    good: int
    damaged: int = 0
    serials: tuple[str, ...] = ()
    damaged_serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupGoods:
    """Totals of one group at one exhibition, in pieces."""

    group_code: str
    counted_in: int
    sold: int
    back: int
    lost: int
    there: int
    on_the_way: int
    differences: int


@dataclass(frozen=True, slots=True)
class ConsignmentView:
    """``pieces`` is the last count of what is whole; ``differences`` are those that nobody settled."""

    number: str
    exhibition_code: str
    group_code: str
    direction: str
    state: str
    pieces: int
    differences: int
    opened_at: datetime
    changed_at: datetime
