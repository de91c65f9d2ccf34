"""Numbers as people type them become E.164, or are refused."""

import pytest
from django.db import IntegrityError, transaction

from jkrlm.people.errors import BadPhone
from jkrlm.people.facade import User
from jkrlm.people.phones import mobile_number, shown


@pytest.mark.parametrize(
    "typed",
    [
        "9419055501",
        "94190 55501",
        "094190-55501",
        "+91 94190 55501",
        "0091 9419055501",
        "۹۴۱۹۰۵۵۵۰۱",
        "९४१९०५५५०१",
    ],
)
def test_indian_mobiles(typed: str) -> None:
    assert mobile_number(typed) == "+919419055501"


@pytest.mark.parametrize(
    "typed",
    ["", "hello", "12345", "1942501234", "+91 194 2501234", "+1 800 555", "9" * 40, "+919419055501x9"],
)
def test_what_gets_no_sms(typed: str) -> None:
    with pytest.raises(BadPhone) as refusal:
        mobile_number(typed)
    assert refusal.value.field == "phone"


def test_shown_as_people_write_it() -> None:
    assert shown("+919419055501") == "94190 55501"
    assert shown("+447400123456") == "+44 7400 123456"


@pytest.mark.django_db
def test_a_number_is_one_persons_and_has_a_form() -> None:
    User.objects.create_user(email="a@people.invalid", name="Haseena", phone="+919419055501")
    User.objects.create_user(email="b@people.invalid", name="Shares one", phone="")
    User.objects.create_user(email="c@people.invalid", name="Shares one as well", phone="")

    for number in ("+919419055501", "9419055501", "+0123456789"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user(email="d@people.invalid", name="Another", phone=number)
