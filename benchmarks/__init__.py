"""Measurements, each beside what it is compared with, in one run. `make bench` prints them all."""
