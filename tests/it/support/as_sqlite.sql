-- The words of SQLite that tests look into a database with, for one on a server. They are in a schema of their own.
CREATE SCHEMA IF NOT EXISTS as_sqlite;
CREATE OR REPLACE FUNCTION as_sqlite.hex(bytea) RETURNS text LANGUAGE sql AS 'SELECT upper(encode($1, ''hex''))';
CREATE OR REPLACE FUNCTION as_sqlite.instr(text, text) RETURNS bigint LANGUAGE sql AS 'SELECT strpos($1, $2)::bigint';
CREATE OR REPLACE FUNCTION as_sqlite.zeroblob(integer) RETURNS bytea LANGUAGE sql AS 'SELECT decode(repeat(''00'', $1), ''hex'')';
CREATE OR REPLACE AGGREGATE as_sqlite.group_concat(text, text) (SFUNC = string_agg_transfn, STYPE = internal, FINALFUNC = string_agg_finalfn);
CREATE OR REPLACE VIEW as_sqlite.sqlite_schema AS
SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE 'index' END AS type, relname::text AS name, relname::text AS tbl_name
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'i')
UNION ALL
SELECT 'trigger', tgname::text, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal;
CREATE OR REPLACE VIEW as_sqlite.sqlite_master AS SELECT * FROM as_sqlite.sqlite_schema;
CREATE OR REPLACE FUNCTION as_sqlite.pragma_table_info(of_table text, OUT cid bigint, OUT name text, OUT type text) RETURNS SETOF record LANGUAGE sql AS '
SELECT attnum - 1, attname::text, CASE format_type(atttypid, NULL) WHEN ''bigint'' THEN ''INTEGER'' WHEN ''bytea'' THEN ''BLOB'' ELSE ''TEXT'' END
  FROM pg_attribute WHERE attrelid = to_regclass(of_table) AND attnum > 0 ORDER BY attnum';
