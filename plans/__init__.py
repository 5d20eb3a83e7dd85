"""A document becomes a draft: files, outline, who, what, with whom, by when, doubts.

Pure: no database, no network, no hidden clock. `python -m plans FILE` runs it alone;
`services/` runs it as a child process. It must not know Telegram, a language or storage.
"""
