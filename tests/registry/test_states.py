"""Every state is reached, and every move that the tables do not list is refused."""

import pytest

from sellers.registry import models
from sellers.registry.errors import WrongState
from sellers.registry.services import bank, imports, onboarding
from sellers.registry.states import (
    BANK_TRANSITIONS,
    IMPORT_TRANSITIONS,
    ONBOARDING_TRANSITIONS,
    BankState,
    ImportState,
    OnboardingState,
)
from tests.registry.world import NOW, open_registry, somebody

TABLES = [
    (BANK_TRANSITIONS, BankState, BankState.PROPOSED),
    (ONBOARDING_TRANSITIONS, OnboardingState, OnboardingState.BEGUN),
    (IMPORT_TRANSITIONS, ImportState, ImportState.TAKEN),
]


def unlisted(table):
    return [(was, to) for was in table for to in table if to not in table[was]]


@pytest.mark.parametrize(("table", "states", "first"), TABLES, ids=["bank", "onboarding", "import"])
def test_every_state_is_in_the_table_and_can_be_reached(table, states, first):
    assert set(table) == set(states)
    reached, waiting = {first}, [first]
    while waiting:
        for following in table[waiting.pop()] - reached:
            reached.add(following)
            waiting.append(following)
    assert reached == set(states)


@pytest.mark.django_db
def test_unlisted_moves_of_a_bank_account_are_refused():
    open_registry()
    actor = somebody("Maker Mir")
    account = models.BankAccount(
        group=models.Group.objects.get(code="KZ09"),
        branch_id="JAKA0ABHAMA",
        number_sealed=b"x",
        number_fingerprint="y",
        last_four="1234",
        proposed_by=actor,
    )
    account.save()
    for was, to in unlisted(BANK_TRANSITIONS):
        account.state = was
        with pytest.raises(WrongState):
            bank._move(account, to, actor=actor, at=NOW)
    assert models.BankAccountStep.objects.count() == 0


@pytest.mark.django_db
def test_unlisted_moves_of_onboarding_are_refused():
    open_registry()
    actor = somebody("Editor Dar")
    held = models.Onboarding.objects.create(group=models.Group.objects.get(code="KZ09"))
    for was, to in unlisted(ONBOARDING_TRANSITIONS):
        held.state = was
        with pytest.raises(WrongState):
            onboarding._move(held, to, actor=actor, at=NOW)
    assert models.OnboardingStep.objects.count() == 0


@pytest.mark.django_db
def test_unlisted_moves_of_an_import_are_refused():
    held = models.GroupImport.objects.create(name="a.csv", digest="0" * 64, size_bytes=1)
    for was, to in unlisted(IMPORT_TRANSITIONS):
        models.GroupImport.objects.filter(pk=held.pk).update(
            state=was, applied_at=NOW if was == ImportState.APPLIED else None
        )
        with pytest.raises(WrongState):
            imports._move(held.pk, to)
