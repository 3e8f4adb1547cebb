"""Giving a note another path, or a heading another text, and mending what leads there."""
