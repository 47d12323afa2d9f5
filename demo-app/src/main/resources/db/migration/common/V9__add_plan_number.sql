alter table plan add column number integer check (number > 0);
