"""Every page that a buyer can open, with something on it: one list, for a browser and for a pair of scales."""
