"""A code, shown twice at the same moment to two processes, opens one of them."""

from datetime import timedelta

import pytest
from django.db import connection

from jkrlm.kernel.clock import now
from jkrlm.people.errors import CodeRefused, TooManyAttempts
from jkrlm.people.models import Attempts
from jkrlm.people.rules import Limit
from jkrlm.people.services.check_code import check_code
from jkrlm.people.services.count_attempt import count_attempt
from tests.common.at_once import at_once
from tests.people.conftest import Desk

ONCE = Limit("test", 7, timedelta(minutes=1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["of the app", "for recovery"])
def test_one_code_opens_one_door(desk: Desk, kind: str) -> None:
    code = desk.code() if kind == "of the app" else desk.recovery_codes[0]

    def try_it() -> None:
        try:
            check_code(user=desk.user, code=code, now=now())
        finally:
            connection.close()

    outcomes = at_once(*[try_it] * 4)

    assert outcomes.count(None) == 1
    assert sum(isinstance(each, CodeRefused) for each in outcomes) == 3


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted() -> None:
    def try_it() -> None:
        try:
            count_attempt(ONCE, subject="somebody", now=now())
        finally:
            connection.close()

    outcomes = at_once(*[try_it] * 12)

    assert outcomes.count(None) == 7
    assert sum(isinstance(each, TooManyAttempts) for each in outcomes) == 5
    assert Attempts.objects.get().count == 12
