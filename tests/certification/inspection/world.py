"""An inspector with a visit to make, and what she sends."""

import uuid
from datetime import timedelta
from io import BytesIO

from django.test import Client
from PIL import Image

import certification.standards.facade as standards
from certification.cases.facade import Case, apply, assign, complete
from certification.inspection.models import Visit
from certification.inspection.states import VisitState
from jkrlm.kernel import clock, relay
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import User
from tests.certification.cases.world import People, good_value, lot_wish, version_of

VISITS = "/staff/certification/visits/"
QUANTITY = 500


def photograph(colour: str = "teal", size: tuple[int, int] = (800, 600)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def case_of(people: People, kind: str = "saffron", *, quantity: int = QUANTITY, **changes: object) -> Case:
    """A batch that the inspector was given; saffron goes on to the laboratory."""
    case = apply(lot_wish(people, kind, quantity, **changes), people.seller)
    complete(case.number, people.officer)
    assigned = assign(case.number, people.inspector.pk, people.officer)
    relay.drain()
    return assigned


def visit_of_case(case: Case) -> Visit:
    return Visit.objects.get(case_number=case.number, state=VisitState.OPEN)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def asked(case: Case) -> tuple[standards.Parameter, ...]:
    return version_of(case.kind).parameters_from("inspection")


def photos_asked(case: Case) -> list[str]:
    version = version_of(case.kind)
    return [each.code for each in version.evidence if each.kind == "photo" and each.required]


def report(case: Case, photos: dict[str, str], **changes: object) -> dict[str, object]:
    """What the phone sends; ``photos``: file → what it shows."""
    version = version_of(case.kind)
    began = clock.now() - timedelta(hours=3)
    return {
        "key": str(uuid.uuid4()),
        "outcome": "seen",
        "started_at": began.isoformat(),
        "ended_at": (began + timedelta(minutes=70)).isoformat(),
        "sent_at": clock.now().isoformat(),
        "note": "Looms seen",
        "place": {"latitude": "34.031200", "longitude": "74.720100", "accuracy_m": 14},
        "answers": {each.code: {"value": good_value(version, each), "note": ""} for each in asked(case)},
        "photos": [
            {"file": file, "code": code, "taken_at": began.isoformat(), "place": None}
            for file, code in photos.items()
        ],
        "nonconforming": "0",
        "seal": f"JK-{uuid.uuid4().int % 10**8:08d}",
        "sample_quantity": "25",
        "sample_unit": "g",
        **changes,
    }


def send_photo(client: Client, visit: Visit, user: User, *, file: str = "", data: bytes | None = None):
    file = file or str(uuid.uuid4())
    answer = client.post(
        f"{VISITS}{visit.pk}/files/{file}/",
        data or photograph(),
        content_type="image/jpeg",
        headers={"X-Umeed-Person": str(user.pk)},
    )
    return file, answer


def photos_sent(client: Client, visit: Visit, user: User, case: Case) -> dict[str, str]:
    """Send a photograph for each that is asked for; return file → what it shows."""
    found = {}
    for code in [*photos_asked(case), ""]:
        file, answer = send_photo(client, visit, user)
        assert answer.status_code == 201
        found[file] = code
    return found


def send(client: Client, visit: Visit, user: User, body: dict[str, object]):
    return client.post(
        f"{VISITS}{visit.pk}/report/",
        body,
        content_type="application/json",
        headers={"X-Umeed-Person": str(user.pk)},
    )


def visited(people: People, kind: str = "saffron", **changes: object) -> Case:
    """A case whose visit was made and sent; its sample is on the way."""
    case = case_of(people, kind)
    visit, client = visit_of_case(case), signed_in(people.inspector)
    body = report(case, photos_sent(client, visit, people.inspector, case), **changes)
    answer = send(client, visit, people.inspector, body)
    assert answer.status_code == 200, answer.content
    relay.drain()
    return case
