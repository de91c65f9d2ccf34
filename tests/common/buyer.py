"""A buyer without script: presses what the pages offer, through Django's test client."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

import httpx
from django.http import HttpResponse
from django.test import Client

ADDRESS = {
    "phone": "98450 12345",
    "email": "ananya@example.in",
    "pin": "560034",
    "name": "Ananya Rao",
    "line1": "12, 4th Cross, 3rd Block",
    "line2": "Near the post office",
    "city": "Bengaluru",
}


def text(response: HttpResponse) -> str:
    """Return a page's words as read: no tags, entities resolved, spaces single."""
    body = response.content.decode()
    main = body[body.index("<main") :] if "<main" in body else body
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def fields(response: HttpResponse, form_id: str = "checkout") -> dict[str, str]:
    """Return what the page's form would send as it stands: hidden fields, texts, pressed radio buttons."""
    body = response.content.decode()
    form = body[body.index(f'<form id="{form_id}"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if attributes.get("type") == "radio" and " checked" not in tag:
            continue
        if "name" in attributes:
            sent[attributes["name"]] = unescape(attributes.get("value", ""))
    sent.pop("csrfmiddlewaretoken", None)
    return sent


@dataclass
class Shopper:
    client: Client = field(default_factory=Client)
    last: HttpResponse | None = None

    def get(self, path: str) -> HttpResponse:
        self.last = self.client.get(path)
        return self.last

    def add(self, variant: str, quantity: object = 1) -> HttpResponse:
        return self.client.post("/cart/add/", {"variant": variant, "quantity": quantity})

    def bag(self) -> str:
        return text(self.get("/cart/"))

    def check_pin(self, **typed: str) -> HttpResponse:
        self.last = self.client.post("/checkout/pin/", ADDRESS | typed)
        return self.last

    def place(self, method: str, **changed: str) -> HttpResponse:
        """Press the button on the page that was last shown."""
        assert self.last is not None
        self.last = self.client.post("/checkout/place/", fields(self.last) | {"method": method} | changed)
        return self.last

    def pay_by_card(self, url: str, card: str = "4242 4242 4242 4242") -> str:
        """Pay on the hosted page; return our own path that it sends the buyer back to."""
        with httpx.Client(timeout=10) as browser:
            page = browser.get(url).text
            secret = re.search('name="secret" value="([^"]+)"', page)
            assert secret, page
            form = {"secret": secret[1], "number": card, "expiry": "12 / 34", "cvc": "123"}
            answer = browser.post(url, data=form)
        assert answer.status_code == 303, answer.text
        back = urlsplit(answer.headers["location"])
        return f"{back.path}?{back.query}"
