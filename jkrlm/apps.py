from django.apps import AppConfig


class JkrlmConfig(AppConfig):
    name = "jkrlm"
    label = "jkrlm"

    def ready(self) -> None:
        from jkrlm.wiring import connect

        connect()
