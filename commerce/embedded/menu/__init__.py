"""Menus: lists of ways into the shop, kept by staff."""
