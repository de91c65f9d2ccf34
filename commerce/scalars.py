"""
How the typed client writes and reads the schema's scalars.

The client calls these for arguments that were left out too: those pass through and are not sent.
"""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any


def decimal_out(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def datetime_out(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def json_in(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def json_out(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
