"""What asyncpg gets, whose results are all binary, as JSON. Where to connect to is in the environment of libpq."""

import asyncio
import datetime
import json
import os

import asyncpg

BY_DESK = "SELECT desk, measure(notional), count(*) FROM trade_metrics {} GROUP BY 1 ORDER BY 1"


async def rows(connection, condition="", *values):
    return [list(row) for row in await connection.fetch(BY_DESK.format(condition), *values)]


async def failure(work):
    try:
        await work
    except asyncpg.PostgresError as error:
        return error.sqlstate


async def main():
    pool = await asyncpg.create_pool(min_size=1, max_size=2, ssl=False)
    answers = {}
    async with pool.acquire() as connection:
        answers["by_desk"] = await rows(connection)
        desks = [row[0] for row in answers["by_desk"]][:2]
        answers["any"] = await rows(connection, "WHERE desk = ANY($1)", desks)
        answers["numbers"] = await rows(connection, "WHERE portfolio_manager_id = ANY($1)", [0, 1, 2, 3])
        answers["dates"] = await rows(
            connection,
            "WHERE trade_date >= $1 AND trade_date < $2",
            datetime.datetime(2024, 1, 1),
            datetime.datetime(2024, 1, 10),
        )
        answers["constants"] = await connection.fetchrow(
            "SELECT $1::numeric, '{1,2}'::int[], interval '1 day', '2024-01-01'::date, $2::json, NULL::text", 1, "[1]"
        )
        answers["constants"] = [str(value) for value in answers["constants"]]
        statement = await connection.prepare(BY_DESK.format("WHERE desk = $1"))
        answers["prepared"] = [[list(row) for row in await statement.fetch(desk)] for desk in desks]
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            answers["isolation"] = await connection.fetchval("SHOW transaction_isolation")
            answers["portions"] = [
                list(row) async for row in connection.cursor(BY_DESK.format(""), prefetch=3)
            ]
            cursor = await connection.cursor(BY_DESK.format(""))
            answers["second"] = list((await cursor.fetch(2))[1])
            answers["passed"] = await cursor.forward(2)
            answers["fifth"] = list(await cursor.fetchrow())
            answers["left"] = await cursor.forward(1000)
        answers["unknown"] = await failure(connection.fetch("SELECT nope FROM trade_metrics"))
        answers["copy"] = await failure(connection.copy_from_query("SELECT 1", output=os.devnull))
        await connection.execute("SET application_name = 'borrowed'")
    # Given back, a connection is reset.
    answers["reset"] = await pool.fetchval("SHOW application_name")
    await pool.close()
    print(json.dumps(answers, default=str))


asyncio.run(main())
