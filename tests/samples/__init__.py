"""Sample plans: the gold of the made-up office's plans, and files of odd shapes."""
