-- Three words or more in `IN` make SQLite build a table for each statement that checks them, which cost a fifth of a
-- bulk run. The same checks as comparisons. What is stored stays as it is, so that the text in the schema is all there
-- is to change: the procedure that SQLite's documentation gives for constraints ("Making Other Kinds Of Table Schema
-- Changes"). What is made and dropped at the end makes every open connection read the schema again.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''prepared'', ''active'', ''inactive'')', 'state = ''prepared'' OR state = ''active'' OR state = ''inactive''')
    WHERE type = 'table' AND name = 'login';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''draft'', ''active'', ''closed'')', 'state = ''draft'' OR state = ''active'' OR state = ''closed''')
    WHERE type = 'table' AND name = 'client';
UPDATE sqlite_schema SET sql = replace(sql, 'role IN (''owner'', ''admin'', ''supervisor'', ''manager'', ''guest'')', 'role = ''owner'' OR role = ''admin'' OR role = ''supervisor'' OR role = ''manager'' OR role = ''guest''')
    WHERE type = 'table' AND name = 'access_grant';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''prepared'', ''active'', ''ended'')', 'state = ''prepared'' OR state = ''active'' OR state = ''ended''')
    WHERE type = 'table' AND name = 'access_grant';
UPDATE sqlite_schema SET sql = replace(sql, 'role IN (''owner'', ''admin'', ''supervisor'', ''manager'', ''guest'')', 'role = ''owner'' OR role = ''admin'' OR role = ''supervisor'' OR role = ''manager'' OR role = ''guest''')
    WHERE type = 'table' AND name = 'invitation';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''pending'', ''accepted'', ''declined'', ''cancelled'', ''superseded'', ''expired'')', 'state = ''pending'' OR state = ''accepted'' OR state = ''declined'' OR state = ''cancelled'' OR state = ''superseded'' OR state = ''expired''')
    WHERE type = 'table' AND name = 'invitation';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''pending'', ''approved'', ''linked'', ''unlinked'', ''denied'', ''cancelled'', ''expired'')', 'state = ''pending'' OR state = ''approved'' OR state = ''linked'' OR state = ''unlinked'' OR state = ''denied'' OR state = ''cancelled'' OR state = ''expired''')
    WHERE type = 'table' AND name = 'link';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''unlinked'', ''denied'', ''cancelled'', ''expired'')', '(state = ''unlinked'' OR state = ''denied'' OR state = ''cancelled'' OR state = ''expired'')')
    WHERE type = 'table' AND name = 'link';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''approved'', ''linked'', ''unlinked'', ''denied'')', '(state = ''approved'' OR state = ''linked'' OR state = ''unlinked'' OR state = ''denied'')')
    WHERE type = 'table' AND name = 'link';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''unlinked'', ''cancelled'', ''expired'')', '(state = ''unlinked'' OR state = ''cancelled'' OR state = ''expired'')')
    WHERE type = 'table' AND name = 'link';
UPDATE sqlite_schema SET sql = replace(sql, 'kind IN (''invitation'', ''link'', ''session'', ''password'')', 'kind = ''invitation'' OR kind = ''link'' OR kind = ''session'' OR kind = ''password''')
    WHERE type = 'table' AND name = 'code';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''live'', ''used'', ''dead'')', 'state = ''live'' OR state = ''used'' OR state = ''dead''')
    WHERE type = 'table' AND name = 'code';
UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''queued'', ''sending'', ''written'', ''sent'', ''failed'', ''skipped'', ''bounced'')', 'state = ''queued'' OR state = ''sending'' OR state = ''written'' OR state = ''sent'' OR state = ''failed'' OR state = ''skipped'' OR state = ''bounced''')
    WHERE type = 'table' AND name = 'mail';
UPDATE sqlite_schema SET sql = replace(sql, 'outcome IN (''done'', ''unchanged'', ''refused'', ''failed'')', 'outcome = ''done'' OR outcome = ''unchanged'' OR outcome = ''refused'' OR outcome = ''failed''')
    WHERE type = 'table' AND name = 'audit';
UPDATE sqlite_schema SET sql = replace(sql, 'tab IN (''active'', ''trial'', ''free'', ''cancelled'', ''expired'', ''pending'')', 'tab = ''active'' OR tab = ''trial'' OR tab = ''free'' OR tab = ''cancelled'' OR tab = ''expired'' OR tab = ''pending''')
    WHERE type = 'table' AND name = 'association';
UPDATE sqlite_schema SET sql = replace(sql, 'days IN (30, 7, 1)', 'days = 30 OR days = 7 OR days = 1')
    WHERE type = 'table' AND name = 'reminder';
PRAGMA writable_schema = OFF;
CREATE VIEW schema_changed AS SELECT 1 AS one;
DROP VIEW schema_changed;
