"""Statements run on Django's connection, in its transaction, and are counted; rows become ordinary models."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery, OutboxMessage
from jkrlm.kernel.statements import Columns, Rows, Statement, array

pytestmark = pytest.mark.django_db

MESSAGES = Rows(OutboxMessage, "it.name = ANY(%(names)s::varchar[])", order="it.id")
WAITING = Rows(
    OutboxDelivery,
    "it.state = 'PENDING' AND message.name = %(name)s",
    joins="JOIN kernel_outboxmessage message ON message.id = it.message_id",
    lock=True,
    without=("last_error",),
)


@pytest.fixture
def message() -> OutboxMessage:
    return OutboxMessage.objects.create(name="Heard", payload={"who": ["Ann", None], "n": 1.5})


def test_a_row_is_the_model_that_django_would_read(message: OutboxMessage) -> None:
    OutboxMessage.objects.create(name="Other", payload={})
    [found] = MESSAGES.all(names=["Heard", "Unheard"])
    assert found == message
    assert {name: getattr(found, name) for name in ("name", "payload", "issued_at", "digest")} == {
        name: getattr(message, name) for name in ("name", "payload", "issued_at", "digest")
    }
    found.name = "Renamed"
    found.save(update_fields=["name"])
    assert MESSAGES.first(names=["Heard"]) is None
    assert MESSAGES.by_pk(names=["Renamed"]) == {message.pk: message}


def test_it_reads_what_its_own_transaction_wrote_and_is_counted(
    message: OutboxMessage, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert len(MESSAGES.all(names=["Heard"])) == 1
    with pytest.raises(RuntimeError), transaction.atomic():
        OutboxMessage.objects.create(name="Heard", payload={})
        assert len(MESSAGES.all(names=["Heard"])) == 2
        raise RuntimeError
    assert len(MESSAGES.all(names=["Heard"])) == 1


def test_columns_left_out_are_read_when_somebody_asks(
    message: OutboxMessage, django_assert_num_queries: Any
) -> None:
    OutboxDelivery.objects.create(message=message, reaction="a", last_error="it broke")
    OutboxDelivery.objects.create(message=message, reaction="b", state=DeliveryState.DONE, done_at=now())
    [waiting] = WAITING.all(name="Heard")
    assert waiting.reaction == "a"
    with django_assert_num_queries(1):
        assert waiting.last_error == "it broke"


def test_errors_are_djangos() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement("SELECT nothing FROM nowhere WHERE id = %(pk)s").rows(pk=1)


def test_the_server_prepares_a_statement_when_it_first_meets_it() -> None:
    statement = Statement("SELECT %(pk)s::bigint + 41 AS the_answer")
    assert statement.rows(pk=1) == [(42,)]
    assert statement.rows(pk=2_000_000_000_000) == [(2_000_000_000_041,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%the_answer%'")
        assert cursor.fetchone()[0] >= 1


def test_whole_numbers_travel_as_one_array_whatever_their_size() -> None:
    statement = Statement("SELECT unnest(%(pks)s::bigint[])")
    assert array([]) == "{}"
    assert statement.rows(pks=array([])) == []
    assert statement.rows(pks=array([1, 2**40])) == [(1,), (2**40,)]


def test_a_model_in_the_middle_of_a_row(message: OutboxMessage) -> None:
    columns = Columns(OutboxMessage)
    statement = Statement(
        "SELECT 'before', {columns}, 'after' FROM kernel_outboxmessage it", columns=columns.of("it")
    )
    [row] = statement.rows()
    assert columns.instance(row, 1).payload == message.payload
    assert (row[0], row[1 + columns.width]) == ("before", "after")
