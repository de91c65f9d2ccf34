"""Labels are made in batches, put on certified pieces and on no others, and taken out of use for good."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

import certification.certificates.facade as certificates
import certification.labels.facade as labels
import certification.lots.facade as lots
from certification.labels.errors import CertificateNotLive, LabelState, TooManyAttached
from certification.labels.models import Batch, Coverage, Label, LabelChange
from certification.labels.services.make_batch import make_batch
from certification.labels.states import TRANSITIONS, LabelStateName
from jkrlm.people.models import AuditEntry
from tests.certification.cases.world import People
from tests.certification.certificates.world import certified_lot, suspended
from tests.certification.labels.world import ACTOR, batch_of, codes_of, put_on
from tests.certification.lots.world import BY, key

pytestmark = pytest.mark.django_db


def states(batch: Batch) -> list[str]:
    return list(Label.objects.filter(batch=batch).order_by("position").values_list("state", flat=True))


def test_a_batch_is_asked_for_once_and_made_once(people: People, shawl: certificates.Certificate) -> None:
    form = uuid.uuid4()
    asked = {labels.ask_for_batch(shawl.number, 7, "a4-24", form, people.officer) for _twice in range(2)}
    (number,) = asked
    for _twice in range(2):
        make_batch(batch_id=number)
    batch = labels.batch(number)
    assert (batch.state, batch.made, batch.certificate_number) == ("ready", 7, shawl.number)
    assert len(set(codes_of(Batch.objects.get()))) == 7
    assert labels.counts(number)[LabelStateName.PRINTED] == 7
    assert AuditEntry.objects.filter(verb="cert.labels.ask").count() == 1
    with pytest.raises(labels.KeyTaken):
        labels.ask_for_batch(shawl.number, 8, "a4-24", form, people.officer)


def test_a_batch_whose_worker_died_goes_on_where_it_was(
    people: People, shawl: certificates.Certificate
) -> None:
    from certification.labels.services import make_batch as module

    number = labels.ask_for_batch(shawl.number, 2500, "a4-40", uuid.uuid4(), people.officer)
    module._chunk(Batch.objects.get(pk=number))
    assert labels.batch(number).made == 1000
    make_batch(batch_id=number)
    assert labels.batch(number).made == 2500 == Label.objects.values("code").distinct().count()


@pytest.mark.parametrize(
    ("count", "layout", "field"), [(0, "a4-24", "count"), (50_001, "a4-24", "count"), (5, "a3", "layout")]
)
def test_what_cannot_be_printed_says_what_to_mend(
    people: People, shawl: certificates.Certificate, count: int, layout: str, field: str
) -> None:
    with pytest.raises(labels.BadBatch) as refused:
        labels.ask_for_batch(shawl.number, count, layout, uuid.uuid4(), people.officer)
    assert refused.value.field == field
    assert not Batch.objects.exists()


def test_an_address_too_long_for_a_small_label_is_refused(
    people: People, shawl: certificates.Certificate, settings
) -> None:
    settings.PUBLIC_URL = f"https://{'long.' * 12}example.org"
    with pytest.raises(labels.LabelTooSmall, match="Choose a larger label"):
        labels.ask_for_batch(shawl.number, 5, "roll-30x20", uuid.uuid4(), people.officer)
    assert not Batch.objects.exists()


def test_no_labels_for_what_is_not_certified_now(people: People, shawl: certificates.Certificate) -> None:
    batch = batch_of(shawl, people.officer)
    suspended(people, shawl.number)
    with pytest.raises(CertificateNotLive, match="suspended"):
        labels.ask_for_batch(shawl.number, 5, "a4-24", uuid.uuid4(), people.officer)
    with pytest.raises(CertificateNotLive, match="stay off"):
        put_on(codes_of(batch))
    assert set(states(batch)) == {"printed"}


def test_a_certified_lot_gets_as_many_labels_as_it_has_certified_pieces(people: People) -> None:
    certificate = certified_lot(people, quantity=50, part=3)
    batch = batch_of(certificate, people.officer, 6)
    codes = codes_of(batch)
    assert put_on(codes[:3]) == 3
    assert put_on(codes[:3]) == 0
    with pytest.raises(TooManyAttached, match="spoiled one"):
        put_on(codes[3:4])
    assert labels.take_out(codes[:1], LabelStateName.SPOILED, "Torn at sewing", ACTOR) == 1
    assert put_on(codes[3:4]) == 1
    assert states(batch) == ["spoiled", "attached", "attached", "attached", "printed", "printed"]
    assert Coverage.objects.get().attached == 3
    assert [step.state for step in labels.history(codes[0])] == ["spoiled", "attached"]


def test_one_wrong_code_among_many_changes_nothing(people: People, shawl: certificates.Certificate) -> None:
    batch = batch_of(shawl, people.officer)
    codes = codes_of(batch)
    with pytest.raises(labels.LabelUnknown):
        put_on([*codes, "3" * 12])
    labels.take_out(codes[:1], LabelStateName.VOID, "Lost in the post", ACTOR)
    with pytest.raises(LabelState, match="is voided and cannot become"):
        put_on(codes)
    assert states(batch) == ["void", "printed", "printed", "printed", "printed"]
    with pytest.raises(LabelState, match="what happened"):
        labels.take_out(codes[1:], LabelStateName.VOID, " ", ACTOR)


@pytest.mark.parametrize("first", LabelStateName.values)
@pytest.mark.parametrize("second", LabelStateName.values)
def test_the_database_knows_what_may_become_what(
    people: People, shawl: certificates.Certificate, first: str, second: str
) -> None:
    code = codes_of(batch_of(shawl, people.officer, 1))[0]
    moved = "UPDATE cert_labels_label SET state = %s, changed_by = 'raw' WHERE code = %s"
    with connection.cursor() as cursor:
        cursor.execute(moved, [first, code])
    allowed = second == first or LabelStateName(second) in TRANSITIONS[LabelStateName(first)]
    if allowed:
        with connection.cursor() as cursor:
            cursor.execute(moved, [second, code])
    else:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(moved, [second, code])
    assert labels.label(code).state == (second if allowed else first)
    assert [check() for _, check in labels.invariants()] == [[], [], []]


def test_raw_sql_neither_forges_nor_forgets(people: People, shawl: certificates.Certificate) -> None:
    code = codes_of(batch_of(shawl, people.officer, 1))[0]
    put_on([code])
    for sql in (
        "UPDATE cert_labels_label SET code = '346346346346'",
        "DELETE FROM cert_labels_label",
        "UPDATE cert_labels_labelchange SET reason = 'none'",
        "DELETE FROM cert_labels_labelchange",
        "INSERT INTO cert_labels_label (code, batch_id, position, state, unit, changed_at, changed_by, reason)"
        " SELECT '3', batch_id, 99, 'attached', '', now(), '', '' FROM cert_labels_label",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert LabelChange.objects.count() == 1


def test_each_broken_promise_is_found(people: People, shawl: certificates.Certificate) -> None:
    batch = batch_of(shawl, people.officer, 2)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cert_labels_label DISABLE TRIGGER cert_labels_label_moved")
        cursor.execute("UPDATE cert_labels_label SET state = 'attached' WHERE position = 1")
        cursor.execute("ALTER TABLE cert_labels_label ENABLE TRIGGER cert_labels_label_moved")
        cursor.execute("UPDATE cert_labels_batch SET made = 1, state = 'making'")
    counted, history, whole = (check() for _, check in labels.invariants())
    assert counted == [f"certificate {shawl.number}: 0 labels counted, 1 on pieces"]
    assert history == [f"label {codes_of(batch)[0]}: attached, its history ends printed"]
    assert whole == [f"batch {batch.pk}: 1 made, 2 there"]


def test_a_gtin_is_given_once_to_a_product(people: People, settings) -> None:
    settings.GS1_COMPANY_PREFIX = "8901234"
    certificate = certified_lot(people)
    first, second = (batch_of(certificate, people.officer, 1) for _ in range(2))
    assert first.gtin == second.gtin == "08901234000014"
    label = labels.label(codes_of(first)[0])
    assert label.address.path == f"/01/08901234000014/10/{certificate.lot_number}/21/{label.code}"
    assert label.own_id == ""


def test_labelled_pieces_are_sold_each_from_its_own_lot(people: People) -> None:
    certificate = certified_lot(people, quantity=5)
    codes = codes_of(batch_of(certificate, people.officer, 5))
    put_on(codes[:3])
    form = key()
    for _twice in range(2):
        (made,) = labels.sell_units(form, codes[:2], "1042-KZ09", "1", certificate.product_id, BY)
    assert set(made.serials) == set(codes[:2])
    assert lots.lot(certificate.lot_number).assigned == 2
    with pytest.raises(lots.UnitSold):
        labels.sell_units(key(), codes[1:3], "1043-KZ09", "1", certificate.product_id, BY)
    with pytest.raises(LabelState, match="is on no piece"):
        labels.sell_units(key(), codes[3:4], "1043-KZ09", "1", certificate.product_id, BY)
