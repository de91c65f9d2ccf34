"""Our own addresses, and ``/control/`` for the test that started this process."""

from django.urls import path

from jkrlm.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
)
from jkrlm.urls import urlpatterns as ours
from tests.standin.control import control
from tests.standin.rooms_calls import CALLS

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("control/", control(CALLS)), *ours]
