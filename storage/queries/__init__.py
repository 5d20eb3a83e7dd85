"""Query functions by theme. They read and write through the session they are given; none commits."""
