INSERT INTO memo (text) VALUES ('from data.sql');
