-- Who may do what: made sure of whenever the application starts, and in tests once for each template.
insert into role (id, name) values
	(1, 'admin'),
	(2, 'planner'),
	(3, 'viewer')
on conflict do nothing;
