"""A made-up office in a made-up province: plans, units and people for the demo and for tests."""
