CREATE TABLE account (name TEXT PRIMARY KEY, password TEXT NOT NULL);
INSERT INTO account VALUES ('ada', 'hunter1');
