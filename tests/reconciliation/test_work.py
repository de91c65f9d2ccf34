"""What the worker does by itself, and what wakes it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from jkrlm.wiring import REACTIONS
from sellers.reconciliation.facade import on_books_moved
from sellers.reconciliation.models import BankLine, OpenItem, StripeDay
from sellers.reconciliation.tasks import FetchFailed, fetch_stripe_daily, match_lines
from tests.reconciliation.test_desk import HOME, browser
from tests.reconciliation.world import DAY, maker, send_rows, two_columns, walk

pytestmark = pytest.mark.django_db


def waiting() -> list[str]:
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def test_a_statement_wakes_the_rules_once_and_they_look_at_its_lines():
    send_rows((DAY, 500, "X", "y"))
    send_rows((DAY, 700, "Z", "y"), opening=500)
    assert waiting() == ["reconciliation.match_lines"]

    match_lines()

    assert set(OpenItem.objects.values_list("kind", flat=True)) == {"unclaimed"}


@pytest.mark.parametrize("name", ["CashRemitted", "PayoutPaid", "PayoutReturned"])
def test_what_may_explain_a_line_wakes_the_rules(name):
    assert on_books_moved in REACTIONS[name]
    event = Event(id=1, name=name, payload={}, issued_at=clock.now())

    on_books_moved(event)
    on_books_moved(event)

    assert waiting() == ["reconciliation.match_lines"]


def test_a_night_in_which_the_card_company_is_away_is_told_to_the_worker_and_the_desk(settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    with pytest.raises(FetchFailed):
        fetch_stripe_daily(timestamp=0)

    held = StripeDay.objects.get()
    assert (held.state, held.tries) == ("failed", 1)
    assert held.refusal in browser(maker()).get(HOME).content.decode().replace("&#x27;", "'")


def test_a_shop_without_cards_fetches_nothing(settings):
    settings.STRIPE_SECRET_KEY = ""
    fetch_stripe_daily(timestamp=0)
    assert StripeDay.objects.count() == 0


def test_a_day_is_fetched_again_because_somebody_asked():
    assert browser(maker()).post(f"{HOME}days/{DAY}/fetch/").status_code == 302
    assert waiting() == ["reconciliation.fetch_stripe_day"]
    assert browser(maker()).post(f"{HOME}days/2999-01-01/fetch/").status_code == 404


def test_a_large_file_that_the_web_server_keeps_on_disk_is_read_as_well(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    rows = walk([(DAY, 100 + at, f"R{at}", "x") for at in range(30)])
    sent = SimpleUploadedFile("large.csv", two_columns(rows).encode())

    answer = browser(maker()).post(f"{HOME}statements/", {"template": "two-columns", "file": sent})

    assert answer.status_code == 302
    assert BankLine.objects.count() == 30
