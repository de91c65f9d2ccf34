"""How a test speaks to a process of its own making: ``POST /control/`` with a name and arguments as JSON."""

import json
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

Call = Callable[..., Any]


def control(calls: Mapping[str, Call]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view; it exists in processes that tests start, and nowhere else."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        asked = json.loads(request.body)
        try:
            return JsonResponse({"answer": calls[asked["call"]](**asked["arguments"])})
        except Exception:
            return JsonResponse({"fault": traceback.format_exc()}, status=500)

    return view
