"""What the addresses of stalls may hold."""

from django.urls import register_converter


class StallAct:
    """What a group does with its application."""

    regex = "withdraw|accept|give-up"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class StallPaper(StallAct):
    """Which document."""

    regex = "letter|passes"


register_converter(StallAct, "stall_act")
register_converter(StallPaper, "stall_paper")
