"""A register of the size to plan for: 10,000 certificates, each with its lot and ten labels looked at."""

import io
import os
from pathlib import Path

from django.db import connection

from certification.labels.codes import new_code
from certification.labels.models import Batch, Label

_TICKS = os.sysconf("SC_CLK_TCK")
_TABLES = (
    "cert_certificates_certificate",
    "cert_lots_lot",
    "cert_labels_coverage",
    "cert_labels_batch",
    "cert_labels_label",
)
_CERTIFICATES = """
INSERT INTO cert_certificates_certificate
SELECT (jsonb_populate_record(NULL::cert_certificates_certificate, to_jsonb(c) || jsonb_build_object(
    'id', 100000 + n, 'serial', 100000 + n, 'decision_id', 100000 + n, 'list_index', 10 + n,
    'number', 'JKTPO-26-9' || lpad(n::text, 5, '0'), 'lot_number', 'S26-' || lpad(n::text, 6, '0')
))).* FROM cert_certificates_certificate c, generate_series(1, %s) n WHERE c.number = %s
"""
_LOTS = """
INSERT INTO cert_lots_lot
SELECT (jsonb_populate_record(NULL::cert_lots_lot, to_jsonb(l) || jsonb_build_object(
    'id', 100000 + n, 'key', 'scale-' || n, 'number', 'S26-' || lpad(n::text, 6, '0')
))).* FROM cert_lots_lot l, generate_series(1, %s) n WHERE l.number = %s
"""
_COVERAGE = """
INSERT INTO cert_labels_coverage (id, certificate_number, quantity, attached)
SELECT 100000 + n, 'JKTPO-26-9' || lpad(n::text, 5, '0'), 50, 10 FROM generate_series(1, %s) n
"""
_BATCHES = """
INSERT INTO cert_labels_batch
SELECT (jsonb_populate_record(NULL::cert_labels_batch, to_jsonb(b) || jsonb_build_object(
    'id', 100000 + n, 'key', gen_random_uuid(), 'coverage_id', 100000 + n,
    'certificate_number', 'JKTPO-26-9' || lpad(n::text, 5, '0'), 'lot_number', 'S26-' || lpad(n::text, 6, '0')
))).* FROM cert_labels_batch b, generate_series(1, %s) n WHERE b.id = %s
"""
_SEEN = """
INSERT INTO cert_verification_seen (code, mark, first_on, network)
SELECT code, substring(decode(md5(code || n), 'hex') FROM 1 FOR 12), current_date - (n * 3), ''::bytea
  FROM cert_labels_label, generate_series(1, 3) n
"""


def fill(batch: Batch, *, certificates: int = 10_000, labels_each: int = 10) -> list[str]:
    """Copy the batch's certificate, lot and batch so often; return the codes of the labels on pieces."""
    codes = list({new_code() for _ in range(certificates * labels_each)})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(_CERTIFICATES, [certificates, batch.certificate_number])
        cursor.execute(_LOTS, [certificates, batch.lot_number])
        cursor.execute(_COVERAGE, [certificates])
        cursor.execute(_BATCHES, [certificates, batch.pk])
        rows = io.StringIO()
        for at, code in enumerate(codes):
            number = 100_001 + at % certificates
            rows.write(
                f"{code}\t{number}\t{at // certificates + 1}\tattached\t\t2026-11-01T00:00Z\tperson:1\t\n"
            )
        rows.seek(0)
        with cursor.copy(
            "COPY cert_labels_label (code, batch_id, position, state, unit, changed_at, changed_by, reason)"
            " FROM STDIN"
        ) as copy:
            copy.write(rows.read())
        cursor.execute(_SEEN)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"ANALYZE {', '.join(_TABLES)}, cert_verification_seen")
    assert Label.objects.count() >= len(codes)
    return codes


def database_cpu_s() -> float:
    """CPU time of this connection's server process, in seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
