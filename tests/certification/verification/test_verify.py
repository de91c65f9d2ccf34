"""A buyer scans or types: one word, true at the next look; guessing is stopped, genuine codes never."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.labels.facade as labels
import certification.lots.facade as lots
import certification.verification.facade as verification
from certification.labels.codes import new_code
from certification.verification.contracts import Word
from certification.verification.models import Seen
from certification.verification.scans import COOKIE
from certification.verification.web.views import MISSES
from jkrlm.kernel import clock
from jkrlm.people.models import Attempts, AuditEntry
from tests.certification.cases.world import People
from tests.certification.certificates.world import suspended, withdrawn
from tests.certification.labels.world import ACTOR
from tests.certification.lots.world import BY, key
from tests.certification.verification.world import Labelled, labelled, seen_by
from tests.common.buyer import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def saffron(people: People) -> Labelled:
    verification.forget()
    return labelled(people)


def word(code: str) -> Word:
    verification.forget()
    return verification.verdict(code).word


def test_a_genuine_label_tells_all(saffron: Labelled, client: Client) -> None:
    lots.assign(
        key(),
        "1042-KZ09",
        "1",
        saffron.certificate.product_id,
        saffron.certificate.lot_number,
        1,
        BY,
        serials=[saffron.code],
    )
    page = client.get(f"/verify/{saffron.code}/")
    assert page.status_code == 200
    shown = text(page)
    for told in (
        "GENUINE",
        saffron.certificate.number,
        labels.shown(saffron.code),
        "Kanihama",
        saffron.certificate.version_number,
        saffron.certificate.grade_name,
        saffron.certificate.issuer_name,
        saffron.certificate.lot_number,
        f"{clock.today():%B %Y}",
        "Signed credential",
        "Report a problem",
    ):
        assert told in shown, told
    for line in saffron.certificate.results:
        assert line.value in shown and line.limit_text in shown
    assert certificates.certificate_url(saffron.certificate.number) in page.content.decode()


@pytest.mark.parametrize(("prefix", "said"), [("", "GENUINE"), ("/hi", "असली"), ("/ur", "اصلی")])
def test_it_is_said_in_three_languages(saffron: Labelled, client: Client, prefix: str, said: str) -> None:
    page = client.get(f"{prefix}/verify/{saffron.code}/")
    assert said in text(page)
    assert f'lang="{prefix[1:] or "en"}"' in page.content.decode()


def test_a_code_is_typed_in_any_form_without_javascript(saffron: Labelled, client: Client) -> None:
    typed = f" {labels.shown(saffron.code).lower()} "
    page = client.get("/verify/", {"no": typed}, follow=True)
    assert page.redirect_chain == [(f"/verify/{saffron.code}/", 302)]
    assert "GENUINE" in text(page)
    assert client.get(f"/verify/{labels.shown(saffron.code)}/")["Location"] == f"/verify/{saffron.code}/"
    assert "Type the code" in text(client.get("/verify/"))
    assert client.get("/verify/", {"no": "!!"}).status_code == 200


def test_what_changes_is_true_at_the_next_look(saffron: Labelled, people: People) -> None:
    number = saffron.certificate.number
    assert word(saffron.code) == Word.GENUINE
    suspended(people, number)
    assert word(saffron.code) == Word.SUSPENDED
    certificates.reinstate(number, "cleared", people.second, uuid.uuid4().hex)
    assert word(saffron.code) == Word.GENUINE
    withdrawn(people, number)
    assert word(saffron.code) == Word.WITHDRAWN
    lots.recall(saffron.certificate.lot_number, "Moisture of 14 %", "group", BY, key())
    assert word(saffron.code) == Word.RECALLED
    assert word(saffron.codes[-1]) == Word.RECALLED


def test_an_answer_is_repeated_for_two_seconds_at_most(
    saffron: Labelled, people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from certification.verification import selectors

    now = [1000.0]
    monkeypatch.setattr(selectors.time, "monotonic", lambda: now[0])
    page = client.get(f"/verify/{saffron.code}/")
    assert page["Cache-Control"] == "private, max-age=2"
    suspended(people, saffron.certificate.number)
    now[0] += selectors.FRESH_SECONDS + 0.01
    assert "SUSPENDED" in text(client.get(f"/verify/{saffron.code}/"))
    assert selectors.FRESH_SECONDS + 2 < 5


def test_a_label_on_no_piece_or_out_of_use_is_unknown(saffron: Labelled, client: Client) -> None:
    assert word(saffron.codes[-1]) == Word.UNKNOWN
    assert "belongs to no piece" in text(client.get(f"/verify/{saffron.codes[-1]}/"))
    labels.take_out([saffron.code], labels.LabelStateName.VOID, "Stolen", ACTOR)
    assert word(saffron.code) == Word.UNKNOWN
    assert "taken out of use" in text(client.get(f"/verify/{saffron.code}/"))


def test_goods_past_their_last_day_are_expired(saffron: Labelled, monkeypatch: pytest.MonkeyPatch) -> None:
    lot = lots.lot(saffron.certificate.lot_number)
    assert lot.expires_on is not None
    later = lot.expires_on + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert word(saffron.code) == Word.EXPIRED


def test_unknown_codes_are_counted_and_refused_but_genuine_ones_never(
    saffron: Labelled, client: Client
) -> None:
    for _miss in range(MISSES.most):
        assert client.get(f"/verify/{new_code()}/").status_code == 404
    refused = client.get(f"/verify/{new_code()}/")
    assert refused.status_code == 429
    assert "Too many tries" in text(refused) and int(refused["Retry-After"]) > 0
    for code in saffron.codes:
        assert client.get(f"/verify/{code}/").status_code == 200
    assert client.get(f"/verify/{new_code()}/", REMOTE_ADDR="203.0.113.9").status_code == 404


@pytest.mark.parametrize("typed", ["AAAA", "K7QM3XRT9HD0", "x" * 200, "%00", "ग"])
def test_what_is_no_code_is_told_so(client: Client, db: None, typed: str) -> None:
    answer = client.get(f"/verify/{typed}/", follow=True)
    assert answer.status_code in (200, 400, 404)
    assert "GENUINE" not in text(answer)


def test_a_device_counts_once_without_its_address(saffron: Labelled, client: Client) -> None:
    for _look in range(3):
        client.get(f"/verify/{saffron.code}/", REMOTE_ADDR="203.0.113.9")
    (seen,) = Seen.objects.all()
    assert (seen.code, len(seen.mark)) == (saffron.code, 12)
    kept = [*Seen.objects.values_list(), *Attempts.objects.values_list()]
    assert "203.0.113.9" not in repr(kept)
    client.get(f"/verify/{saffron.codes[1]}/")
    assert Seen.objects.exclude(code=saffron.code).get().mark != seen.mark
    assert client.cookies[COOKIE]["httponly"] and client.cookies[COOKIE]["samesite"] == "Lax"
    client.head(f"/verify/{saffron.codes[2]}/")
    assert Seen.objects.count() == 2


def test_one_network_cannot_raise_the_alarm(saffron: Labelled) -> None:
    for _visit in range(60):
        Client().get(f"/verify/{saffron.code}/", REMOTE_ADDR="203.0.113.9")
    assert Seen.objects.count() == 3
    assert word(saffron.code) == Word.GENUINE


def test_many_devices_on_many_days_are_too_often_until_an_officer_has_looked(
    saffron: Labelled, people: People
) -> None:
    seen_by(saffron.code, 26, 10)
    assert word(saffron.code) == Word.GENUINE
    seen_by(saffron.codes[1], 26, 11)
    assert word(saffron.codes[1]) == Word.SEEN_TOO_OFTEN
    found = verification.verdict(saffron.codes[1])
    assert (found.scans.devices, found.scans.days) == (26, 11)
    with pytest.raises(verification.BadReview, match="in a sentence"):
        verification.review_scans(saffron.codes[1], "ok", uuid.uuid4(), people.officer)
    form = uuid.uuid4()
    for _twice in range(2):
        verification.review_scans(
            saffron.codes[1], "Shown at three fairs; seen there by us", form, people.officer
        )
    assert AuditEntry.objects.filter(verb="cert.scans.review").count() == 1
    assert word(saffron.codes[1]) == Word.GENUINE


def test_old_scans_do_not_count(saffron: Labelled) -> None:
    seen_by(saffron.code, 40, 12)
    Seen.objects.update(first_on=clock.today() - timedelta(days=400))
    assert word(saffron.code) == Word.GENUINE


def test_a_problem_becomes_a_complaint_once_and_nothing_typed_is_lost(
    saffron: Labelled, client: Client
) -> None:
    at = f"/verify/{saffron.code}/report/"
    typed = {"key": str(uuid.uuid4()), "words": "The colour runs", "contact": "asif@example.org"}
    asked = client.get("/verify/-/report/", {"code": saffron.code, "what": "quality"}, follow=True)
    assert asked.redirect_chain[0][0] == f"{at}?what=quality"
    refused = client.post(at, typed)
    assert refused.status_code == 422 and "The colour runs" in refused.content.decode()
    for _twice in range(2):
        done = client.post(at, {**typed, "what": "quality"}, follow=True)
        assert "Your report has the number" in text(done)
    (made,) = cases.complaints()
    assert made.label_code == saffron.code and made.certificate_number == saffron.certificate.number
    assert "The colour runs" in made.words
    assert client.put(at).status_code == 405


def test_no_place_and_no_town_of_a_buyer_is_shown(saffron: Labelled, client: Client) -> None:
    page = client.get(
        f"/verify/{saffron.code}/", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_CF_IPCITY="Bengaluru"
    )
    assert "Bengaluru" not in page.content.decode() and "203.0.113.9" not in page.content.decode()


def test_a_look_costs_a_fixed_number_of_statements(
    saffron: Labelled, client: Client, django_assert_max_num_queries
) -> None:
    client.get(f"/verify/{saffron.code}/")
    verification.forget()
    with django_assert_max_num_queries(7):
        client.get(f"/verify/{saffron.code}/")
    with django_assert_max_num_queries(2):
        client.get(f"/verify/{saffron.code}/")
