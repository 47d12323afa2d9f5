-- Filled by V12, which is written in Java: SQLite has no SHA-256.
alter table context_file add column sha256 text check (length(sha256) = 64);
