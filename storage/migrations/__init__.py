"""The migrations and their entry (env.py). New ones go into versions/."""
