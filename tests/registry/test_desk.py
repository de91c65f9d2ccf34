"""The staff's desk of groups: found, seen, changed by those who may, and by nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role
from sellers.registry import models, tasks
from sellers.registry.facade import group, members, upsert_groups
from sellers.registry.services import bank
from sellers.registry.services.licences import record_licence
from sellers.registry.web.acts import ACTS, DESK, KEEPERS
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.registry.test_bank_accounts import NUMBER, propose
from tests.registry.world import NOW, STORY, enrol, harwan, kanihama, open_registry, somebody

pytestmark = pytest.mark.django_db

STRANGERS = [role for role in Role if role not in DESK]


def browser(*roles: Role, name: str = "") -> Client:
    client = Client()
    user = somebody(name or f"Person {'-'.join(roles)}", *roles)
    client.force_login(user, backend=DEMO_BACKEND)
    client.user = user
    return client


@pytest.fixture
def editor() -> Client:
    open_registry()
    return browser(Role.EDITOR, name="Rukhsana Bano")


def shown(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return text(answer)


def sent(client: Client, act: str, of: int = 0, /, code: str = "KZ09", **given: object):
    address = f"/staff/sellers/{code}/{act}/" + (f"{of}/" if of else "")
    return client.post(address, given)


def day() -> str:
    return clock.today().isoformat()


def test_a_group_is_found_by_whatever_is_remembered_of_it(editor):
    models.Group.objects.filter(code="KZ11").update(mission_code="JK0042/17")

    def found(**asked):
        return re.findall(
            r'scope="row"><a href="/staff/sellers/(\w+)/"',
            editor.get("/staff/sellers/", asked).content.decode(),
        )

    assert found() == ["KZ11", "KZ09"]
    for words in ("kanihama", "KZ09", "tuji shg", "कनिहामा", "narbal", "budgam", "kani narbal"):
        assert found(q=words) == ["KZ09"], words
    assert found(q="jk0042/17") == ["KZ11"]
    assert found(district="Srinagar") == ["KZ11"]
    assert found(district="Srinagar", q="kanihama") == []
    assert found(state="approved") == []
    assert found(state="none") == ["KZ11", "KZ09"]
    for odd in ("%", "_", "'; drop table", "\\", "a" * 500):
        assert found(q=odd) == []
    assert found(state="magic", after="x") == ["KZ11", "KZ09"]


def test_pages_of_the_list_join_without_gap_or_repetition(editor):
    upsert_groups(
        kanihama(code=f"GX{number:03d}", name="Roshni SHG", name_hi="", name_ur="") for number in range(120)
    )
    seen: list[str] = []
    address = "/staff/sellers/?q=roshni"
    while address:
        page = editor.get(address).content.decode()
        seen += re.findall(r'scope="row"><a href="/staff/sellers/(\w+)/"', page)
        following = re.search(r'href="(\?[^"]*after=\d+)" rel="next"', page)
        address = "/staff/sellers/" + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 120
    assert len(set(seen)) == 120


def test_the_page_of_a_group_asks_as_much_of_a_large_one_as_of_a_small_one(
    editor, django_assert_max_num_queries
):
    enrol(count=2)
    with django_assert_max_num_queries(45):
        shown(editor.get("/staff/sellers/KZ09/"))
    enrol(code="KZ11", count=12, leader="Mehbooba Jan")
    with django_assert_max_num_queries(45):
        shown(editor.get("/staff/sellers/KZ11/"))


def test_an_unknown_group_file_or_federation_is_not_found(editor):
    for path in (
        "XX99/",
        "XX99/transfer/",
        "KZ09/magic/",
        "imports/99/",
        "imports/99/faults.csv",
        "federations/99/",
    ):
        assert editor.get(f"/staff/sellers/{path}").status_code == 404, path


def test_every_act_shows_its_form_to_those_who_may(editor):
    clients = {role: browser(role) for role in DESK}
    for name, act in ACTS.items():
        for role, client in clients.items():
            answer = client.get(f"/staff/sellers/KZ09/{name}/1/")
            assert answer.status_code == (200 if role in act.roles else 403), (name, role)


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_of_every_role_is_refused_and_nothing_changes(role):
    open_registry()
    stranger = browser(role)
    addresses = [
        "",
        "imports/",
        "federations/1/",
        "KZ09/",
        "KZ09/audit/",
        *(f"KZ09/{name}/" for name in ACTS),
    ]
    with nothing_changes():
        for path in addresses:
            assert stranger.get(f"/staff/sellers/{path}").status_code == 403, path
            assert stranger.post(f"/staff/sellers/{path}", {"words": "x"}).status_code in (403, 405), path


def test_finance_sees_groups_and_changes_accounts_only(editor):
    maker = browser(Role.FINANCE_MAKER)
    with nothing_changes():
        for name, act in ACTS.items():
            if Role.FINANCE_MAKER not in act.roles:
                assert sent(maker, name, words="x").status_code == 403, name
        assert maker.post("/staff/sellers/imports/", {}).status_code == 403
        assert maker.get("/staff/sellers/KZ09/audit/").status_code == 403
    assert "Transfer" not in shown(maker.get("/staff/sellers/KZ09/"))


def test_a_group_is_transferred_with_a_hand_over_note(editor):
    wrong = sent(editor, "transfer", village_organisation="Zabarwn VO", federation="", on=day(), note="x")
    assert wrong.status_code == 422
    assert "no village organisation of this name" in text(wrong)
    done = sent(
        editor,
        "transfer",
        village_organisation="Zabarwan VO",
        federation="Narbal Hunar CLF",
        on=day(),
        note="Two orders are being packed",
        may_be_new="on",
    )
    assert done.status_code == 302
    page = shown(editor.get("/staff/sellers/KZ09/"))
    assert "Zabarwan VO" in page
    assert "Two orders are being packed" in page
    assert "Kani Waaf VO" in page
    assert group("KZ09").village_organisation == "Zabarwan VO"


def test_the_roll_a_helper_a_licence_and_the_story_are_kept_at_the_desk(editor):
    assert (
        sent(editor, "member", name="Haseena Begum", phone="94190 00001", role="leader", on=day()).status_code
        == 302
    )
    assert sent(editor, "member", name="", role="leader", on="yesterday").status_code == 422
    membership = members("KZ09", on=clock.today())[0]
    assert (membership.name, membership.phone, membership.role) == (
        "Haseena Begum",
        "+919419000001",
        "leader",
    )
    assert (
        sent(editor, "crp", name="Zareena Akhtar", phone="9419011111", on=day(), note="").status_code == 302
    )
    assert (
        sent(
            editor, "licence", kind="fssai", number="11219999000123", valid_from=day(), last_day=day()
        ).status_code
        == 302
    )
    licence = models.Licence.objects.get()
    assert sent(editor, "verify", licence.pk, how="FoSCoS register").status_code == 302
    assert sent(editor, "verify", licence.pk, how="FoSCoS register").status_code == 422
    assert sent(editor, "story", story=STORY, story_hi="", story_ur="").status_code == 302
    consent = {
        "what": "name",
        "words": "My name may stand there.",
        "language": "ks",
        "means": "spoken",
        "given_on": day(),
    }
    assert sent(editor, "consent", membership.person_id, **consent).status_code == 302
    assert sent(editor, "attest", requirement="told", words="Read the leaflet together").status_code == 302

    page = shown(editor.get("/staff/sellers/KZ09/"))
    for words in (
        "Haseena Begum",
        "Zareena Akhtar",
        "11219999000123",
        "FoSCoS register",
        "sung",
        "My name may stand",
    ):
        assert words in page
    correction = {
        **{
            name: str(getattr(group("KZ09"), name))
            for name in (
                "name",
                "name_hi",
                "name_ur",
                "district",
                "block",
                "village",
                "pincode",
                "members",
                "formed_year",
                "tax_status",
                "gstin",
                "mission_code",
            )
        },
        "why": "visit",
    }
    assert sent(editor, "correct", **{**correction, "pincode": "560034"}).status_code == 422
    assert sent(editor, "correct", **{**correction, "members": "14"}).status_code == 302
    assert group("KZ09").members == 14


def test_two_finance_people_change_an_account_and_the_page_shows_four_digits(editor):
    maker, checker = browser(Role.FINANCE_MAKER), browser(Role.FINANCE_CHECKER)
    given = {
        "ifsc": "JAKA0ABHAMA",
        "number": NUMBER,
        "number_again": NUMBER,
        "holder_name": "Kanihama Tuji SHG",
        "why": "first",
    }
    assert sent(maker, "bank", **{**given, "number_again": "1"}).status_code == 422
    assert models.BankAccount.objects.count() == 0
    assert sent(maker, "bank", **given).status_code == 302
    account = models.BankAccount.objects.get()
    assert "Bank accounts that wait for a second person" in shown(checker.get("/staff/sellers/"))
    assert sent(checker, "bank-approve", account.pk, words="").status_code == 422
    assert sent(checker, "bank-approve", account.pk, words="Passbook seen").status_code == 302
    page = shown(checker.get("/staff/sellers/KZ09/"))
    assert "2345" in page
    assert NUMBER not in page
    assert NUMBER not in text(browser(Role.ADMINISTRATOR).get("/staff/sellers/KZ09/audit/"))
    assert sent(maker, "bank-withdraw", account.pk, words="Mistake").status_code == 302


def test_an_administrator_cannot_approve_her_own_proposal(editor):
    administrator = browser(Role.ADMINISTRATOR)
    account = propose(administrator.user)
    with nothing_changes():
        refused = sent(administrator, "bank-approve", account, words="Seen")
    assert refused.status_code == 422
    assert "ask a second person" in text(refused)


def test_what_a_refused_form_held_is_still_in_it_but_never_the_account_number_of_another(editor):
    maker = browser(Role.FINANCE_MAKER)
    propose(maker.user, code="KZ11", ifsc="JAKA0AHMADD", holder_name="Harwan Naqqashi SHG")
    given = {
        "ifsc": "JAKA0ABHAMA",
        "number": NUMBER,
        "number_again": NUMBER,
        "holder_name": "K",
        "why": "first",
    }
    refused = sent(maker, "bank", **given)
    assert refused.status_code == 422
    assert "belongs to another group" in text(refused)
    assert "KZ11" not in text(refused)


def test_who_did_what_is_shown_to_administrators(editor):
    record_licence(
        code="KZ09",
        kind="pan",
        number="AAAAK0001K",
        valid_from=clock.today(),
        last_day=None,
        actor=editor.user,
        on_behalf_of="Haseena Begum",
    )
    page = shown(browser(Role.ADMINISTRATOR).get("/staff/sellers/KZ09/audit/"))
    for words in ("licence.record", "Rukhsana Bano", "Haseena Begum"):
        assert words in page
    assert editor.get("/staff/sellers/KZ09/audit/").status_code == 403


def test_officers_of_a_federation_are_appointed(editor):
    federation = models.ClusterLevelFederation.objects.get(name="Narbal Hunar CLF")
    page = f"/staff/sellers/federations/{federation.pk}/"
    given = {"name": "Nasreen Wani", "phone": "", "post": "president", "on": day(), "note": ""}
    assert editor.post(page, {**given, "post": "queen"}).status_code == 422
    assert editor.post(page, given).status_code == 302
    words = shown(editor.get(page))
    assert "Nasreen Wani" in words
    assert "Kanihama Tuji SHG (KZ09)" in words
    checker = browser(Role.FINANCE_CHECKER)
    with nothing_changes():
        assert checker.post(page, given).status_code == 403


def test_the_worker_takes_due_accounts_into_use(editor):
    maker, checker = somebody("Maker"), somebody("Checker")
    account = propose(maker)
    bank.approve_bank_account(
        code="KZ09", account_id=account, words="Seen", actor=checker, now=NOW - timedelta(days=30)
    )
    tasks.take_accounts_into_use(timestamp=0)
    assert models.BankAccount.objects.get().state == "current"


def test_only_keepers_import(editor):
    assert set(KEEPERS) == {Role.EDITOR, Role.ADMINISTRATOR}
    assert browser(Role.FINANCE_CHECKER).get("/staff/sellers/imports/").status_code == 403


def test_pages_hold_no_inline_code(editor):
    enrol(count=2)
    upsert_groups([harwan()])
    for path in ("", "KZ09/", "KZ09/transfer/", "imports/", "KZ09/bank/"):
        client = browser(Role.ADMINISTRATOR, name=f"Admin {path}")
        page = client.get(f"/staff/sellers/{path}")
        assert "unsafe-inline" not in page["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)|style=\"|\bon\w+=\"", page.content.decode()), path


def test_each_member_of_staff_arrives_at_a_desk_with_what_she_may_open(editor):
    for_editor = shown(editor.get("/staff/"))
    assert "Groups" in for_editor
    assert "Dead letters" not in for_editor
    assert editor.get("/staff/events/").status_code == 403
    assert "Dead letters" in shown(browser(Role.ADMINISTRATOR).get("/staff/"))
