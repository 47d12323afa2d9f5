create table role (
	id integer primary key,
	name text not null unique
);

create table app_user (
	id integer primary key,
	name text not null unique check (length(trim(name)) > 0),
	created_at text not null
);
