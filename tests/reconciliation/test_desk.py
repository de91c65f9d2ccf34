"""The desk: who may see and do what, nothing typed is lost, and every number says where it comes from."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role
from sellers.reconciliation.models import BankLine, Match, OpenItem, Proposal, ReconciledDay, StripeDay
from sellers.reconciliation.selectors.items import PAGE
from sellers.reconciliation.services.items import Difference, open_items
from sellers.reconciliation.services.settle_line import rupees as shown_rupees
from sellers.reconciliation.states import ItemKind
from sellers.reconciliation.web.rows import DESK
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.reconciliation.world import (
    DAY,
    checker,
    holds,
    maker,
    match,
    person,
    rupees,
    send_rows,
    two_columns,
    walk,
)

pytestmark = pytest.mark.django_db

HOME = "/staff/reconciliation/"
STRANGERS = [role for role in Role if role not in DESK]


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


@pytest.fixture
def farida() -> Client:
    return browser(maker())


@pytest.fixture
def chitra() -> Client:
    return browser(checker())


@pytest.fixture
def unclaimed(db) -> BankLine:
    send_rows((DAY, 105_000, "RBI1", "GRANT of the ministry"))
    match()
    return BankLine.objects.get()


def upload(client: Client, data: bytes, template: str = "two-columns"):
    return client.post(
        f"{HOME}statements/", {"template": template, "file": SimpleUploadedFile("nov.csv", data)}, follow=True
    )


def form(line: BankLine, **given) -> dict:
    return {"key": str(uuid.uuid4()), "reason": "The ministry wrote", **given}


def addresses(line: BankLine) -> list[str]:
    day = f"{line.day:%Y-%m-%d}"
    return [
        HOME,
        f"{HOME}items/",
        f"{HOME}items/{line.item.pk}/",
        f"{HOME}lines/{line.pk}/",
        f"{HOME}days/{day}/",
        f"{HOME}statements/",
        f"{HOME}statements/{line.file_id}/",
        f"{HOME}statements/{line.file_id}/faults.csv",
    ]


def acts(line: BankLine) -> list[str]:
    day = f"{line.day:%Y-%m-%d}"
    return [
        f"{HOME}items/{line.item.pk}/assign/",
        f"{HOME}items/{line.item.pk}/settle/",
        f"{HOME}lines/{line.pk}/match/",
        f"{HOME}proposals/1/approve/",
        f"{HOME}proposals/1/refuse/",
        f"{HOME}proposals/1/withdraw/",
        f"{HOME}days/{day}/close/",
        f"{HOME}days/{day}/reopen/",
        f"{HOME}days/{day}/fetch/",
        f"{HOME}statements/",
    ]


@pytest.mark.parametrize("role", STRANGERS)
def test_strangers_of_every_role_see_nothing_and_change_nothing(unclaimed, role):
    client = browser(person(f"Some {role}", role))
    with nothing_changes():
        answers = [client.get(each) for each in addresses(unclaimed)] + [
            client.post(each) for each in acts(unclaimed)
        ]

    assert {answer.status_code for answer in answers} == {403}


def test_who_is_not_signed_in_is_led_to_the_door(unclaimed):
    assert {Client().get(each).status_code for each in addresses(unclaimed)} == {302}


def test_the_administrator_reads_and_the_checker_does_not_make(unclaimed, chitra):
    admin = browser(person("Ada Admin", Role.ADMINISTRATOR))
    assert {admin.get(each, follow=True).status_code for each in addresses(unclaimed)} == {200}
    with nothing_changes():
        refused = [admin.post(each).status_code for each in acts(unclaimed)]
        not_hers = [
            chitra.post(f"{HOME}lines/{unclaimed.pk}/match/", form(unclaimed)),
            chitra.post(f"{HOME}days/2026-11-20/close/"),
            chitra.post(f"{HOME}statements/", {}),
        ]
    assert set(refused) == {403}
    assert {answer.status_code for answer in not_hers} == {403}


def test_a_statement_is_sent_and_what_came_in_is_shown(farida):
    rows = walk([(DAY, 105_000, "RBI1", "GRANT"), (DAY, -2_360, "C", "CHARGES")])

    page = text(upload(farida, two_columns(rows).encode()))

    assert "Imported" in page and re.search(r"New 2 Known before 0", page)
    again = text(upload(farida, two_columns(rows).encode()))
    assert "This very file came in before" in again
    assert BankLine.objects.count() == 2


def test_a_faulty_statement_says_row_column_and_remedy_on_the_page_and_as_csv(farida):
    bad = two_columns([]) + '20/11/2026,x,=cmd(),,"1,2",5\r\n'

    answer = upload(farida, bad.encode())

    page = text(answer)
    assert "Nothing of this file came in." in page
    assert "2 in 1,2 This is no amount. Write it like 1,23,456.00" in page
    csv = farida.get(answer.redirect_chain[-1][0] + "faults.csv")
    assert (
        b"".join(csv.streaming_content).decode().splitlines()[1].startswith('2,in,"1,2",This is no amount.')
    )


def test_an_empty_upload_is_refused_and_an_unknown_format_too(farida):
    assert "The file is empty." in text(upload(farida, b""))
    answer = upload(farida, b"x", template="bank-of-nowhere")
    assert answer.status_code == 422
    assert BankLine.objects.count() == 0


def test_a_line_is_proposed_by_one_and_approved_by_another(unclaimed, farida, chitra):
    address = f"{HOME}lines/{unclaimed.pk}/match/"
    sent = form(unclaimed, account_code="operator-funds")

    assert "another person of finance approves it" in text(farida.post(address, sent, follow=True))
    farida.post(address, sent)

    proposal = Proposal.objects.get()
    assert "Take back" in text(farida.get(f"{HOME}lines/{unclaimed.pk}/"))
    assert "GRANT" in text(chitra.get(f"{HOME}lines/{unclaimed.pk}/"))
    assert "Waits for a second person" in text(chitra.get(HOME))
    page = text(chitra.post(f"{HOME}proposals/{proposal.pk}/approve/", {}, follow=True))
    assert "Approved and booked." in page and "approved by Chitra Checker: The ministry wrote" in page
    assert Match.objects.count() == 1
    holds()


def test_who_is_maker_and_checker_still_does_not_decide_her_own(unclaimed, farida):
    both = person("Farida Maker", Role.FINANCE_CHECKER)
    farida.post(f"{HOME}lines/{unclaimed.pk}/match/", form(unclaimed, account_code="operator-funds"))
    proposal = Proposal.objects.get()

    answer = browser(both).post(f"{HOME}proposals/{proposal.pk}/approve/", {})

    assert answer.status_code == 422 and "Who proposes does not decide" in text(answer)
    assert Match.objects.count() == 0


def test_a_refusal_wants_a_word_and_the_proposer_reads_it(unclaimed, farida, chitra):
    farida.post(f"{HOME}lines/{unclaimed.pk}/match/", form(unclaimed, account_code="operator-funds"))
    address = f"{HOME}proposals/{Proposal.objects.get().pk}/refuse/"

    assert chitra.post(address, {"answer": " "}).status_code == 422
    chitra.post(address, {"answer": "It is of the treasury"})

    assert "It is of the treasury" in text(farida.get(f"{HOME}lines/{unclaimed.pk}/"))


def test_what_is_refused_keeps_what_was_typed(unclaimed, farida):
    answer = farida.post(
        f"{HOME}lines/{unclaimed.pk}/match/", form(unclaimed, other="payment/none", reason="My own words")
    )

    page = text(answer)
    assert answer.status_code == 422
    assert "No entry of the books that moved the bank: payment/none" in page
    assert "My own words" in page and 'value="payment/none"' in answer.content.decode()


def test_an_entry_of_the_books_is_offered_and_matched_at_once(farida):
    entry = ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    send_rows((DAY, -2_000, "Z", "to whom"), opening=5_000)
    match()
    line = BankLine.objects.get()
    assert entry.key in farida.get(f"{HOME}lines/{line.pk}/").content.decode()

    page = text(farida.post(f"{HOME}lines/{line.pk}/match/", form(line, entries=[entry.key]), follow=True))

    assert "Matched, with your reason." in page and "By hand" in page
    holds()


def test_an_item_gets_an_owner_and_a_note_and_is_found_by_them(unclaimed, farida, chitra):
    address = f"{HOME}items/{unclaimed.item.pk}/assign/"
    farida.post(address, {"owner": checker().pk, "note": "Called the ministry on Monday"})

    found = text(farida.get(f"{HOME}items/", {"owner": checker().pk}))
    assert "Called the ministry on Monday" in found and "Chitra Checker" in found
    assert "Nothing fits." in text(farida.get(f"{HOME}items/", {"owner": "nobody"}))
    assert farida.post(address, {"owner": person("Mo Member", Role.MEMBER).pk}).status_code == 422
    unclaimed.item.refresh_from_db()
    assert unclaimed.item.owner == checker()


def test_a_difference_with_the_card_company_is_settled_with_a_reason_and_a_bank_line_is_not(
    unclaimed, farida
):
    open_items([Difference(ItemKind.FEE, "stripe/1", -500, DAY, "A monthly fee", "txn_1")], now=clock.now())
    fee = OpenItem.objects.get(key="stripe/1")

    assert farida.post(f"{HOME}items/{fee.pk}/settle/", {"reason": ""}).status_code == 422
    assert farida.post(f"{HOME}items/{unclaimed.item.pk}/settle/", {"reason": "x"}).status_code == 422
    farida.post(f"{HOME}items/{fee.pk}/settle/", {"reason": "In the settlement of the month"})

    assert "In the settlement of the month" in text(farida.get(f"{HOME}items/{fee.pk}/"))
    assert "A monthly fee" in text(farida.get(f"{HOME}items/?state=settled"))


def test_items_come_page_after_page_and_each_once(farida):
    since = DAY - timedelta(days=200)
    open_items(
        [
            Difference(
                ItemKind.ONLY_AT_STRIPE,
                f"k{at}",
                at,
                since + timedelta(days=at // 9),
                f"Item {at}.",
                f"txn_{at:04d}",
            )
            for at in range(PAGE * 2 + 7)
        ],
        now=clock.now(),
    )
    seen, address = [], f"{HOME}items/"
    while address:
        page = farida.get(address).content.decode()
        seen += re.findall(r"txn_\d{4}", page)
        found = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address = f"{HOME}items/{found[1].replace('&amp;', '&')}" if found else ""
    assert len(seen) == len(set(seen)) == PAGE * 2 + 7
    assert seen == sorted(seen)


def test_a_day_is_closed_by_the_maker_takes_no_new_line_and_opens_with_a_reason(farida, chitra):
    send_rows((DAY, 105_000, "RBI1", "GRANT"))
    address = f"{HOME}days/2026-11-20/"
    assert "1 items of this day are open." in text(farida.post(f"{address}close/"))
    match()
    proposed = form(BankLine.objects.get(), account_code="operator-funds")
    farida.post(f"{HOME}lines/{BankLine.objects.get().pk}/match/", proposed)
    chitra.post(f"{HOME}proposals/{Proposal.objects.get().pk}/approve/", {})
    assert "not fetched and compared" in text(farida.get(address))
    StripeDay.objects.create(day=DAY, state="done", done_at=clock.now())

    assert "The day is closed." in text(farida.post(f"{address}close/", follow=True))

    assert farida.post(f"{address}close/").status_code == 422
    late = two_columns(walk([(DAY, 7, "LATE", "late")], opening=105_000)).encode()
    page = text(upload(farida, late))
    assert "This line is new, and its day is closed." in page
    assert "Open the day 20 Nov 2026 again" in page
    assert BankLine.objects.count() == 1
    assert farida.post(f"{address}reopen/", {"reason": ""}).status_code == 422
    farida.post(f"{address}reopen/", {"reason": "The bank sent a late line"})
    assert not ReconciledDay.objects.get().is_closed
    assert "opened again, The bank sent a late line" in text(farida.get(address))
    assert "Imported" in text(upload(farida, late))
    holds()


def test_the_desk_explains_the_difference_between_bank_and_books(farida, unclaimed):
    send_rows((DAY, -2_360, "C", "CHARGES"), opening=1_105_000)
    ledger.pay_carrier(ledger.CarrierPayment("INV-1", "India Post", rupees(20), DAY))
    match()

    page = text(farida.get(HOME))

    assert "Lines are missing" in page and "₹10,000.00" in page
    for said in ("The bank says, on 20 Nov 2026 ₹11,026.40", "The books say ₹1,030.00", "Together ₹9,996.40"):
        assert said in page, said
    assert "over 30 days" in page and "<rect" in farida.get(HOME).content.decode()


def test_pages_ask_the_database_a_fixed_number_of_times(farida, django_assert_max_num_queries):
    for at in range(3):
        send_rows((DAY - timedelta(days=at), 105_000, f"RBI{at}", "GRANT"), opening=at)
    match()
    with django_assert_max_num_queries(32):
        farida.get(HOME)
    with django_assert_max_num_queries(14):
        farida.get(f"{HOME}items/")


@pytest.mark.parametrize(
    "address",
    ["items/999/", "lines/999/", "days/2026-13-40/", "statements/999/", "statements/999/faults.csv"],
)
def test_what_is_not_there_is_not_found(farida, address):
    assert farida.get(HOME + address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?after=x~y",
        "?after=2026-11-20~99999999999999999999",
        "?kind=nothing",
        "?age=9&owner=x",
        "?until=never",
    ],
)
def test_odd_questions_are_answered_as_if_not_asked(farida, query):
    assert farida.get(f"{HOME}items/{query}").status_code == 200
    assert farida.get(f"{HOME}{query}").status_code == 200


def test_amounts_are_shown_as_in_india():
    assert [shown_rupees(units) for units in (0, 99, -100, 12_345_678, -1_000_000_000)] == [
        "₹0.00",
        "₹0.99",
        "−₹1.00",
        "₹1,23,456.78",
        "−₹1,00,00,000.00",
    ]
