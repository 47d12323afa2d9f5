INSERT INTO item (name, amount)
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
	SELECT 'item ' || i, i * 10 FROM n;

INSERT INTO part (id, item_id, label)
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
	SELECT i, 1 + i % 20, 'part ' || i || ' ' || hex(zeroblob(200)) FROM n;

PRAGMA user_version = 7;
