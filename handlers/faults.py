"""What went wrong: is the store out of reach, or is it our own fault? And the code for the latter.

Called by the edge and by the last word on errors. Nothing here logs what somebody wrote.
"""

from __future__ import annotations

import logging
import secrets
import traceback

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

log = logging.getLogger(__name__)

_OUT_OF_REACH = (OperationalError, InterfaceError, PoolTimeout, ConnectionError, TimeoutError, OSError)


def store_is_down(error: Exception) -> bool:
    """Whether the store cannot be reached, as opposed to having been asked something wrong.

    asyncpg's refusals to connect (starting up, shutting down, too many clients) come as a bare
    DBAPIError; a connection that broke half-way as any of its kinds, marked as invalidated.
    """
    if isinstance(error, _OUT_OF_REACH):
        return True
    return isinstance(error, DBAPIError) and (type(error) is DBAPIError or error.connection_invalidated)


def log_under_a_code(error: BaseException) -> str:
    """Log the kind of error and where it happened under a short code, and return the code.

    Not the error's own words: they may carry what somebody wrote.
    """
    code = secrets.token_hex(2).upper()
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("error %s: %s\n%s", code, _kinds(error), frames)
    return code


def _kinds(error: BaseException) -> str:
    """The kinds of an error and of those that led to it, without their words."""
    kinds: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < 5:
        kinds.append(type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    return " after ".join(kinds)
