"""The demo's goods: made-up groups, plausible prices, drawn pictures. Read by ``load_demo`` only."""
