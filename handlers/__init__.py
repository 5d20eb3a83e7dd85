"""The Telegram edge: read an update, call one service, reply with a view.

`handlers/routes.py` registers everything in one place. Rules live in `domain/`, use-cases in
`services/`, sentences in `locales/`; nothing here decides about a plan or a deadline.
"""
