"""A payout batch of ten thousand groups, built, approved, filed and answered: seconds and CPU of each step."""

import os
import time
import uuid
from collections.abc import Callable
from typing import Any

BUILD_SECONDS_REACH = 30


def payout_run(count: int = 10_000) -> dict[str, Any]:
    """Make the groups and their orders, then measure; CPU is ours and our database backend's together."""
    from django.db import connection

    from jkrlm.kernel import clock
    from sellers.orders.clearing import clear_due_shares
    from sellers.payouts.services.build_batch import ask_for_batch, build_batch
    from sellers.payouts.services.decide_batch import approve_batch
    from sellers.payouts.services.make_bank_file import make_bank_file
    from sellers.payouts.services.result_files import apply_result_file, take_result_file
    from tests.bench.processes import ticks_of
    from tests.payouts.large import open_year, result_file
    from tests.payouts.world import finance

    staff = finance()
    open_year(count, staff)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    steps: list[dict[str, Any]] = []

    def measured(name: str, call: Callable[[], Any]) -> Any:
        cpu, began = ticks_of({os.getpid(), backend}), time.perf_counter()
        done = call()
        steps.append(
            {
                "name": name,
                "seconds": time.perf_counter() - began,
                "cpu_seconds": ticks_of({os.getpid(), backend}) - cpu,
            }
        )
        return done

    measured("shares clear", lambda: clear_due_shares(now=clock.now()))
    number = ask_for_batch(key=uuid.uuid4(), actor=staff["maker"], now=clock.now())
    batch = measured("batch built", lambda: build_batch(batch_id=number))
    measured(
        "approved, sent in the ledger",
        lambda: approve_batch(
            batch_id=number, actor=staff["checker"], now=clock.now(), seen_total=batch.total
        ),
    )
    measured(
        "file for the bank",
        lambda: make_bank_file(
            batch_id=number, format_slug="neft-csv", actor=staff["maker"], now=clock.now()
        ),
    )
    content = result_file(number)
    taken = measured(
        "the bank's answer checked",
        lambda: take_result_file(
            name="a.csv", content=content, format_slug="result-csv", actor=staff["maker"], now=clock.now()
        ),
    )
    measured(
        "the bank's answer applied",
        lambda: apply_result_file(result_id=taken.pk, actor=staff["maker"], now=clock.now()),
    )
    built = next(step["seconds"] for step in steps if step["name"] == "batch built")
    return {
        "transfers": batch.count,
        "steps": steps,
        "reach": "yes" if batch.count >= count and built <= BUILD_SECONDS_REACH else "no",
    }
