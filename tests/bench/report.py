"""What was measured, in Markdown; and where: machine, load, versions."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.allotment import ALLOT_SECONDS_REACH
from tests.bench.certification import LABELS_SECONDS_REACH, SEARCH_P95_MS_REACH, VERIFY_CPU_MS_REACH
from tests.bench.pictures import PICTURE_ALL_SECONDS_REACH, PICTURE_FIRST_SECONDS_REACH
from tests.bench.quote import QUOTE_CPU_MS_REACH

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def environment() -> dict[str, str]:
    """Return the date and what the figures depend on."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = str(cursor.fetchone()[0])
    cpuinfo = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name")]
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": models[0] if models else platform.machine(),
        "cores": str(os.cpu_count()),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "PostgreSQL": postgres,
    }


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _catalogue(part: dict[str, Any]) -> list[str]:
    lines = [
        f"{part['products']:,} products; a web worker holds {part['web_worker_memory_mb']:.0f} MB (reach 150).",
        "",
        _row(["work", "CPU ms", "reach", "SQL", "p50 ms", "p95 ms", "KB", "reached"]),
        _row(["---", "---:", "---:", "---:", "---:", "---:", "---:", "---"]),
    ]
    for row in part["rows"]:
        lines.append(
            _row(
                [
                    row["name"],
                    f"{row['cpu_ms']:.1f}",
                    row["wanted"],
                    "–" if row["sql"] is None else str(row["sql"]),
                    f"{row['p50_ms']:.1f}",
                    f"{row['p95_ms']:.1f}",
                    f"{row['bytes'] / 1000:.1f}",
                    row["reach"],
                ]
            )
        )
    return [*lines, ""]


def _orders(runs: list[dict[str, Any]]) -> list[str]:
    return [line for orders in runs for line in (_order_line(orders), "")]


def _order_line(orders: dict[str, Any]) -> str:
    drained, pace = orders["events_drained_after_seconds"], orders["pace"]
    return (
        f"Orders of 8 requests, {orders['buyers']} buyers, "
        + (f"{pace:g} a second asked for (reach 12)" if pace else "without pause")
        + f": {orders['orders_per_second']:.1f} a second for {orders['seconds']:.0f} s, "
        f"{orders['cpu_ms_per_order']:.0f} ms CPU each, {orders['refused']} refused"
        f"{': ' if orders['reason'] else ''}{orders['reason']}; events "
        + ("not drained in 300 s" if drained is None else f"drained {drained:.1f} s after the last order")
        + (f" (reach 30); reached: {orders['reach']}." if pace else ".")
    )


def _payouts(payouts: dict[str, Any]) -> list[str]:
    return [
        f"A payout batch of {payouts['transfers']:,} groups (to be built within 30 s); "
        f"reached: {payouts['reach']}.",
        "",
        _row(["step", "seconds", "CPU seconds"]),
        _row(["---", "---:", "---:"]),
        *(
            _row([step["name"], f"{step['seconds']:.1f}", f"{step['cpu_seconds']:.1f}"])
            for step in payouts["steps"]
        ),
        "",
    ]


def _certification(part: dict[str, Any]) -> list[str]:
    look = part["look"]
    return [
        "A register of 10,000 certificates and 100,000 labels.",
        "",
        _row(["work", "measured", "reach", "reached"]),
        _row(["---", "---:", "---:", "---"]),
        _row(
            [
                "a look at a label, label and device new each time",
                f"{look['cpu_ms']:.1f} ms CPU, p95 {look['p95_ms']:.1f} ms, {look['bytes'] / 1000:.1f} KB",
                f"{VERIFY_CPU_MS_REACH:g} ms CPU",
                look["reach"],
            ]
        ),
        _row(
            [
                "search in the register",
                f"p95 {part['search_p95_ms']:.1f} ms",
                f"p95 {SEARCH_P95_MS_REACH:g} ms",
                _within(part["search_p95_ms"], SEARCH_P95_MS_REACH),
            ]
        ),
        _row(
            [
                f"{part['labels']:,} labels with all sheets",
                f"{part['labels_seconds']:.1f} s",
                f"{LABELS_SECONDS_REACH:g} s",
                _within(part["labels_seconds"], LABELS_SECONDS_REACH),
            ]
        ),
        "",
    ]


def _pictures(part: dict[str, Any]) -> list[str]:
    rows = []
    for name, words, reach in (
        ("first", "its first rendition", PICTURE_FIRST_SECONDS_REACH),
        ("all", "all of them", PICTURE_ALL_SECONDS_REACH),
    ):
        cpu, clock = part[f"{name}_seconds"], part[f"{name}_clock_seconds"]
        rows.append(
            _row(
                [
                    f"a photograph of 12 megapixels, from upload to {words}",
                    f"{cpu:.1f} s CPU, {clock:.1f} s by the clock",
                    f"{reach:g} s CPU",
                    _within(cpu, reach),
                ]
            )
        )
    return [
        "",
        _row(["work", "measured", "reach", "reached"]),
        _row(["---", "---:", "---:", "---"]),
        *rows,
        "",
    ]


def _quote(part: dict[str, Any]) -> list[str]:
    return [
        _row(["work", "measured", "reach", "reached"]),
        _row(["---", "---:", "---:", "---"]),
        _row(
            [
                "delivery of ten lines from four groups, quoted and kept",
                f"{part['cpu_ms']:.1f} ms CPU, {part['sql']} SQL",
                f"{QUOTE_CPU_MS_REACH:g} ms CPU",
                part["reach"],
            ]
        ),
        "",
    ]


def _allotment(part: dict[str, Any]) -> list[str]:
    return [
        f"{part['applications']:,} applications to {part['stalls']} stalls with quotas: allotted in "
        f"{part['seconds']:.2f} s, repeated from what was sealed in {part['repeated_seconds']:.2f} s "
        f"(reach {ALLOT_SECONDS_REACH:.0f}); reached: {part['reach']}.",
        "",
    ]


def _within(value: float, reach: float) -> str:
    return "yes" if value <= reach else "no"


def markdown(result: dict[str, Any]) -> str:
    """Return the tables."""
    lines = ["; ".join(f"{name}: {value}" for name, value in result["environment"].items()) + ".", ""]
    for part in result["catalogues"]:
        lines += _catalogue(part)
    if result.get("orders"):
        lines += _orders(result["orders"])
    if result.get("payouts"):
        lines += _payouts(result["payouts"])
    if result.get("certification"):
        lines += _certification(result["certification"])
    if result.get("quote"):
        lines += _quote(result["quote"])
    if result.get("allotment"):
        lines += _allotment(result["allotment"])
    if result.get("pictures"):
        lines += _pictures(result["pictures"])
    return "\n".join(lines).rstrip()


def write_docs(text: str) -> None:
    """Replace what stands between the two marks in docs/performance.md."""
    before, _, rest = DOCS.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    DOCS.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")
