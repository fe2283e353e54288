-- Which key file belongs to this database: the fingerprint of its key, from which the key cannot be computed. None in a
-- database from before, until the first change that can read the key.

-- Earlier migrations rewrote the texts of tables: have this connection read them anew before it adds a column.
PRAGMA writable_schema = RESET;

ALTER TABLE house ADD COLUMN key_fingerprint TEXT;
