create table context_file (
	id integer primary key,
	project_id integer not null references project (id) on delete cascade,
	path text not null check (length(path) > 0),
	content text not null,
	added_at text not null,
	unique (project_id, path)
);
