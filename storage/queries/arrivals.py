"""Writing down what arrived and what begins, at the pace at which messages go out.

`mark_sent` within a session; `note` in one go, past the sessions: one statement on PostgreSQL, one visit to a thread on
SQLite. Called by services/recording.py. A row whose lease another took is not touched.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database import Database
from storage.types import UTCDateTime

Arrived = tuple[int, Sequence[int], int]
"""(chat, its rows, message id)"""

_VALUES = "state = 'sent', sent_at = :now, attempts = attempts + 1, last_error = NULL, lease_until = NULL, lease_by = NULL"
_MINE = "reminder.state = 'sending' AND reminder.lease_by = :worker"
# One value for all rows: binding each row's own would cost more than the database's part of it.
_ARRIVED = {
    "sqlite": text(
        f"UPDATE reminder SET message_id = json_extract(told.value, '$[1]'), {_VALUES} FROM json_each(:told) AS told"  # noqa: S608 - only words of this module
        f" WHERE reminder.id = json_extract(told.value, '$[0]') AND {_MINE}"
    ),
    "postgresql": text(
        f"UPDATE reminder SET message_id = CAST(told.value ->> 1 AS INTEGER), {_VALUES}"  # noqa: S608 - as above
        " FROM json_array_elements(CAST(:told AS JSON)) AS told(value)"
        f" WHERE reminder.id = CAST(told.value ->> 0 AS INTEGER) AND {_MINE}"
    ),
}
_TOLD = {
    "sqlite": text(
        "UPDATE chat SET told_at = :now, told_message_id = json_extract(told.value, '$[1]'), lost_topic = false"
        " FROM json_each(:told) AS told WHERE chat.id = json_extract(told.value, '$[0]')"
    ),
    "postgresql": text(
        "UPDATE chat SET told_at = :now, told_message_id = CAST(told.value ->> 1 AS INTEGER), lost_topic = false"
        " FROM json_array_elements(CAST(:told AS JSON)) AS told(value)"
        " WHERE chat.id = CAST(told.value ->> 0 AS INTEGER)"
    ),
}


async def mark_sent(session: AsyncSession, arrived: Sequence[Arrived], worker: str, now: datetime) -> None:
    """Note what arrived."""
    if not arrived:
        return
    rows, chats = _as_json(arrived)
    kind = session.get_bind().dialect.name
    moment = bindparam("now", now, type_=UTCDateTime())
    connection = await session.connection()
    await connection.execute(_ARRIVED[kind].bindparams(moment), {"told": rows, "worker": worker})
    await connection.execute(_TOLD[kind].bindparams(moment), {"told": chats})


def _as_json(arrived: Sequence[Arrived]) -> tuple[str, str]:
    """(row, message) and (chat, message) of each."""
    rows = [(row, message) for _, ids, message in arrived for row in ids]
    return json.dumps(rows), json.dumps([(chat, message) for chat, _, message in arrived])


_STARTED = text(
    "UPDATE reminder SET started_at = :now"  # noqa: S608 - only words of this module
    f" WHERE reminder.id IN (SELECT value FROM json_each(:starting)) AND {_MINE} RETURNING id"
)
_IN_ONE = text(
    f"WITH arrived AS ({str(_ARRIVED['postgresql']).replace(':told', ':rows')}),"  # noqa: S608 - as above
    f" chats AS ({str(_TOLD['postgresql']).replace(':told', ':chats')})"
    " UPDATE reminder SET started_at = :now WHERE reminder.id IN"
    f" (SELECT CAST(value AS INTEGER) FROM json_array_elements_text(CAST(:starting AS JSON))) AND {_MINE}"
    " RETURNING reminder.id"
)


async def note(
    database: Database, arrived: Sequence[Arrived], starting: Sequence[int], worker: str, now: datetime
) -> set[int]:
    """Note what arrived and, of these rows, that they begin; gives those that are the worker's and may."""
    rows, chats = _as_json(arrived)
    values = {"worker": worker, "starting": json.dumps(list(starting))}
    if not database.is_sqlite:
        statement = _IN_ONE.bindparams(bindparam("now", now, type_=UTCDateTime()))
        async with database.by_itself() as connection:
            found = await connection.execute(statement, {**values, "rows": rows, "chats": chats})
            return set(found.scalars())
    process = UTCDateTime().bind_processor(database.engine.dialect)
    moment = process(now) if process is not None else now

    def work(connection: sqlite3.Connection) -> set[int]:
        if arrived:
            connection.execute(str(_ARRIVED["sqlite"]), {**values, "now": moment, "told": rows})
            connection.execute(str(_TOLD["sqlite"]), {"now": moment, "told": chats})
        mine = connection.execute(str(_STARTED), {**values, "now": moment}).fetchall() if starting else []
        return {row[0] for row in mine}

    return await database.in_one_go(work)
