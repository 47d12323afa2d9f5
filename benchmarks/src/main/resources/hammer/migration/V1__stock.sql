CREATE TABLE item (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	amount INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE part (
	id INTEGER PRIMARY KEY,
	item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
	label TEXT
);

CREATE INDEX part_item ON part (item_id);

CREATE TABLE log (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	event TEXT NOT NULL,
	item_id INTEGER NOT NULL
);

CREATE VIEW item_parts AS
	SELECT item.id, item.name, count(part.id) AS parts
	FROM item LEFT JOIN part ON part.item_id = item.id
	GROUP BY item.id;

CREATE TRIGGER item_inserted AFTER INSERT ON item
BEGIN
	INSERT INTO log (event, item_id) VALUES ('inserted', new.id);
END;
