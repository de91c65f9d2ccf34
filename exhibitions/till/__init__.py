"""The till at a stall: paired tablets, their signed bills, numbers, days and differences."""
