create table plan (
	id integer primary key,
	project_id integer not null references project (id) on delete cascade,
	instruction text not null check (length(trim(instruction)) > 0),
	state text not null default 'draft' check (state in ('draft', 'built', 'applied')),
	created_by integer not null references app_user (id),
	created_at text not null
);

create index plan_project_state on plan (project_id, state);
create index plan_created_by on plan (created_by);
