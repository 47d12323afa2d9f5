INSERT INTO item (name, amount)
	SELECT 'item ' || x, x * 10 FROM SYSTEM_RANGE(1, 20);

INSERT INTO part (id, item_id, label)
	SELECT x, 1 + MOD(x, 20), 'part ' || x || ' ' || REPEAT('00', 200) FROM SYSTEM_RANGE(1, 60);
