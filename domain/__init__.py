"""The rules of the office as dataclasses and pure functions.

Nothing here reads a clock, a database or a network: what a rule needs is handed to it.
"""
