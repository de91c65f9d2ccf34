"""How the typed client writes and reads the schema's scalars."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any


def decimal_out(value: Decimal) -> str:
    return str(value)


def datetime_out(value: datetime) -> str:
    return value.isoformat()


def json_in(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def json_out(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
