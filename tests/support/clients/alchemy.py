"""What SQLAlchemy's inspector and its queries get, as JSON. Where to connect to is in the environment of libpq."""

import json

import sqlalchemy as sa

engine = sa.create_engine("postgresql+psycopg2://")
inspector = sa.inspect(engine)
NAME = "trade_metrics"

answers = {
    "schemas": inspector.get_schema_names(),
    "default_schema": inspector.default_schema_name,
    "tables": inspector.get_table_names(),
    "views": inspector.get_view_names(),
    "columns": [
        {"name": c["name"], "type": str(c["type"]), "nullable": c["nullable"], "comment": c["comment"]}
        for c in inspector.get_columns(NAME)
    ],
    "primary_key": inspector.get_pk_constraint(NAME)["constrained_columns"],
    "foreign_keys": inspector.get_foreign_keys(NAME),
    "indexes": inspector.get_indexes(NAME),
    "unique": inspector.get_unique_constraints(NAME),
    "checks": inspector.get_check_constraints(NAME),
    "comment": inspector.get_table_comment(NAME)["text"],
    "has": [inspector.has_table(NAME), inspector.has_table("nope")],
    "enums": inspector.get_enums(),
    "sequences": inspector.get_sequence_names(),
}

metadata = sa.MetaData()
metadata.reflect(engine)
table = metadata.tables[NAME]
answers["reflected"] = sorted(metadata.tables)

by_desk = (
    sa.select(table.c.desk, sa.func.measure(table.c.notional).label("notional"), sa.func.count())
    .group_by(table.c.desk)
    .order_by(table.c.desk)
)
grouped = sa.select(table.c.desk, sa.func.sum(table.c.notional).label("notional")).group_by(
    table.c.desk
)


def all_of(connection, statement):
    return [list(row) for row in connection.execute(statement)]


with engine.connect() as connection:
    answers["by_desk"] = all_of(connection, by_desk)
    desks = [row[0] for row in answers["by_desk"]][:2]
    answers["in"] = all_of(connection, by_desk.where(table.c.desk.in_(desks)))
    # As Superset asks a query of the user's.
    virtual = sa.text(
        "SELECT desk AS desk, sum(notional) AS notional FROM"
        " (SELECT desk, notional FROM trade_metrics) AS virtual_table"
        " GROUP BY desk ORDER BY notional DESC LIMIT 1000"
    )
    answers["virtual"] = all_of(connection, virtual)
    answers["largest"] = connection.execute(
        sa.select(sa.func.max(grouped.subquery().c.notional))
    ).scalar()
    streamed = connection.execution_options(stream_results=True, max_row_buffer=3)
    answers["streamed"] = all_of(streamed, by_desk)

with engine.connect() as connection, connection.begin():
    savepoint = connection.begin_nested()
    try:
        connection.execute(sa.text("SELECT nope FROM trade_metrics"))
    except sa.exc.ProgrammingError as error:
        answers["error"] = error.orig.pgcode
    savepoint.rollback()
    answers["after_savepoint"] = connection.execute(sa.text("SELECT 1")).scalar()

print(json.dumps(answers, default=str))
