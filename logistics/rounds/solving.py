"""
Asks the solver, which is a program of its own: two of them at once, a hub at a time each. No database.

What comes back is driven again here by our own rules before anybody sees it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from queue import Empty, SimpleQueue
from threading import Timer
from typing import Final

from django.conf import settings

from logistics.rounds.errors import NotSolved
from logistics.rounds.problem import Problem, Trip, trip_of

#: One for each core, two at most: the solver is not alone on its machine.
PROCESSES: Final = min(2, os.cpu_count() or 1)
#: The search ends after so many tours tried: the same problem, the same rounds, on any machine that is
#: quick enough.
_TRIES: Final = 60
_TRIES_FOR_EACH_CALL: Final = 6
#: Beyond this a slow machine takes what it has found.
_SECONDS_MAX: Final = 20.0
#: Starting the program and building a large model, on a machine that does other things too.
_GRACE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Solved:
    """The trips of a hub, and the calls that none of them makes."""

    problem: Problem
    trips: tuple[Trip, ...]
    left_out: tuple[int, ...]


def solve(problems: Sequence[Problem], done: Callable[[Solved], None]) -> None:
    """
    Solve each and hand it to ``done``, in this thread, as it comes.

    Raises:
        NotSolved: the solver ended, took too long, or answered with a trip that cannot be driven.
    """
    waiting: SimpleQueue[Problem] = SimpleQueue()
    # The largest first, so that the last one to end is a small one.
    for each in sorted(problems, key=lambda problem: (-len(problem.calls), problem.hub_code)):
        waiting.put(each)
    found: SimpleQueue[Solved | None] = SimpleQueue()
    count = min(PROCESSES, len(problems))
    with ThreadPoolExecutor(max_workers=max(1, count)) as threads:
        works = [threads.submit(_work, waiting, found) for _ in range(count)]
        ended = 0
        while ended < count:
            answer = found.get()
            if answer is None:
                ended += 1
            else:
                done(answer)
        for work in as_completed(works):
            work.result()


def _next(waiting: "SimpleQueue[Problem]") -> Problem | None:
    try:
        return waiting.get_nowait()
    except Empty:
        return None


def _work(waiting: "SimpleQueue[Problem]", found: "SimpleQueue[Solved | None]") -> None:
    try:
        with _solver() as ask:
            # Asked without waiting: the other thread may take the last one between a look and a question.
            while (problem := _next(waiting)) is not None:
                found.put(_checked(problem, ask(problem)))
    finally:
        found.put(None)


@contextmanager
def _solver() -> "Iterator[Callable[[Problem], list[list[int]]]]":
    program = subprocess.Popen(
        [sys.executable, "-m", "logistics.rounds.solver"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None and program.stdout is not None
    lines, answers = program.stdin, program.stdout

    def ask(problem: Problem) -> list[list[int]]:
        wanted = {
            **asdict(problem),
            "tries": _TRIES + _TRIES_FOR_EACH_CALL * len(problem.calls),
            "seconds": min(_SECONDS_MAX, 1 + len(problem.calls) / 2),
        }
        stop = Timer(_SECONDS_MAX + _GRACE_SECONDS, program.kill)
        stop.start()
        try:
            lines.write(json.dumps(wanted) + "\n")
            lines.flush()
            answer = answers.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            stop.cancel()
        if not answer:
            raise NotSolved(f"The solver gave no answer for hub {problem.hub_code}. Plan again.")
        ways: list[list[int]] = json.loads(answer)
        return ways

    try:
        yield ask
    finally:
        program.kill()
        program.communicate()


def _checked(problem: Problem, ways: list[list[int]]) -> Solved:
    trips = [trip_of(problem, truck, way) for truck, way in enumerate(ways) if way]
    made = [each for trip in trips if trip is not None for each in trip.calls]
    if None in trips or len(made) != len(set(made)):
        raise NotSolved(f"The solver’s rounds of hub {problem.hub_code} cannot be driven. Plan again.")
    left = tuple(each for each in range(len(problem.calls)) if each not in set(made))
    return Solved(problem, tuple(trip for trip in trips if trip is not None), left)
