"""A buyer without a browser: reads the pages' forms and sends them back, as a phone without JavaScript does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx


@dataclass
class Control:
    name: str
    value: str
    kind: str
    checked: bool = False
    disabled: bool = False


@dataclass
class Form:
    """A form as it stands in the page: where it goes, and what it would send."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def values(self, given: dict[str, str]) -> dict[str, str]:
        """Return what is sent: hidden and typed values, the given ones, the first choice of each open question."""
        sent: dict[str, str] = {}
        for control in self.controls:
            if not control.name or control.disabled or control.kind in ("submit", "button"):
                continue
            if control.kind in ("radio", "checkbox"):
                if control.checked:
                    sent[control.name] = control.value
            else:
                sent[control.name] = control.value
        for control in self.controls:
            if control.kind == "radio" and not control.disabled and control.name:
                sent.setdefault(control.name, control.value)
        return {**sent, **given}

    def button(self, name: str) -> dict[str, str]:
        """Return name and value of a submit button by its name."""
        for control in self.controls:
            if control.kind == "submit" and control.name == name:
                return {control.name: control.value}
        return {}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._select: Control | None = None
        self._has_option = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
            if "id" in given:
                self._by_id[given["id"]] = self._form
            return
        form = self._by_id.get(given.get("form", "")) or self._form
        if form is None:
            return
        if tag in ("input", "button", "textarea"):
            default = {"input": "text", "button": "submit", "textarea": "text"}[tag]
            form.controls.append(
                Control(
                    given.get("name", ""),
                    given.get("value", "on" if given.get("type") == "checkbox" else ""),
                    given.get("type", default),
                    "checked" in given,
                    "disabled" in given,
                )
            )
        elif tag == "select":
            self._select = Control(given.get("name", ""), "", "select", disabled="disabled" in given)
            self._has_option = False
            form.controls.append(self._select)
        elif tag == "option" and self._select is not None:
            if "selected" in given or not self._has_option:
                self._select.value = given.get("value", "")
            self._has_option = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None


def forms(answer: httpx.Response) -> list[Form]:
    parser = _Forms()
    parser.feed(answer.text)
    return parser.forms


def form(answer: httpx.Response, action: str) -> Form:
    """Return the first form whose address contains ``action``."""
    for found in forms(answer):
        if action in urljoin(str(answer.url), found.action):
            return found
    raise AssertionError(f"no form to {action} on {answer.url}: {answer.status_code} {answer.text[:300]}")


GOOD_CARD = "4242424242424242"


class Buyer:
    """Somebody without an account, buying."""

    contact = {
        "phone": "9419012345",
        "email": "buyer@example.com",
        "pin": "190001",
        "name": "Aarif Wani",
        "line1": "12 Residency Road",
        "line2": "Near the Bund",
        "city": "Srinagar",
    }

    def __init__(self, url: str, **contact: str) -> None:
        self.url = url
        self.web = httpx.Client(base_url=url, follow_redirects=True, timeout=40)
        self.contact = {**self.contact, **contact}

    def send(
        self, answer: httpx.Response, action: str, given: dict[str, str] | None = None
    ) -> httpx.Response:
        found = form(answer, action)
        address = urljoin(str(answer.url), found.action)
        return self.web.request(found.method.upper(), address, data=found.values(given or {}))

    def add(self, slug: str, quantity: int = 1) -> httpx.Response:
        page = self.web.get(f"/products/{slug}/")
        page.raise_for_status()
        return self.send(page, "/cart/add/", {"quantity": str(quantity)})

    def check_pin(self) -> httpx.Response:
        """Type everything and press Check; returns the page with parcels, prices and ways to pay."""
        page = self.web.get("/checkout/")
        sent = form(page, "/checkout/").values(self.contact)
        return self.web.post("/checkout/pin/", data=sent)

    def place(self, page: httpx.Response, method: str) -> httpx.Response:
        """Place the order; returns where the shop sends the buyer: the pay page or the order page."""
        return self.send(page, "/checkout/place/", {**self.contact, "method": method})

    def pay(self, pay_page: httpx.Response, card: str = GOOD_CARD, **controls: str) -> httpx.Response:
        """Fill in the hosted pay page and come back to the shop; ``controls`` are the demonstration's."""
        host = urlsplit(str(pay_page.url)).netloc
        assert host != urlsplit(self.url).netloc, f"not on the pay page: {pay_page.url} {pay_page.text[:500]}"
        found = form(pay_page, "/pay/")
        typed = {"number": card, "expiry": "12 / 34", "cvc": "123", **controls}
        return self.web.post(urljoin(str(pay_page.url), found.action), data=found.values(typed))

    def at_bank(self, bank_page: httpx.Response, decision: str) -> httpx.Response:
        """Answer the bank's question (3-D Secure): "approve", or anything else."""
        found = form(bank_page, "/bank")
        address = urljoin(str(bank_page.url), found.action)
        return self.web.post(address, data=found.values({"decision": decision}))

    def buy(self, slug: str, method: str) -> httpx.Response:
        """Do all of it; returns the order page."""
        self.add(slug)
        answer = self.place(self.check_pin(), method)
        return self.pay(answer) if method == "stripe" else answer
