"""
Rounds: which vehicle of a hub picks up at which collection points, in which order and at what hour. Owns
vehicles, the plan of a day, its rounds and stops, and what drivers did at each.
"""
