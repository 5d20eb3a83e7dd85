"""The use-cases of the office, in the domain's words.

Every function takes an open session and whatever time it is; none commits, none knows Telegram or
a language.
"""
