"""An exhibition: place, days, stall map, prices, team, tasks, programme; its public page and free passes."""
