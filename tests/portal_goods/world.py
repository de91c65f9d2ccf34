"""Kanihama's women with their phones, and what they add."""

import json
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from uuid import UUID, uuid4

from django.test import Client
from PIL import Image

from catalogue.facade import Listing, listings_of
from jkrlm.people.facade import User
from sellers.portal.models import KeptFile, Means
from sellers.portal.services.mandates import record_mandate
from sellers.tax.facade import load_demo_registrations, load_reference_data
from tests.common.kept import kept
from tests.portal.world import CRP, LONE, SHARED, Phone, Village, open_village
from tests.registry.world import NOW, TODAY

ADD = "/sell/products/new/"
GOODS = "/sell/products/"


def photograph(colour: str = "teal", size: tuple[int, int] = (640, 480)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def recording(seconds: int = 1) -> bytes:
    """A WAV file of silence."""
    import wave

    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000 * seconds))
    return out.getvalue()


def upload(data: bytes, name: str = "photo.jpg") -> BytesIO:
    file = BytesIO(data)
    file.name = name
    return file


@dataclass
class Women:
    village: Village
    haseena: Client
    shameema: Client
    dilshada: Client
    crp: Client

    def id_of(self, name: str) -> int:
        return self.village.people[name]


@kept
def _houses() -> tuple[Village, list[SimpleCookie]]:
    village = open_village()
    load_reference_data()
    load_demo_registrations()
    phones = []
    for name in ("Haseena Begum", "Shameema Akhter"):
        phone = Phone(SHARED).trust()
        assert phone.choose(village.people[name]).status_code == 302
        phones.append(phone)
    return village, [each.client.cookies for each in (*phones, Phone(LONE).trust(), Phone(CRP).trust())]


def open_houses() -> Women:
    """Four phones: two women of Kanihama (one shared number, two sessions), one of Harwan, the helper's."""
    village, cookies = _houses()
    clients = [Client() for _each in cookies]
    for client, held in zip(clients, cookies, strict=True):
        client.cookies = held
    return Women(village, *clients)


def agree(women: Women, name: str = "Haseena Begum", code: str = "KZ09") -> int:
    """A member lets the helper act for her; returns the mandate."""
    return record_mandate(
        group_code=code,
        helper_id=women.id_of("Shazia Bano"),
        member_id=women.id_of(name),
        means=Means.SIGNED,
        words="I agree.",
        language="en",
        actor=User.objects.get(name="Shazia Bano"),
        on=TODAY,
        now=NOW,
    )


def form(**changes: object) -> dict[str, object]:
    """What a browser without JavaScript sends for cushions: a kind without certificate or licence."""
    return {
        "key": str(uuid4()),
        "group": "",
        "kind": "crewel",
        "price": "1,450",
        "quantity": "3",
        "stock_kind": "batch",
        "lead_days": "3",
        "words": "Blue vine, chain stitch.",
        "photo": upload(photograph()),
        **changes,
    }


def values(**changes: object) -> dict[str, object]:
    """What a phone kept."""
    return {
        "kind": "crewel",
        "price": "1450",
        "quantity": "3",
        "stock_kind": "batch",
        "lead_days": "3",
        "words": "Blue vine.",
        "answers": {"textile.colour": "blue"},
        "variants": [],
        "group": "KZ09",
        "draft": "",
        "voice": "",
        **changes,
    }


def arrives(client: Client, person: int, path: str, body: object, content_type: str = "application/json"):
    data = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(
        f"{GOODS}{path}", data=data, content_type=content_type, headers={"X-Umeed-Person": str(person)}
    )


def file_arrives(client: Client, person: int, draft: UUID, file: UUID, data: bytes, kind: str = "image/jpeg"):
    return arrives(client, person, f"drafts/{draft}/files/{file}/?group=KZ09", data, kind)


def goods_of(*codes: str, person: int | None = None) -> tuple[Listing, ...]:
    return listings_of(codes or ("KZ09",), person_id=person)


def kept() -> int:
    return KeptFile.objects.count()
