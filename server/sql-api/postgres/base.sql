-- What every database has before it has tables. One transaction, run by the superuser.

-- Logins may be called postgres or cube, so the superuser takes a name nobody
-- else has; see login-names.ts for the owner of the tables.
UPDATE pg_catalog.pg_authid SET rolname = 'pg_system' WHERE oid = 10;

-- Owner of the tables, which tools show.
CREATE ROLE cube NOLOGIN;
GRANT CREATE ON SCHEMA public TO cube;

-- Who runs statements. There is one, named after each login in turn, so that no
-- login can read the names of others.
CREATE ROLE login LOGIN;

-- MEASURE(x) has the type of x. https://cube.dev/docs/product/apis-integrations/sql-api/query-format
CREATE AGGREGATE pg_catalog.measure(anyelement) (
  sfunc = pg_catalog.any_value_transfn,
  stype = anyelement
);

-- Columns of catalogs that newer versions removed and older clients ask for:
-- f(row) can be written row.f.
CREATE FUNCTION pg_catalog.relhasoids(pg_catalog.pg_class) RETURNS boolean
  LANGUAGE sql IMMUTABLE RETURN false;
CREATE FUNCTION pg_catalog.relhaspkey(pg_catalog.pg_class) RETURNS boolean
  LANGUAGE sql IMMUTABLE RETURN false;
CREATE FUNCTION pg_catalog.proisagg(pg_catalog.pg_proc) RETURNS boolean
  LANGUAGE sql IMMUTABLE RETURN $1.prokind = 'a';
CREATE FUNCTION pg_catalog.proiswindow(pg_catalog.pg_proc) RETURNS boolean
  LANGUAGE sql IMMUTABLE RETURN $1.prokind = 'w';
CREATE FUNCTION pg_catalog.adsrc(pg_catalog.pg_attrdef) RETURNS text
  LANGUAGE sql STABLE RETURN pg_catalog.pg_get_expr($1.adbin, $1.adrelid);
CREATE FUNCTION pg_catalog.consrc(pg_catalog.pg_constraint) RETURNS text
  LANGUAGE sql STABLE RETURN pg_catalog.pg_get_expr($1.conbin, $1.conrelid);
CREATE FUNCTION pg_catalog.datlastsysoid(pg_catalog.pg_database) RETURNS oid
  LANGUAGE sql IMMUTABLE RETURN 16383::oid;
CREATE FUNCTION pg_catalog.daticulocale(pg_catalog.pg_database) RETURNS text
  LANGUAGE sql IMMUTABLE RETURN $1.datlocale;
CREATE FUNCTION pg_catalog.colliculocale(pg_catalog.pg_collation) RETURNS text
  LANGUAGE sql IMMUTABLE RETURN $1.colllocale;

-- Statements read empty tables and the catalogs, and nothing else. Of the
-- functions that do more than compute, only those stay which tell about the
-- database; the rest set, wait, lock, write, or run SQL given as text.
DO $$
DECLARE
  routine regprocedure;
BEGIN
  FOR routine IN
    SELECT oid FROM pg_catalog.pg_proc
    WHERE (provolatile = 'v' OR proname ~ '_to_xml(schema|_and_xmlschema)?$')
      AND proname NOT IN (
        'array_sample', 'array_shuffle', 'clock_timestamp', 'current_query',
        'currtid2', 'gen_random_uuid', 'pg_advisory_unlock_all', 'pg_blocking_pids',
        'pg_collation_actual_version', 'pg_control_checkpoint',
        'pg_control_init', 'pg_control_recovery', 'pg_control_system',
        'pg_current_wal_lsn', 'pg_database_collation_actual_version',
        'pg_database_size', 'pg_get_sequence_data', 'pg_get_wait_events',
        'pg_indexes_size', 'pg_is_in_recovery', 'pg_is_wal_replay_paused',
        'pg_jit_available', 'pg_last_committed_xact',
        'pg_last_wal_receive_lsn', 'pg_last_wal_replay_lsn',
        'pg_last_xact_replay_timestamp', 'pg_lock_status',
        'pg_notification_queue_usage', 'pg_partition_ancestors',
        'pg_partition_tree', 'pg_prepared_xact', 'pg_relation_size',
        'pg_sequence_last_value', 'pg_table_size', 'pg_tablespace_size',
        'pg_total_relation_size', 'pg_xact_commit_timestamp', 'random',
        'random_normal', 'timeofday', 'uuidv4', 'uuidv7'
      )
      AND proname !~ '^pg_stat_get_'
  LOOP
    EXECUTE format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC', routine);
  END LOOP;
END $$;

-- An UPDATE of this view is a SET.
REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC;
REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC;
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
DROP EXTENSION plpgsql;

-- So that tools list one database, and half as much memory is needed.
UPDATE pg_catalog.pg_database SET datistemplate = false;
