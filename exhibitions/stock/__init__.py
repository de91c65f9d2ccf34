"""Goods on their way to an exhibition and back, counted at each hand; stock is moved, never copied."""
