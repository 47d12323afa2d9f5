INSERT INTO note (text) VALUES ('from a script');
