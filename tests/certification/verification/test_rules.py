"""The word for every state that a label, its certificate, its lot and its scans can be in."""

from datetime import date, timedelta
from itertools import product

import pytest

from certification.verification.contracts import Why, Word
from certification.verification.rules import Facts, Often, judge
from certification.verification.sentences import sentence

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

LABELS = (None, "printed", "attached", "spoiled", "void")
CERTIFICATES = (None, "valid", "suspended", "withdrawn", "expired")
LOTS = (None, "open", "closed", "recalled")
LAST_DAYS = (None, YESTERDAY, TODAY, TOMORROW)
TERMS = (YESTERDAY, TODAY, TOMORROW)
YES_NO = (False, True)


def expected(facts: Facts) -> Word:
    """The table, told the other way round: each word by what must and what must not hold."""
    known = facts.label is not None
    recalled = known and facts.lot == "recalled"
    on_piece = facts.label == "attached" and facts.certificate is not None and not recalled
    live = on_piece and facts.certificate in ("valid", "expired")
    goods_past = facts.goods_expire and facts.lot_last_day == YESTERDAY
    term_past = facts.certificate == "expired" or facts.valid_until == YESTERDAY
    expired = live and (goods_past or (facts.goods_expire and term_past and not facts.is_sold))
    held = {
        Word.RECALLED: recalled,
        Word.UNKNOWN: not recalled and not on_piece,
        Word.WITHDRAWN: on_piece and facts.certificate == "withdrawn",
        Word.SUSPENDED: on_piece and facts.certificate == "suspended",
        Word.EXPIRED: expired,
        Word.SEEN_TOO_OFTEN: live and not expired and facts.is_often,
        Word.GENUINE: live and not expired and not facts.is_often,
    }
    (word,) = [word for word, holds in held.items() if holds]
    return word


def every() -> list[Facts]:
    return [
        Facts(*values)
        for values in product(LABELS, CERTIFICATES, LOTS, YES_NO, LAST_DAYS, TERMS, YES_NO, YES_NO)
    ]


def test_every_combination_has_exactly_the_word_of_the_table() -> None:
    words = set()
    for facts in every():
        word, _why = judge(facts, TODAY)
        assert word == expected(facts), facts
        words.add(word)
    assert words == set(Word)


def test_genuine_is_never_said_of_what_is_not_on_a_piece_or_not_certified() -> None:
    for facts in every():
        if judge(facts, TODAY)[0] == Word.GENUINE:
            assert facts.label == "attached"
            assert facts.certificate in ("valid", "expired")
            assert facts.lot != "recalled"
            assert not (facts.goods_expire and facts.lot_last_day == YESTERDAY)


def test_a_sold_craft_stays_genuine_after_its_certificate_with_the_day_of_its_check() -> None:
    piece = Facts("attached", "expired", "open", False, None, YESTERDAY, True, False)
    assert judge(piece, TODAY) == (Word.GENUINE, Why.CHECKED_THEN)
    words = sentence(Why.CHECKED_THEN, issuer="JKTPO", issued_on=YESTERDAY, valid_until=YESTERDAY)
    assert words.startswith("Checked by JKTPO on 21 November 2026.")


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_its_sentence_and_leaves_no_gap(why: Why) -> None:
    words = sentence(
        why, number="N-1", issuer="JKTPO", issued_on=TODAY, valid_until=TODAY, last_day=TODAY, shown="AAA"
    )
    assert words.endswith(".") and "%(" not in words and "None" not in words


@pytest.mark.parametrize(
    ("devices", "days", "often"), [(25, 10, False), (26, 10, False), (25, 11, False), (26, 11, True)]
)
def test_too_often_takes_many_devices_and_many_days(devices: int, days: int, often: bool) -> None:
    assert Often(25, 10, 365).is_passed(devices, days) == often
