create table plan_step (
	id integer primary key,
	plan_id integer not null references plan (id) on delete cascade,
	position integer not null check (position > 0),
	description text not null check (length(trim(description)) > 0),
	state text not null default 'pending' check (state in ('pending', 'done')),
	unique (plan_id, position)
);
