"""Repair of text that was read in the wrong language."""
