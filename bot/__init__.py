"""The process: settings, wiring, running, sending, the demo. It imports everything; nobody imports it."""

import os

# python-telegram-bot's spans as timedelta: its own future default, and no warning at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")
