"""Codes that make a bag cheaper: typed by buyers, made by staff. The vouchers themselves are the store's."""
