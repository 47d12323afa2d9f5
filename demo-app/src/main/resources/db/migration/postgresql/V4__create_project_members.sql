create table project_member (
	project_id integer not null references project (id) on delete cascade,
	user_id integer not null references app_user (id) on delete cascade,
	role_id integer not null references role (id),
	primary key (project_id, user_id)
);

create index project_member_user on project_member (user_id);
create index project_member_role on project_member (role_id);
