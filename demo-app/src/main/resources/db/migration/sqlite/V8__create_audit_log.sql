-- What happened outlives the project that it happened to.
create table audit_log (
	id integer primary key autoincrement,
	project_id integer references project (id) on delete set null,
	user_id integer not null references app_user (id),
	action text not null,
	detail text not null,
	happened_at text not null
);

create index audit_log_project on audit_log (project_id, id);
create index audit_log_user on audit_log (user_id);
