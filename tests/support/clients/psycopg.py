"""What psycopg2 gets, as JSON. Where to connect to is in the environment of libpq."""

import datetime
import decimal
import json
import sys

import psycopg2
import psycopg2.extras

BY_DESK = "SELECT desk, measure(notional), count(*) FROM trade_metrics {} GROUP BY 1 ORDER BY 1"

connection = psycopg2.connect("")
answers = {}


def rows(sql, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    connection.commit()
    return found


def failure(work):
    try:
        work()
    except psycopg2.Error as error:
        connection.rollback()
        return {"code": error.pgcode, "hint": error.diag.message_hint}


answers["by_desk"] = rows(BY_DESK.format(""))
desks = [row[0] for row in answers["by_desk"]][:2]
answers["desks"] = desks
answers["any"] = rows(BY_DESK.format("WHERE desk = ANY(%s)"), (desks,))
answers["none_of"] = rows(BY_DESK.format("WHERE desk <> ALL(%s)"), (desks,))
answers["in"] = rows(BY_DESK.format("WHERE desk IN %(desks)s"), {"desks": tuple(desks)})
answers["empty_any"] = rows(BY_DESK.format("WHERE desk = ANY(%s)"), ([],))
answers["numbers"] = rows(
    BY_DESK.format("WHERE portfolio_manager_id = ANY(%s)"), ([0, 1, 2, 3],)
)
answers["dates"] = rows(
    BY_DESK.format("WHERE trade_date >= %s AND trade_date < %s"),
    (datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 10)),
)
answers["types"] = [
    type(value).__name__
    for value in rows(
        "SELECT desk, trade_date, measure(notional), count(*), measure(notional) > 0,"
        " round(measure(notional)::numeric, 2), NULL::text"
        " FROM trade_metrics GROUP BY 1, 2 LIMIT 1"
    )[0]
]
answers["constants"] = rows(
    "SELECT %s, %s, %s, %s, %s, %s",
    ("it's \\ é", None, True, 1.5, decimal.Decimal("0.10"), b"\x00\xff"),
)[0][:4]

with connection.cursor("server_side") as cursor:
    cursor.itersize = 3
    cursor.execute(BY_DESK.format(""))
    answers["server_side"] = list(cursor)
connection.commit()

with connection.cursor("held", withhold=True) as cursor:
    cursor.execute(BY_DESK.format(""))
    first = cursor.fetchmany(2)
    connection.commit()
    answers["held"] = first + cursor.fetchall()
connection.commit()

with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
    cursor.execute(BY_DESK.format(""))
    answers["columns"] = [column.name for column in cursor.description]
    answers["as_dicts"] = [dict(row) for row in cursor]
connection.commit()

with connection.cursor("there_and_back", scrollable=True) as cursor:
    cursor.execute(BY_DESK.format(""))
    there = [cursor.fetchone() for _ in range(3)]
    cursor.scroll(-3)
    answers["scrolled"] = there + cursor.fetchmany(3)
connection.commit()

forward = connection.cursor("forward", scrollable=False)
forward.execute(BY_DESK.format(""))
forward.fetchone()
answers["forward_only"] = failure(lambda: forward.scroll(-1))
with connection.cursor() as cursor:
    answers["copy"] = failure(
        lambda: cursor.copy_expert("COPY trade_metrics TO STDOUT", sys.stderr)
    )
    answers["insert"] = failure(
        lambda: cursor.execute("INSERT INTO trade_metrics (desk) VALUES (%s)", ("x",))
    )
    answers["unknown"] = failure(lambda: cursor.execute("SELECT nope FROM trade_metrics"))

isolation = []
for level in (1, 2, 3, 4):
    connection.set_session(isolation_level=level, readonly=True)
    isolation.append(rows("SHOW transaction_isolation")[0][0])
answers["isolation"] = isolation
connection.set_session(isolation_level="DEFAULT", readonly=True, autocommit=True)
answers["read_only"] = rows("SHOW default_transaction_read_only")[0][0]
answers["zone"] = connection.get_parameter_status("TimeZone")
connection.close()

print(json.dumps(answers, default=str))
