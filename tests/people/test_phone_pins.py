"""A PIN is counted before it is judged; a forgotten one needs two people, and the database says so as well."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from jkrlm.kernel.clock import now
from jkrlm.people.errors import (
    BadPin,
    NotHers,
    OfficesDiffer,
    PinLocked,
    PinSet,
    RecoveryClosed,
    TooManyAttempts,
    WrongPin,
)
from jkrlm.people.facade import Office, User
from jkrlm.people.models import AuditEntry, MemberPin, PinRecovery
from jkrlm.people.services.pins import check_pin, set_first_pin
from jkrlm.people.services.recover_pin import ask_recovery, confirm_recovery, refuse_recovery
from tests.common.at_once import at_once

PIN, NEW = "5739", "8264"


def woman(name: str) -> User:
    return User.objects.create_user(email=f"{name.lower()}@people.invalid", name=name)


@pytest.fixture
def haseena(db: None) -> User:
    user = woman("Haseena")
    set_first_pin(user=user, typed=PIN, now=now())
    return user


def opens(user: User, pin: str) -> bool:
    try:
        check_pin(user=user, typed=pin)
    except WrongPin:
        return False
    return True


def test_a_first_pin_is_first_once(haseena: User) -> None:
    with pytest.raises(PinSet):
        set_first_pin(user=haseena, typed=NEW, now=now())
    assert opens(haseena, PIN)


def test_two_women_with_one_pin_are_kept_apart(haseena: User) -> None:
    shameema = woman("Shameema")
    set_first_pin(user=shameema, typed=PIN, now=now())

    mine, hers = MemberPin.objects.order_by("user_id").values_list("secret", flat=True)
    assert mine != hers
    assert PIN not in mine


def test_the_pepper_is_not_in_the_database(haseena: User, settings) -> None:
    settings.SECRET_KEY = "another key"
    assert not opens(haseena, PIN)


def test_who_has_no_pin_is_not_let_in(db: None) -> None:
    with pytest.raises(PinLocked):
        check_pin(user=woman("Nobody"), typed="")


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_five_in_all() -> None:
    user = woman("Haseena")
    set_first_pin(user=user, typed=PIN, now=now())

    def guess(pin: str) -> None:
        try:
            check_pin(user=user, typed=pin)
        finally:
            connection.close()

    outcomes = at_once(*[lambda pin=f"90{place:02d}": guess(pin) for place in range(12)])

    assert sum(type(each) is WrongPin for each in outcomes) <= 4
    assert sum(isinstance(each, PinLocked) for each in outcomes) >= 8
    assert MemberPin.objects.get().failed == 5
    with pytest.raises(PinLocked):
        check_pin(user=user, typed=PIN)


def test_two_people_in_two_offices_and_the_new_pin_counts(haseena: User) -> None:
    for _try in range(5):
        opens(haseena, "9999")
    leader, crp = woman("Leader"), woman("Resource")
    password = haseena.password
    recovery = ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())
    assert not opens(haseena, NEW), "one word is missing, and another"

    assert confirm_recovery(recovery_id=recovery, by=leader, office=Office.LEADER, now=now()) is False
    assert not opens(haseena, NEW)
    assert confirm_recovery(recovery_id=recovery, by=crp, office=Office.CRP, now=now()) is True

    assert opens(haseena, NEW)
    assert not opens(haseena, PIN)
    haseena.refresh_from_db()
    assert haseena.password != password, "every session of hers has ended"
    kept = PinRecovery.objects.get()
    assert (kept.first_by, kept.second_by, kept.secret) == (leader, crp, "")
    assert kept.asked_at <= kept.first_at <= kept.second_at == kept.closed_at
    words = AuditEntry.objects.filter(verb="pin.recovery.confirm").order_by("pk")
    assert [(word.actor, word.after["as"], word.on_behalf_of) for word in words] == [
        (leader, "leader", "Haseena"),
        (crp, "crp", "Haseena"),
    ]


def test_nobody_vouches_for_herself_or_twice(haseena: User) -> None:
    leader = woman("Leader")
    recovery = ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())

    with pytest.raises(NotHers):
        confirm_recovery(recovery_id=recovery, by=haseena, office=Office.LEADER, now=now())
    confirm_recovery(recovery_id=recovery, by=leader, office=Office.LEADER, now=now())
    with pytest.raises(NotHers):
        confirm_recovery(recovery_id=recovery, by=leader, office=Office.CRP, now=now())
    assert not opens(haseena, NEW)


@pytest.mark.parametrize(
    ("first", "second", "leads", "enough"),
    [
        ("leader", "crp", False, True),
        ("crp", "leader", False, True),
        ("leader", "clf-officer", False, True),
        ("clf-officer", "leader", False, True),
        ("crp", "clf-officer", False, False),
        ("leader", "leader", False, False),
        ("crp", "crp", True, False),
        ("crp", "clf-officer", True, True),
    ],
)
def test_whose_words_are_enough(haseena: User, first: str, second: str, leads: bool, enough: bool) -> None:
    recovery = ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=leads, now=now())
    confirm_recovery(recovery_id=recovery, by=woman("One"), office=Office(first), now=now())

    if enough:
        assert confirm_recovery(recovery_id=recovery, by=woman("Two"), office=Office(second), now=now())
    else:
        with pytest.raises(OfficesDiffer):
            confirm_recovery(recovery_id=recovery, by=woman("Two"), office=Office(second), now=now())
    assert opens(haseena, NEW) is enough


def test_the_database_itself_asks_for_two_others(haseena: User) -> None:
    one, two = woman("One"), woman("Two")
    recovery = PinRecovery.objects.get(
        pk=ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())
    )
    moment = now()
    for first, first_as, second, second_as in (
        (one, "leader", one, "crp"),
        (haseena, "leader", None, ""),
        (one, "leader", haseena, "crp"),
        (one, "leader", two, "leader"),
        (one, "crp", two, "clf-officer"),
        (None, "", two, "leader"),
        (one, "", None, ""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PinRecovery.objects.filter(pk=recovery.pk).update(
                first_by=first,
                first_as=first_as,
                first_at=moment if first else None,
                second_by=second,
                second_as=second_as,
                second_at=moment if second else None,
            )


def test_a_no_ends_it_and_nothing_has_changed(haseena: User) -> None:
    recovery = ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())
    refuse_recovery(recovery_id=recovery, by=woman("Leader"), office=Office.LEADER, now=now())

    with pytest.raises(RecoveryClosed):
        confirm_recovery(recovery_id=recovery, by=woman("Resource"), office=Office.CRP, now=now())
    assert opens(haseena, PIN)


def test_after_a_week_it_is_too_old(haseena: User) -> None:
    recovery = ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())
    later = now() + timedelta(days=7)

    with pytest.raises(RecoveryClosed):
        confirm_recovery(recovery_id=recovery, by=woman("Leader"), office=Office.LEADER, now=later)


def test_asking_again_ends_the_request_before_and_three_a_day_are_enough(haseena: User) -> None:
    first = ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())
    ask_recovery(user=haseena, typed="9152", groups=["KZ09"], leads=False, now=now())

    with pytest.raises(RecoveryClosed):
        confirm_recovery(recovery_id=first, by=woman("Leader"), office=Office.LEADER, now=now())
    with pytest.raises(BadPin):
        ask_recovery(user=haseena, typed="1234", groups=["KZ09"], leads=False, now=now())
    ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())
    with pytest.raises(TooManyAttempts):
        ask_recovery(user=haseena, typed=NEW, groups=["KZ09"], leads=False, now=now())
    assert PinRecovery.objects.filter(closed_at__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_words_at_the_same_moment() -> None:
    user = woman("Haseena")
    recovery = ask_recovery(user=user, typed=NEW, groups=["KZ09"], leads=False, now=now())

    def word(by: User, office: Office) -> bool:
        try:
            return confirm_recovery(recovery_id=recovery, by=by, office=office, now=now())
        finally:
            connection.close()

    leader, crp = woman("Leader"), woman("Resource")
    outcomes = at_once(*[lambda: word(leader, Office.LEADER), lambda: word(crp, Office.CRP)])

    assert sorted(outcomes) == [False, True]
    assert opens(user, NEW)
