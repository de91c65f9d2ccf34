"""
A program of its own: reads problems, a line each, and answers each with a line. Only here is OR-tools
loaded, so
that neither a web worker nor the task's process carries it.

The same problem gives the same answer: the search ends after so many improvements tried, and only where a
machine
is very slow by the clock.
"""

import json
import sys
from typing import Any, Final

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

#: What leaving a call out costs, in metres: more than any way within a division.
_LEFT_OUT: Final = 2_000_000
_FEW_CALLS: Final = 8


def solve(problem: dict[str, Any]) -> list[list[int]]:
    """
    Return for each vehicle the calls in their order, as numbers from 0; what stands nowhere is left
    out.
    """
    calls, trucks, metres = problem["calls"], problem["trucks"], problem["metres"]
    manager = pywrapcp.RoutingIndexManager(len(calls) + 1, len(trucks), 0)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(metres))
    load = routing.RegisterUnaryTransitVector([0, *(each["grams"] for each in calls)])
    routing.AddDimensionWithVehicleCapacity(
        load, 0, [each["capacity_grams"] for each in trucks], True, "grams"
    )
    _add_time(problem, manager, routing)
    for number in range(1, len(calls) + 1):
        routing.AddDisjunction([manager.NodeToIndex(number)], _LEFT_OUT)
    found = routing.SolveWithParameters(_parameters(problem))
    if found is None:
        return [[] for _ in trucks]
    return [_way(routing, manager, found, vehicle) for vehicle in range(len(trucks))]


def _add_time(problem: dict[str, Any], manager: Any, routing: Any) -> None:
    calls, trucks, metres = problem["calls"], problem["trucks"], problem["metres"]
    loading = [0, *(each["minutes"] for each in calls)]
    by_speed = {
        speed: routing.RegisterTransitMatrix(
            [
                [
                    loading[row] + -(-leg * 60 // (speed * 1000)) if row != column else 0
                    for column, leg in enumerate(legs)
                ]
                for row, legs in enumerate(metres)
            ]
        )
        for speed in sorted({each["speed_kmh"] for each in trucks})
    }
    day = max(each["ends"] for each in trucks)
    routing.AddDimensionWithVehicleTransits(
        [by_speed[each["speed_kmh"]] for each in trucks], day, day, False, "minutes"
    )
    minutes = routing.GetDimensionOrDie("minutes")
    for number, each in enumerate(calls, start=1):
        minutes.CumulVar(manager.NodeToIndex(number)).SetRange(
            each["opens"], each["closes"] - each["minutes"]
        )
    for vehicle, each in enumerate(trucks):
        minutes.CumulVar(routing.Start(vehicle)).SetRange(each["starts"], each["ends"])
        minutes.CumulVar(routing.End(vehicle)).SetRange(each["starts"], each["ends"])


def _parameters(problem: dict[str, Any]) -> Any:
    wanted = pywrapcp.DefaultRoutingSearchParameters()
    wanted.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    # A way of few calls has nothing to be guided out of: the guided search would turn round until the clock.
    kinds = routing_enums_pb2.LocalSearchMetaheuristic
    few = len(problem["calls"]) <= _FEW_CALLS
    wanted.local_search_metaheuristic = kinds.GREEDY_DESCENT if few else kinds.GUIDED_LOCAL_SEARCH
    wanted.solution_limit = problem["tries"]
    wanted.time_limit.FromMilliseconds(int(problem["seconds"] * 1000))
    return wanted


def _way(routing: Any, manager: Any, found: Any, vehicle: int) -> list[int]:
    index, way = routing.Start(vehicle), []
    while not routing.IsEnd(index):
        node = manager.IndexToNode(index)
        if node:
            way.append(node - 1)
        index = found.Value(routing.NextVar(index))
    return way


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(solve(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
