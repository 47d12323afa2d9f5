insert into role (id, name) values
	(1, 'admin'),
	(2, 'planner'),
	(3, 'viewer');
