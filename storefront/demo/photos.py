"""The demo's photographs at the desk: dark, blurred, in yellow light, a good one, one of two pieces."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from catalogue.facade import (
    Described,
    ListingWish,
    Yes,
    describe_photo,
    listings_of,
    make_photo_better,
    photos_of,
    propose,
    record_photo_consent,
)
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User
from media.facade import make_recipe, store_picture
from sellers.registry.facade import roll

GROUP: Final = "KZ09"
PICTURES: Final = Path(__file__).parent / "pictures"
KEY: Final = "demo-photo-{}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Goods in checking; ``stock`` is the kind of stock, ``own``: she says that it is this very piece."""

    name: str
    kind: str
    price: str
    picture: str
    stock: str = "batch"
    own: bool = False


#: The last is sold as the only one of its kind with the photograph of another.
_PIECES: Final = (
    _Piece("dark", "crewel", "3900", "dark-and-sideways"),
    _Piece("blurred", "crewel", "1250", "blurred"),
    _Piece("yellow", "crewel", "1600", "yellow-light"),
    _Piece("good", "basohli-painting", "5200", "good", "one-of-a-kind", own=True),
    _Piece("shared", "basohli-painting", "5400", "good", "one-of-a-kind"),
)
_GOOD: Final = Described(
    alt_en="White pavilion with three coloured doors between two trees, on yellow, within a red border",
    alt_hi="दो पेड़ों के बीच तीन रंगीन दरवाज़ों वाला सफ़ेद मंडप, पीली ज़मीन पर, फूलों वाले लाल किनारे में",
    alt_ur="دو درختوں کے بیچ تین رنگین دروازوں والا سفید منڈپ، پیلی زمین پر، پھولوں والے سرخ کنارے میں",
    shows="this-piece",
    people="nobody",
)


def load_demo_photos(editor: User) -> None:
    """Propose the pieces once; the good one is described, the yellow one whitened, with somebody's yes."""
    member = next(
        (each for each in roll([GROUP], on=clock.today()) if each.name.startswith("Shameema")), None
    )
    if member is None:
        return
    there = {each.key: each for each in listings_of((GROUP,), person_id=member.person_id)}
    for piece in _PIECES:
        key = KEY.format(piece.name)
        if key in there:
            continue
        data = (PICTURES / f"{piece.picture}.webp").read_bytes()
        made = propose(
            ListingWish(
                key=key,
                group_code=GROUP,
                person_id=member.person_id,
                kind=piece.kind,
                price=Money(Decimal(piece.price), "INR"),
                stock_kind=piece.stock,
                words="(sample)",
                photo_keys=(store_picture(data, private=True, owner=GROUP).key,),
                this_piece=piece.own,
            )
        )
        if piece.name in ("good", "yellow"):
            _desk(made.id, piece.name, editor)


def _desk(listing_id: int, name: str, editor: User) -> None:
    (photo,) = photos_of(listing_id)
    if name == "good":
        describe_photo(photo_id=photo.id, version=photo.version, said=_GOOD, actor=editor, now=clock.now())
        return
    make_photo_better(
        photo_id=photo.id,
        version=photo.version,
        recipe=make_recipe(turns=0, crop=(60, 60, 940, 940), white="auto", exposure=1, levels=True),
        actor=editor,
        now=clock.now(),
    )
    record_photo_consent(
        photo_id=photo.id,
        yes=Yes(
            key=KEY.format("yes"),
            who="Rafiqa Jan (sample)",
            said_by="Rafiqa Jan (sample)",
            means="paper",
            evidence="Form 7, folder at the Budgam hub (sample)",
            given_on=clock.today() - timedelta(days=9),
        ),
        actor=editor,
        now=clock.now(),
        today=clock.today(),
    )
