/**
 * What tools ask a Postgres before the first question of a user, in the way they ask
 * it: each list is one connection's, in order. None may fail.
 */
export const CATALOG_STATEMENTS: Record<string, string[]> = {
  "any driver": [
    "SET extra_float_digits = 3",
    "SET application_name = 'a tool'",
    "SET DateStyle = 'ISO'",
    "SET client_encoding TO 'UTF8'",
    "SET TIME ZONE 'UTC'",
    "SET statement_timeout = '60s'",
    "SET SESSION idle_in_transaction_session_timeout = 60000",
    "SET lock_timeout = 0",
    "SET client_min_messages = warning",
    "SET bytea_output = 'hex'",
    "SHOW transaction_isolation",
    "SHOW TRANSACTION ISOLATION LEVEL",
    "SHOW search_path",
    "SHOW standard_conforming_strings",
    "SHOW default_transaction_read_only",
    "SHOW max_identifier_length",
    "SHOW server_version",
    "SHOW ALL",
    "SELECT 1",
    "SELECT version(), current_schema(), current_database(), session_user, current_user, user",
    "SELECT current_schemas(true), current_setting('server_version_num')::int",
    "SELECT pg_backend_pid(), pg_is_in_recovery(), inet_server_port()",
    "SELECT pg_postmaster_start_time() IS NULL",
    "",
    "-- ping",
    ";",
    "BEGIN READ ONLY",
    "COMMIT",
    "START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "ROLLBACK",
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "RESET ALL",
    "DISCARD ALL",
    "UNLISTEN *",
    "DEALLOCATE ALL",
    "CLOSE ALL",
  ],
  Metabase: [
    `with table_privileges as (
       select null as role, t.schemaname as schema, t.objectname as table,
         pg_catalog.has_any_column_privilege(current_user, format('%I.%I', t.schemaname, t.objectname), 'update') as update,
         pg_catalog.has_any_column_privilege(current_user, format('%I.%I', t.schemaname, t.objectname), 'select') as select,
         pg_catalog.has_table_privilege(current_user, '"' || replace(t.schemaname, '"', '""') || '"."' || t.objectname || '"', 'delete') as delete
       from (select schemaname, tablename as objectname from pg_catalog.pg_tables
             union select schemaname, viewname from pg_catalog.pg_views
             union select schemaname, matviewname from pg_catalog.pg_matviews) t
       where t.schemaname !~ '^pg_' and t.schemaname <> 'information_schema'
         and pg_catalog.has_schema_privilege(current_user, t.schemaname, 'usage'))
     select t.* from table_privileges t`,
    `SELECT n.nspname AS schema, c.relname AS name, c.relkind AS type, d.description, stat.n_live_tup AS estimated
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid
     LEFT JOIN pg_catalog.pg_description d ON c.oid = d.objoid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
     LEFT JOIN pg_stat_user_tables stat ON n.nspname = stat.schemaname AND c.relname = stat.relname
     WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm') AND n.nspname !~ '^information_schema|catalog_history|pg_'
     ORDER BY type, schema, name`,
    `SELECT c.column_name AS name, c.udt_name AS "database-type", c.ordinal_position - 1 AS position, c.table_schema,
       pk.column_name IS NOT NULL AS "pk?", col_description(CAST(CAST(format('%I.%I', CAST(c.table_schema AS text), CAST(c.table_name AS text)) AS regclass) AS oid), c.ordinal_position) AS comment,
       c.is_nullable = 'YES' AS nullable, c.is_identity = 'YES' AND c.column_default IS NULL AS auto
     FROM information_schema.columns c
     LEFT JOIN (SELECT tc.table_schema, tc.table_name, kc.column_name FROM information_schema.table_constraints tc
                JOIN information_schema.key_column_usage kc ON tc.constraint_name = kc.constraint_name
                WHERE tc.constraint_type = 'PRIMARY KEY') pk
       ON c.table_schema = pk.table_schema AND c.table_name = pk.table_name AND c.column_name = pk.column_name
     WHERE c.table_schema !~ '^information_schema|catalog_history|pg_' AND c.table_schema IN ('public')`,
    `SELECT nt.typname FROM pg_type nt JOIN pg_enum e ON e.enumtypid = nt.oid`,
    `SELECT TRUE AS "_" FROM "public"."trade_metrics" WHERE 1 <> 1 LIMIT 0`,
    `SELECT current_setting('TimeZone')`,
  ],
  DBeaver: [
    "SELECT current_schema(), session_user",
    "SELECT db.oid, db.* FROM pg_catalog.pg_database db WHERE 1 = 1 AND datallowconn AND NOT datistemplate OR db.datname = 'lookthrough' ORDER BY db.datname",
    "SELECT reset_val FROM pg_settings WHERE name = 'search_path'",
    "select * from pg_catalog.pg_settings where name = 'standard_conforming_strings'",
    "select string_agg(word, ',') from pg_catalog.pg_get_keywords() where word <> ALL ('{a,abs,absent}'::text[])",
    `SELECT n.oid, n.*, d.description FROM pg_catalog.pg_namespace n
     LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = n.oid AND d.objsubid = 0 AND d.classoid = 'pg_namespace'::regclass
     ORDER BY nspname`,
    `SELECT t.oid, t.*, c.relkind, format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base_type_name, d.description
     FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
     LEFT OUTER JOIN pg_catalog.pg_description d ON t.oid = d.objoid
     WHERE t.typname IS NOT NULL AND (c.relkind IS NULL OR c.relkind = 'c')`,
    `SELECT c.oid, c.*, d.description, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_expr, pg_catalog.pg_get_partkeydef(c.oid) AS partition_key
     FROM pg_catalog.pg_class c
     LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
     WHERE c.relnamespace = 2200 AND c.relkind NOT IN ('i', 'I', 'c')`,
    `SELECT c.relname, a.*, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value, dsc.description, dep.objid
     FROM pg_catalog.pg_attribute a INNER JOIN pg_catalog.pg_class c ON (a.attrelid = c.oid)
     LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON (a.attrelid = ad.adrelid AND a.attnum = ad.adnum)
     LEFT OUTER JOIN pg_catalog.pg_description dsc ON (c.oid = dsc.objoid AND a.attnum = dsc.objsubid)
     LEFT OUTER JOIN pg_depend dep ON dep.refobjid = a.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = a.attnum AND dep.classid = dep.refclassid
     WHERE NOT a.attisdropped AND c.oid = 'trade_metrics'::regclass ORDER BY a.attnum`,
    `SELECT c.oid, c.*, t.relname AS tabrelname, rt.relnamespace AS refnamespace, d.description, null AS consrc_copy
     FROM pg_catalog.pg_constraint c INNER JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
     LEFT OUTER JOIN pg_catalog.pg_class rt ON rt.oid = c.confrelid
     LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid WHERE c.conrelid = 'trade_metrics'::regclass`,
    "SELECT c.oid, pg_catalog.pg_total_relation_size(c.oid) AS total_rel_size, pg_catalog.pg_relation_size(c.oid) AS rel_size FROM pg_class c WHERE c.relnamespace = 2200",
    "SELECT a.oid, a.* FROM pg_catalog.pg_roles a ORDER BY a.rolname",
    "SELECT oid, * FROM pg_catalog.pg_am ORDER BY oid",
    "SELECT l.oid, l.* FROM pg_catalog.pg_language l ORDER BY l.oid",
    "SELECT t.oid, t.*, pg_tablespace_location(t.oid) loc FROM pg_catalog.pg_tablespace t ORDER BY t.oid",
    "SELECT e.* FROM pg_catalog.pg_extension e",
    "SELECT x.* FROM pg_catalog.pg_event_trigger x",
    "SELECT sa.* FROM pg_catalog.pg_stat_activity sa",
    "SELECT p.oid, p.*, pg_catalog.pg_get_expr(p.proargdefaults, 0) AS defs, pg_get_function_identity_arguments(p.oid) FROM pg_catalog.pg_proc p WHERE p.pronamespace = 2200",
    "SELECT i.*, c.relname FROM pg_catalog.pg_index i INNER JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'trade_metrics'::regclass",
    "SELECT x.*, pg_get_triggerdef(x.oid) FROM pg_catalog.pg_trigger x WHERE x.tgrelid = 'trade_metrics'::regclass AND NOT x.tgisinternal",
    "SELECT pg_get_viewdef('information_schema.tables'::regclass, true)",
  ],
  DataGrip: [
    "select current_database() as a, current_schemas(false) as b",
    "select round(extract(epoch from pg_postmaster_start_time() at time zone 'UTC')) as startup_time",
    "select case when pg_catalog.pg_is_in_recovery() then 1 else pg_catalog.txid_current()::varchar::bigint end as current_txid",
    "select N.oid::bigint as id, datname as name, D.description, datistemplate, datallowconn, pg_catalog.pg_get_userbyid(N.datdba) as owner from pg_catalog.pg_database N left join pg_catalog.pg_shdescription D on N.oid = D.objoid order by case when datname = pg_catalog.current_database() then -1::bigint else N.oid::bigint end",
    "select N.oid::bigint as id, N.xmin as state_number, nspname as name, D.description from pg_catalog.pg_namespace N left join pg_catalog.pg_description D on N.oid = D.objoid order by 1",
    "select T.relkind as table_kind, T.relname, T.oid, T.relpersistence, pg_catalog.pg_get_userbyid(T.relowner) as owner from pg_catalog.pg_class T where relnamespace = 2200::oid and relkind in ('r', 'm', 'v', 'f', 'p') order by table_kind, 3",
  ],
  "Power BI": [
    `SELECT ns.nspname, t.oid, t.typname, t.typtype, t.typnotnull, t.elemtypoid
     FROM (SELECT typ.oid, typ.typnamespace, typ.typname, typ.typtype, typ.typrelid, typ.typnotnull, typ.relkind,
             elemtyp.oid AS elemtypoid, elemtyp.typname AS elemtypname, elemcls.relkind AS elemrelkind,
             CASE WHEN elemproc.proname = 'array_recv' THEN 'a' ELSE elemtyp.typtype END AS elemtyptype, typ.typcategory
           FROM (SELECT typ.oid, typnamespace, typname, typrelid, typnotnull, relkind, typelem AS elemoid, typcategory,
                   CASE WHEN proc.proname = 'array_recv' THEN 'a' ELSE typ.typtype END AS typtype,
                   CASE WHEN proc.proname = 'array_recv' THEN typ.typelem WHEN typ.typtype = 'r' THEN rngsubtype
                        WHEN typ.typtype = 'm' THEN (SELECT rngtypid FROM pg_range WHERE rngmultitypid = typ.oid)
                        WHEN typ.typtype = 'd' THEN typ.typbasetype END AS elemtypoid
                 FROM pg_type AS typ LEFT JOIN pg_class AS cls ON (cls.oid = typ.typrelid)
                 LEFT JOIN pg_proc AS proc ON proc.oid = typ.typreceive
                 LEFT JOIN pg_range ON (pg_range.rngtypid = typ.oid)) AS typ
           LEFT JOIN pg_type AS elemtyp ON elemtyp.oid = elemtypoid
           LEFT JOIN pg_class AS elemcls ON (elemcls.oid = elemtyp.typrelid)
           LEFT JOIN pg_proc AS elemproc ON elemproc.oid = elemtyp.typreceive) AS t
     JOIN pg_namespace AS ns ON (ns.oid = typnamespace)
     WHERE typtype IN ('b', 'r', 'm', 'e', 'd') OR (typtype = 'c' AND relkind = 'c') OR (typtype = 'p' AND typname IN ('record', 'void', 'unknown'))
       OR (typtype = 'a' AND (elemtyptype IN ('b', 'r', 'm', 'e', 'd') OR (elemtyptype = 'p' AND elemtypname IN ('record', 'void'))))
     ORDER BY CASE WHEN typtype IN ('b', 'e', 'p') THEN 0 WHEN typtype = 'c' THEN 1 WHEN typtype = 'r' THEN 2 ELSE 3 END`,
    `SELECT typ.oid, att.attname, att.atttypid FROM pg_type AS typ JOIN pg_namespace AS ns ON (ns.oid = typ.typnamespace)
     JOIN pg_class AS cls ON (cls.oid = typ.typrelid) JOIN pg_attribute AS att ON (att.attrelid = typ.typrelid)
     WHERE (typ.typtype = 'c' AND cls.relkind = 'c') AND attnum > 0 AND NOT attisdropped ORDER BY typ.oid, att.attnum`,
    "SELECT pg_type.oid, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid ORDER BY oid, enumsortorder",
    "select TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE from INFORMATION_SCHEMA.tables where TABLE_SCHEMA not in ('information_schema', 'pg_catalog') order by TABLE_SCHEMA, TABLE_NAME",
    `select COLUMN_NAME, ORDINAL_POSITION, IS_NULLABLE, case when (data_type like '%unsigned%') then DATA_TYPE || ' unsigned' else DATA_TYPE end as DATA_TYPE
     from INFORMATION_SCHEMA.columns where TABLE_SCHEMA = 'public' and TABLE_NAME = 'trade_metrics' order by TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`,
    "select character_set_name from INFORMATION_SCHEMA.character_sets",
    `select i.CONSTRAINT_SCHEMA || '_' || i.CONSTRAINT_NAME as INDEX_NAME, ii.COLUMN_NAME, ii.ORDINAL_POSITION, case when i.CONSTRAINT_TYPE = 'PRIMARY KEY' then 'Y' else 'N' end as PRIMARY_KEY
     from INFORMATION_SCHEMA.table_constraints i inner join INFORMATION_SCHEMA.key_column_usage ii
       on i.CONSTRAINT_SCHEMA = ii.CONSTRAINT_SCHEMA and i.CONSTRAINT_NAME = ii.CONSTRAINT_NAME and i.TABLE_NAME = ii.TABLE_NAME
     where i.TABLE_SCHEMA = 'public' and i.TABLE_NAME = 'trade_metrics' and i.CONSTRAINT_TYPE in ('PRIMARY KEY', 'UNIQUE') order by 1, 2`,
    `select pkcol.COLUMN_NAME as PK, fkcol.TABLE_NAME as FK, fkcol.ORDINAL_POSITION as "ORDINAL"
     from (select distinct constraint_catalog, constraint_schema, unique_constraint_schema, constraint_name, unique_constraint_name from INFORMATION_SCHEMA.referential_constraints) fkcon
     inner join INFORMATION_SCHEMA.key_column_usage fkcol on fkcon.CONSTRAINT_SCHEMA = fkcol.CONSTRAINT_SCHEMA and fkcon.CONSTRAINT_NAME = fkcol.CONSTRAINT_NAME
     inner join INFORMATION_SCHEMA.key_column_usage pkcol on fkcon.UNIQUE_CONSTRAINT_NAME = pkcol.CONSTRAINT_NAME`,
    "DISCARD ALL",
  ],
  Tableau: [
    "SET DateStyle = 'ISO';SET extra_float_digits = 2;show transaction_isolation",
    "select oid, typbasetype from pg_type where typname = 'lo'",
    `select n.nspname, c.relname, a.attname, a.atttypid, t.typname, a.attnum, a.attlen, a.atttypmod, a.attnotnull, c.relhasrules, c.relkind, c.oid,
       pg_get_expr(d.adbin, d.adrelid), case t.typtype when 'd' then t.typbasetype else 0 end, t.typtypmod, c.relhasoids, '', c.relhassubclass
     from (((pg_catalog.pg_class c inner join pg_catalog.pg_namespace n on n.oid = c.relnamespace and c.relname = E'trade_metrics' and n.nspname = E'public')
       inner join pg_catalog.pg_attribute a on (not a.attisdropped) and a.attnum > 0 and a.attrelid = c.oid)
       inner join pg_catalog.pg_type t on t.oid = a.atttypid) left outer join pg_attrdef d on a.atthasdef and d.adrelid = a.attrelid and d.adnum = a.attnum
     order by n.nspname, c.relname, attnum`,
    "select ta.attname, ia.attnum, ic.relname, n.nspname, tc.relname from pg_catalog.pg_attribute ta, pg_catalog.pg_attribute ia, pg_catalog.pg_class tc, pg_catalog.pg_index i, pg_catalog.pg_namespace n, pg_catalog.pg_class ic where tc.relname = 'trade_metrics' and n.nspname = 'public' and tc.oid = i.indrelid and n.oid = tc.relnamespace and i.indisprimary = 't' and ia.attrelid = i.indexrelid and ta.attrelid = i.indrelid and ta.attnum = i.indkey[ia.attnum-1] and (not ta.attisdropped) and (not ia.attisdropped) and ic.oid = i.indexrelid order by ia.attnum",
    'SELECT * FROM (SELECT * FROM "public"."trade_metrics" LIMIT 1) AS "Custom SQL Query" LIMIT 0',
    'BEGIN;declare "SQL_CUR0x5581" cursor with hold for SELECT desk FROM trade_metrics GROUP BY 1;fetch 2 in "SQL_CUR0x5581"',
    'fetch 100 in "SQL_CUR0x5581"',
    'close "SQL_CUR0x5581"',
    "COMMIT",
  ],
  Grafana: [
    "SELECT current_setting('server_version_num')::int / 100 AS version",
    "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'",
    `SELECT CASE WHEN quote_ident(table_schema) IN (
         SELECT CASE WHEN trim(s[i]) = '"$user"' THEN user ELSE trim(s[i]) END
         FROM generate_series(array_lower(string_to_array(current_setting('search_path'), ','), 1), array_upper(string_to_array(current_setting('search_path'), ','), 1)) AS i,
           string_to_array(current_setting('search_path'), ',') s)
       THEN quote_ident(table_name) ELSE quote_ident(table_schema) || '.' || quote_ident(table_name) END AS "table"
     FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache') ORDER BY 1`,
    `SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns
     WHERE CASE WHEN array_length(parse_ident('trade_metrics'), 1) = 2 THEN quote_ident(table_schema) = (parse_ident('trade_metrics'))[1] ELSE quote_ident(table_name) = 'trade_metrics' END`,
  ],
  pgAdmin: [
    "SET DateStyle=ISO; SET client_min_messages=notice; SELECT set_config('bytea_output','hex',false) FROM pg_show_all_settings() WHERE name = 'bytea_output'; SET client_encoding='utf-8';",
    "SELECT set_config('bytea_output', 'hex', false) FROM pg_settings WHERE name = 'bytea_output'",
    `SELECT roles.oid AS id, roles.rolname AS name, roles.rolsuper AS is_superuser, CASE WHEN roles.rolsuper THEN true ELSE roles.rolcreaterole END AS can_create_role
     FROM pg_catalog.pg_roles AS roles WHERE rolname = current_user`,
    `SELECT db.oid AS did, db.datname, db.datallowconn, pg_encoding_to_char(db.encoding) AS serverencoding, has_database_privilege(db.oid, 'CREATE') AS cancreate, datistemplate
     FROM pg_catalog.pg_database db WHERE db.datname = current_database()`,
    "SELECT gss_authenticated, encrypted FROM pg_catalog.pg_stat_gssapi WHERE pid = pg_backend_pid()",
    "SELECT pid, state, query FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid()",
    `SELECT nsp.oid, nsp.nspname AS name, has_schema_privilege(nsp.oid, 'CREATE') AS can_create, has_schema_privilege(nsp.oid, 'USAGE') AS has_usage, des.description
     FROM pg_catalog.pg_namespace nsp LEFT OUTER JOIN pg_catalog.pg_description des ON (des.objoid = nsp.oid AND des.classoid = 'pg_namespace'::regclass)
     WHERE nspname NOT LIKE E'pg\\\\_%' ORDER BY nspname`,
    "SELECT rel.oid, rel.relname AS name, (SELECT count(*) FROM pg_trigger WHERE tgrelid = rel.oid AND tgisinternal = false) AS triggercount, (SELECT count(1) FROM pg_catalog.pg_inherits WHERE inhrelid = rel.oid LIMIT 1) AS is_inherits FROM pg_catalog.pg_class rel WHERE rel.relkind IN ('r', 's', 't', 'p') AND rel.relnamespace = 2200::oid ORDER BY rel.relname",
    "SELECT att.attname AS name, att.attnum AS oid, format_type(ty.oid, att.atttypmod) AS datatype, att.attnotnull AS not_null, des.description FROM pg_catalog.pg_attribute att JOIN pg_catalog.pg_type ty ON ty.oid = atttypid LEFT OUTER JOIN pg_catalog.pg_description des ON (des.objoid = att.attrelid AND des.objsubid = att.attnum AND des.classoid = 'pg_class'::regclass) WHERE att.attrelid = 'trade_metrics'::regclass::oid AND att.attnum > 0 AND att.attisdropped IS FALSE ORDER BY att.attnum",
  ],
  "psycopg3 and asyncpg": [
    "SELECT typname AS name, oid, typarray AS array_oid, oid::regtype::text AS regtype, typdelim AS delimiter FROM pg_type t WHERE t.oid = to_regtype('hstore') ORDER BY t.oid",
    `WITH RECURSIVE typeinfo_tree(oid, ns, name, kind, basetype, elemtype, depth) AS (
       SELECT t.oid, 'pg_catalog'::text, t.typname::text, t.typtype, t.typbasetype, t.typelem, 0 FROM pg_type t WHERE t.oid = any('{1009,1016}'::oid[])
       UNION ALL
       SELECT t.oid, 'pg_catalog', t.typname::text, t.typtype, t.typbasetype, t.typelem, tt.depth + 1 FROM pg_type t, typeinfo_tree tt WHERE tt.elemtype != 0 AND t.oid = tt.elemtype)
     SELECT DISTINCT * FROM typeinfo_tree ORDER BY depth DESC`,
    "SELECT pg_advisory_unlock_all(); CLOSE ALL; UNLISTEN *; RESET ALL",
  ],
  "a pool that resets": [
    "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD SEQUENCES; DISCARD TEMP",
    "RESET SESSION AUTHORIZATION",
    "RESET ROLE",
    "SET ROLE NONE",
    "DISCARD PLANS",
    "DISCARD ALL",
  ],
};
