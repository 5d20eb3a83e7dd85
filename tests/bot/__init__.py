"""The process: settings, logs, wiring."""
