INSERT INTO note (text) VALUES ('from another migration');
