"""The desks of the staff, for stories that pass through them."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalogue.facade import Listing
from catalogue.models import Listing as ListingRow
from jkrlm.kernel.clock import today
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role
from sellers.payouts.models import Batch, Transfer
from sellers.payouts.services.build_batch import build_batch
from sellers.registry import models as registry
from tests.common.live import at_rest
from tests.payouts.test_results import HEAD
from tests.payouts.world import account_row
from tests.registry.world import somebody

PAYOUTS = "/staff/payouts/"
TYPED = {
    "title": "Crewel Cushion, blue vine",
    "title_hi": "क्रूएल कुशन",
    "title_ur": "کریول کشن",
    "description": "Wool on cotton.",
    "description_hi": "",
    "description_ur": "",
    "hsn": "63049299",
    "weight_grams": "650",
    "dims_cm": "42 x 42 x 3",
    "attr-fabric": "cotton",
    "attr-colour": "ivory and blue",
    "words": "",
}


class Staff:
    """``[Role]`` is somebody of that role before a browser."""

    def __init__(self) -> None:
        self.users = {
            role: somebody(f"Staff {role.value}", role)
            for role in (Role.EDITOR, Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
        }
        self._clients: dict[Role, Client] = {}

    def __getitem__(self, role: Role) -> Client:
        if role not in self._clients:
            client = Client()
            client.force_login(self.users[role], backend=DEMO_BACKEND)
            self._clients[role] = client
        return self._clients[role]

    def admit(self, code: str, number: str = "0042040500012345") -> None:
        """The group is approved for selling and has a bank account in use."""
        group = registry.Group.objects.get(code=code)
        checker = self.users[Role.FINANCE_CHECKER]
        registry.Onboarding.objects.update_or_create(
            group=group, defaults={"state": "approved", "approved_by": checker}
        )
        people = {"maker": self.users[Role.FINANCE_MAKER], "checker": checker}
        account_row(group, number, people).save()


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def approve_goods(editor: Client, listing: Listing, **changes: str) -> None:
    """The editor writes the texts and says yes; the store has it when all is at rest."""
    version = ListingRow.objects.values_list("version", flat=True).get(pk=listing.id)
    given = {**TYPED, "kind": listing.kind, "version": version, "act": "approve", **changes}
    answer = editor.post(f"/staff/goods/{listing.id}/", given)
    assert answer.status_code == 302, answer.content.decode()
    at_rest()


def deliver(logistics: Client, code: str) -> None:
    """It arrived today."""
    page = logistics.get(f"/staff/orders/parcels/{code}/delivered/")
    given = {"delivered_on": today().isoformat(), "key": hidden(page, "key")}
    answer = logistics.post(f"/staff/orders/parcels/{code}/delivered/", given)
    assert answer.status_code == 302, answer.content.decode()
    at_rest()


def pay(staff: Staff) -> list[Transfer]:
    """One batch: made, approved by another, sent to the bank, and the bank's file taken in."""
    maker, checker = staff[Role.FINANCE_MAKER], staff[Role.FINANCE_CHECKER]
    made = maker.post(f"{PAYOUTS}build/", {"key": hidden(maker.get(PAYOUTS), "key")})
    assert made.status_code == 302, made.content.decode()
    batch = Batch.objects.latest("pk")
    build_batch(batch_id=batch.pk)
    page = checker.get(made.url)
    checker.post(f"{made.url}approve/", {"total": hidden(page, "total"), "without": ""})
    batch.refresh_from_db()
    assert batch.state == "approved"
    maker.post(f"{made.url}file/", {"format": "neft-csv"})
    sent = list(Transfer.objects.filter(batch=batch).order_by("row"))
    rows = [f"{each.reference},Paid,{each.amount},JAKAN{each.pk:011d},{today():%d/%m/%Y}," for each in sent]
    file = SimpleUploadedFile("results.csv", "\n".join((HEAD, *rows)).encode())
    taken = maker.post(f"{PAYOUTS}results/", {"format": "result-csv", "file": file})
    assert taken.status_code == 302, taken.content.decode()
    maker.post(f"{taken.url}apply/")
    at_rest()
    for each in sent:
        each.refresh_from_db()
    return sent
