"""A Saleor that cannot be reached is left alone for a while, then tried by one."""

from threading import Barrier, Thread

import pytest

from commerce.errors import StoreRefused, StoreUnavailable
from commerce.saleor.breaker import Breaker, BreakerOpen
from commerce.saleor.pacing import Patience
from tests.common.bad_proxy import Broken, Busy, Pass, Slow
from tests.saleor.transport_stage import Stage, speaker, stage

__all__ = ["speaker", "stage"]


class Watch:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def breaker(watch: Watch) -> Breaker:
    return Breaker(watch)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.admit()
        breaker.failed("no connection")


def refuses_for(breaker: Breaker) -> float:
    with pytest.raises(BreakerOpen) as caught:
        breaker.admit()
    return caught.value.retry_in_seconds


def test_the_fifth_failure_in_a_row_opens_it(breaker: Breaker) -> None:
    fail(breaker, 4)
    breaker.succeeded()
    fail(breaker, 4)
    assert breaker.state().name == "closed"
    fail(breaker, 1)
    assert refuses_for(breaker) == 5.0
    state = breaker.state()
    assert (state.name, state.failures, state.retry_in_seconds, state.reason) == (
        "open",
        5,
        5.0,
        "no connection",
    )


def test_one_tries_then_all_go_through(breaker: Breaker, watch: Watch) -> None:
    fail(breaker, 5)
    watch.seconds += 5
    assert breaker.state().name == "half-open"
    breaker.admit()
    assert refuses_for(breaker) == 30.0
    breaker.succeeded()
    assert (breaker.state().name, breaker.state().reason) == ("closed", "")
    breaker.admit()
    breaker.admit()


def test_it_stays_open_twice_as_long_each_time_up_to_half_a_minute(breaker: Breaker, watch: Watch) -> None:
    fail(breaker, 5)
    waits = []
    for _ in range(5):
        waits.append(refuses_for(breaker))
        watch.seconds += waits[-1]
        fail(breaker, 1)
    assert waits == [5, 10, 20, 30, 30]
    watch.seconds += 30
    breaker.admit()
    breaker.succeeded()
    fail(breaker, 5)
    assert refuses_for(breaker) == 5


def test_stragglers_do_not_prolong_it(breaker: Breaker, watch: Watch) -> None:
    for _ in range(8):
        breaker.admit()
    for _ in range(8):
        breaker.failed("time ran out")
    watch.seconds += 2
    breaker.failed("time ran out")
    assert refuses_for(breaker) == 3


def test_one_that_never_reports_back_does_not_bar_the_way_for_ever(breaker: Breaker, watch: Watch) -> None:
    fail(breaker, 5)
    watch.seconds += 5
    breaker.admit()
    watch.seconds += 30
    breaker.admit()


def test_of_many_at_the_same_moment_one_goes_through(breaker: Breaker, watch: Watch) -> None:
    fail(breaker, 5)
    watch.seconds += 5
    gate, admitted = Barrier(16), []

    def come() -> None:
        gate.wait()
        try:
            breaker.admit()
        except BreakerOpen:
            return
        admitted.append(1)

    threads = [Thread(target=come) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(admitted) == 1


# Around the transport


def test_an_open_breaker_asks_nobody_and_closes_with_the_first_answer(speaker: Stage) -> None:
    speaker.proxy.mode = Broken(503)
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            speaker.slugs()
    assert (speaker.breaker.state().name, speaker.proxy.received) == ("open", 5)
    with pytest.raises(StoreUnavailable, match="not asked again for 5 s: status 503") as caught:
        speaker.open_channel("stalls")
    assert (speaker.proxy.received, caught.value.sent) == (5, False)
    assert 4 < (caught.value.retry_in_seconds or 0) <= 5
    speaker.proxy.mode = Pass()
    speaker.breaker._closed_until = 0.0  # five seconds later
    assert speaker.slugs() == ["rupees"]
    assert speaker.breaker.state().name == "closed"


def test_refusals_and_a_busy_store_are_answers(stage: Stage) -> None:
    for _ in range(6):
        with pytest.raises(StoreRefused):
            stage.slugs(token=None)
    stage.proxy.mode = Busy(retry_after=60)
    for _ in range(6):
        with pytest.raises(StoreUnavailable):
            stage.slugs()
    assert stage.breaker.state().failures == 0


def test_a_store_that_is_too_slow_counts_as_away(speaker: Stage) -> None:
    speaker.proxy.mode = Slow(2)
    for _ in range(5):
        with pytest.raises(StoreUnavailable, match="time ran out"):
            speaker.slugs(patience=Patience(query_seconds=0.1))
    assert speaker.breaker.state().name == "open"
