"""Tokens for programs: one's own are made and revoked, an administrator revokes anybody's and makes nobody's."""

import re

import pytest
from django.test import Client

from jkrlm.kernel import clock
from jkrlm.people.facade import STAFF_ROLES, Role, make_token
from jkrlm.people.models import ApiToken, AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.certification.inspection.world import signed_in
from tests.common.buyer import text
from tests.registry.world import somebody

pytestmark = pytest.mark.django_db
AT = "/staff/tokens/"


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_she_makes_one_reads_it_once_and_revokes_it(role: Role) -> None:
    user = somebody("Shabnam Ara", role)
    client = signed_in(user)
    assert "None." in text(client.get(AT))
    made = client.post(AT, {"name": "Ledger of the office", "days": "90"})
    assert made.status_code == 200 and "no-store" in made["Cache-Control"]
    (plain,) = re.findall(r"umt_[\w-]{43}", made.content.decode())
    assert plain not in client.get(AT).content.decode()
    (row,) = ApiToken.objects.all()
    assert (row.user, row.name, (row.expires_at - row.made_at).days) == (user, "Ledger of the office", 90)
    for _time in range(2):
        assert client.post(f"{AT}{row.pk}/revoke/").status_code == 302
    assert AuditEntry.objects.filter(verb="token.revoke").count() == 1
    assert "Revoked" in text(client.get(AT))


@pytest.mark.parametrize(
    "given", [{}, {"name": "", "days": "90"}, {"name": "x", "days": "7"}, {"name": "x" * 81, "days": "30"}]
)
def test_what_cannot_be_is_refused_with_what_was_typed(given: dict[str, str]) -> None:
    client = signed_in(somebody("Shabnam Ara", Role.OFFICER))
    with nothing_changes():
        assert client.post(AT, given).status_code == 422


def test_nobody_has_more_than_twenty() -> None:
    user = somebody("Shabnam Ara", Role.OFFICER)
    for _each in range(20):
        make_token(user=user, name="x", days=30, now=clock.now())
    client = signed_in(user)
    with nothing_changes():
        answer = client.post(AT, {"name": "one more", "days": "30"})
    assert answer.status_code == 422 and "You have 20 tokens" in text(answer)


def test_anothers_is_revoked_by_an_administrator_alone() -> None:
    officer, colleague = somebody("Shabnam Ara", Role.OFFICER), somebody("Nighat Dar", Role.OFFICER)
    make_token(user=officer, name="Ledger", days=30, now=clock.now())
    (row,) = ApiToken.objects.all()
    stranger = signed_in(colleague)
    with nothing_changes():
        assert stranger.post(f"{AT}{row.pk}/revoke/").status_code == 404
    assert "Ledger" not in text(stranger.get(AT))
    admin = signed_in(somebody("Ada Min", Role.ADMINISTRATOR))
    assert "Ledger" in text(admin.get(AT)) and "Shabnam Ara" in text(admin.get(AT))
    assert admin.post(f"{AT}{row.pk}/revoke/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    with nothing_changes():
        assert Client().post(AT, {"name": "x", "days": "30"}).status_code == 302
