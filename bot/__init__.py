"""The process: settings, wiring, running, sending, the demo. It imports everything; nobody imports it."""
