create table report (
	id integer primary key,
	project_id integer not null references project (id) on delete cascade,
	number integer not null check (number > 0),
	state text not null default 'running' check (state in ('running', 'done', 'failed')),
	requested_by integer not null references app_user (id),
	requested_at text not null,
	content text,
	unique (project_id, number),
	check ((state = 'done') = (content is not null))
);

create index report_requested_by on report (requested_by);
