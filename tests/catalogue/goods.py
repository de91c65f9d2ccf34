"""A group that may sell, a seller, an editor, and goods on their way from her phone into the store."""

from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

from PIL import Image

from catalogue import facade as catalogue
from catalogue.contracts_listings import Listing, ListingWish
from catalogue.services.decide import Text, approve
from jkrlm.kernel import clock, relay
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, User, grant_role
from media.facade import store_picture, store_voice
from sellers.registry import models as registry
from tests.common.kept import kept
from tests.registry.world import open_registry


def rupees(amount: str) -> Money:
    return Money(Decimal(amount), "INR")


SHAMEEMA = 501
RAFIQA = 502
#: The shortest WAV that plays: a second of silence at 8 kHz.
SILENCE = (
    b"RIFF" + (36 + 8000).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    + (1).to_bytes(2, "little") + (1).to_bytes(2, "little") + (8000).to_bytes(4, "little")
    + (8000).to_bytes(4, "little") + (1).to_bytes(2, "little") + (8).to_bytes(2, "little")
    + b"data" + (8000).to_bytes(4, "little") + b"\x80" * 8000
)  # fmt: skip


@dataclass(frozen=True)
class Someone:
    """A ``By`` of a story."""

    actor: str = "person:1"
    on_behalf_of: str = ""


SELLER = Someone("person:41")


def photo(colour: str = "teal", *, width: int = 640) -> str:
    """Return the key of a photograph of this colour."""
    image = BytesIO()
    Image.new("RGB", (width, 480), colour).save(image, "JPEG")
    return store_picture(image.getvalue(), private=True).key


def spoken() -> str:
    """Return the key of a voice note."""
    return store_voice(SILENCE).key


def cushion(**changes: object) -> ListingWish:
    """Return what a seller of KZ09 sends of a crewel cushion: no licence, no certificate needed."""
    facts: dict[str, object] = {
        "key": str(uuid4()),
        "group_code": "KZ09",
        "person_id": SHAMEEMA,
        "kind": "crewel",
        "price": rupees("1450"),
        "quantity": 3,
        "words": "Wool on cotton, my own pattern.",
        "photo_keys": changes.get("photo_keys") or (photo(),),
        "answers": {"fabric": "cotton", "colour": "ivory and blue"},
    }
    return ListingWish(**{**facts, **changes})  # type: ignore[arg-type]


def as_draft(wish: ListingWish) -> ListingWish:
    return replace(wish, draft=True)


def let_sell(*codes: str) -> None:
    """Approve groups for selling, without the papers that it takes."""
    chair = User.objects.get_or_create(email="chair@umeed.example", defaults={"name": "Chair"})[0]
    for code in codes:
        registry.Onboarding.objects.update_or_create(
            group=registry.Group.objects.get(code=code),
            defaults={"state": "approved", "moved_at": clock.now(), "approved_by": chair},
        )


@kept
def open_house(*, approved: tuple[str, ...] = ("KZ09", "KZ11")) -> None:
    """A provisioned store and two groups that may sell."""
    open_registry()
    let_sell(*approved)
    catalogue.provision()


def editor(name: str = "Rukhsana Bano") -> User:
    user = User.objects.create_user(email=f"{name.split()[0].lower()}@umeed.example", name=name)
    grant_role(user, Role.EDITOR)
    return user


def text(**changes: object) -> Text:
    facts: dict[str, object] = {
        "kind": "crewel",
        "title": "Crewel Cushion, blue vine",
        "title_hi": "क्रूएल कुशन",
        "title_ur": "کریول کشن",
        "description": "Wool on cotton.\nThe pattern is her own.",
        "description_hi": "",
        "description_ur": "",
        "hsn": "63049299",
        "weight_grams": 650,
        "dims_cm": "42x42x3",
        "facts": {"fabric": "cotton", "colour": "ivory and blue"},
    }
    return Text(**{**facts, **changes})  # type: ignore[arg-type]


def deliver() -> None:
    """Let every reaction run until nothing waits."""
    for _round in range(20):
        if not relay.deliver_pending(limit=100):
            return


def approved(wish: ListingWish, *, by: User | None = None, **changes: object) -> Listing:
    """Return goods that were sent and approved; the store has not heard of them yet."""
    sent = catalogue.propose(wish)
    approve(
        listing_id=sent.id,
        version=sent.version,
        text=text(kind=wish.kind, **changes),
        actor=by or editor(f"Editor{uuid4().hex[:6]} Jan"),
        now=clock.now(),
    )
    return mine(sent.id)


def on_sale(wish: ListingWish, **changes: object) -> Listing:
    """Return goods that were approved and that the store has."""
    row = approved(wish, **changes)
    deliver()
    return mine(row.id)


def mine(listing_id: int, *, group: str = "KZ09", person: int = SHAMEEMA) -> Listing:
    return catalogue.listing(listing_id, group_codes=[group], person_id=person)
