CREATE SCHEMA app;
CREATE SEQUENCE app.numbers START WITH 7;
CREATE TABLE app."Qu""oted; $HOME" (
	id SERIAL PRIMARY KEY,
	"sel ect" VARCHAR(200) DEFAULT 'none' NOT NULL,
	text TEXT,
	image BYTEA
);
CREATE TRIGGER app.shouts BEFORE INSERT ON app."Qu""oted; $HOME" FOR EACH ROW CALL 'io.github.pristinedb.engine.h2.KeptDatabaseCommandTests$Shouts';
CREATE ALIAS app.twice FOR 'io.github.pristinedb.engine.h2.KeptDatabaseCommandTests.twice';
