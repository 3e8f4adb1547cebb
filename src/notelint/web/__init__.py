"""Addresses on the web: how they are written, what they mean, and whether they are alive."""
