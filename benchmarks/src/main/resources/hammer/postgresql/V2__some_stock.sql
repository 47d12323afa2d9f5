INSERT INTO item (name, amount)
	SELECT 'item ' || x, x * 10 FROM generate_series(1, 20) x;

INSERT INTO part (id, item_id, label)
	SELECT x, 1 + x % 20, 'part ' || x || ' ' || repeat('00', 200) FROM generate_series(1, 60) x;
