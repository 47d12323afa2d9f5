package io.github.pristinedb.tape;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementText}.
 */
class StatementTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE users SET password = 'hunter2' WHERE id = 7",
			"insert into users (id, name, password) values (7, 'ada', 'hunter2')",
			"insert into users (id, \"Password\") values (7, 'hunter2')",
			"insert into users (id, password) values (1, 'x'), (7, 'hunter2')",
			"insert into users (id, password) select 7, 'hunter2'",
			"insert into users (password) values (crypt('hunter2', gen_salt('bf')))",
			"select * from users where lower(password) = lower('hunter2')",
			"select * from users where password in ('a', 'hunter2')",
			"select * from users where password not in ('hunter2')",
			"select * from users where password collate nocase = 'hunter2'",
			"select * from users where 'hunter2' = password", "select * from users where api_key like 'hunter2%'",
			"select * from users where apiKey = 'hunter2'", "ALTER USER app PASSWORD 'hunter2'",
			"CREATE USER app WITH LOGIN PASSWORD E'hunter2'", "CREATE USER app PASSWORD $$hunter2$$",
			"update users set password = \"hunter2\"", "update users set (name, password) = ('x', 'hunter2')",
			"update users set password = case when id = 7 then 'hunter2' else 'y' end",
			"update users set data = '{\"password\":\"hunter2\"}'", "update users set pin = 'hunter2'",
			"select * from users where data->>'password' = 'hunter2'",
			"insert into link (url) values ('jdbc:x://ada:hunter2@host/db')",
			"insert into link (url) values ('http://host/?token=hunter2&x=1')", "select set_secret('a', 'hunter2')",
			"merge into users (id, password) key (id) values (7, 'hunter2')",
			"insert into users (password) values ('hunter2", "select 1 /* password=hunter2 */",
			"insert into t (id) values (1) on conflict (id) do update set password = 'hunter2'" })
	void secretIsHiddenInTheText(String sql) {
		assertThat(StatementText.of(sql).shown()).doesNotContain("hunter2").contains(Secrets.MASK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select name, password from users where id = 'shown'",
			"insert into users (name, password) values ('shown', 'x')", "select * from notes where text = 'shown'",
			"update users set password = 'x', name = 'shown'", "insert into notes values ('shown')",
			"select * from users where password = 'x' and name = 'shown'",
			"insert into link (url) values ('http://shown:8080/')" })
	void otherValuesAreShown(String sql) {
		assertThat(StatementText.of(sql).with(Map.of("notes", List.of("text"))).shown()).contains("shown");
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into account values (7, 'shown', 'hunter2', 4711)",
			"insert into account values (7, 'shown', 'hunter2', 4711), (8, 'shown', 'hunter2', 4711)",
			"insert into account values (7, 'shown', \"hunter2\", 4711)",
			"replace into account values (7, 'shown', 'hunter2', 4711)",
			"insert or ignore into account values (7, 'shown', 'hunter2', 4711)",
			"insert into account as a values (7, 'shown', 'hunter2', 4711) on conflict do nothing",
			"insert into account select 7, 'shown', 'hunter2', 4711",
			"insert into account select 7, 'shown', lower('hunter2'), 4711 from x where y = 1",
			"insert into account select 7, 'shown', 'hunter2', 4711 union all select 7, 'shown', 'hunter2', 4711",
			"insert into account with x as (select 1) select 7, 'shown', 'hunter2', 4711 from x",
			"with x as (insert into account values (7, 'shown', 'hunter2', 4711) returning *) select 'shown' from x",
			"merge into account values (7, 'shown', 'hunter2', 4711)",
			"merge into account key (id) values (7, 'shown', 'hunter2', 4711)",
			"merge into account a using x on a.id = x.id when not matched then insert values (7, 'shown', 'hunter2', 4711)",
			"insert into notes values ('shown'); insert into account values (7, 'shown', 'hunter2', 4711)",
			"insert into account values ((select id from x where y = 'shown'), 'shown', ('hunter2'), 4711)",
			"insert into account overriding system value values (7, 'shown', 'hunter2', 4711)" })
	void secretIsHiddenByThePositionOfAColumnThatTheStatementDoesNotName(String sql) {
		Map<String, List<String>> columns = Map.of("account", List.of("id", "name", "password", "pin"), "notes",
				List.of("text"));
		assertThat(StatementText.of(sql).with(columns).shown()).contains("shown", Secrets.MASK)
			.doesNotContain("hunter2", "4711");
		assertThat(StatementText.of(sql).shown()).contains(Secrets.MASK).doesNotContain("hunter2", "4711");
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into account values (7, 'hunter2')",
			"insert into account values (7, 8, 'hunter2', 9, 10)", "insert into account (select 7, 'hunter2')",
			"insert into account values (default, 'hunter2')", "insert into account select 7, 'hunter2' from x",
			"with x as (select 'hunter2' as x) insert into account select * from x",
			"merge into account using (values (7, 'hunter2')) s (a, b) on id = a when not matched then insert values (a, 'x', b, 1)",
			"merge into account using (select 7 a, 'hunter2' b) s on id = a when not matched then insert values (a, 'x', b, 1)" })
	void allValuesAreHiddenThatMayBeAnywhereInATableWithSecrets(String sql) {
		assertThat(StatementText.of(sql).with(Map.of("account", List.of("id", "name", "password", "pin"))).shown())
			.doesNotContain("hunter2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			insert into account values (?, ?, ?)                     | no no yes
			insert into "account" values (?, ?, ?), (?, ?, ?)        | no no yes no no yes
			insert into shop.account values (?, ?, ?)                | no no yes
			insert into shop . "account" values (?, ?, ?)            | no no yes
			insert into account select ?, ?, ?                       | no no yes
			insert into account select ?, ?, ? from x where a = ?    | no no yes no
			insert into account values (?, coalesce(?, ?), ?)        | no no no yes
			insert into account values (?, ?)                        | yes yes
			insert into other values (?)                             | yes
			insert into account (name, id) values (?, ?)             | no no
			update account set (name, password) = (?, ?) where id = ? | yes yes no
			select * from account where (name, password) = (?, ?)    | yes yes
			select * from account where password between ? and ?     | yes yes
			""")
	void parameterIsSecretByThePositionOfItsColumn(String sql, String expected) {
		List<String> columns = List.of("id", "name", "password");
		StatementText text = StatementText.of(sql)
			.with(Map.of("account", columns, "\"account\"", columns, "shop.account", columns, "shop . \"account\"",
					columns));
		String[] secrets = expected.split(" ");
		for (int i = 0; i < secrets.length; i++) {
			assertThat(text.isSecret(i)).as("parameter " + i).isEqualTo(secrets[i].equals("yes"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "create user app identified by 'hunter2'", "alter user sa set password 'hunter2'",
			"alter role app encrypted password 'hunter2' valid until 'infinity'",
			"alter role app set app.token = hunter2", "set app.jwt_secret to hunter2", "set app.api_key = 'hunter2'",
			"create user mapping for app server s options (user 'ada', password 'hunter2')",
			"create subscription s connection 'host=h user=u password=hunter2' publication p",
			"create subscription s connection 'host=h password=''hunter2 hunter2'' user=u' publication p",
			"select dblink_connect('postgresql://ada:hunter2@host/db')",
			"create linked table t ('org.Driver', 'jdbc:x', 'ada', 'hunter2', 'T')",
			"call link_schema('x', 'org.Driver', 'jdbc:x', 'ada', 'hunter2', 'PUBLIC')",
			"create user app salt x'00' hash 'hunter2'", "pragma key = 'hunter2'", "pragma rekey('hunter2')",
			"attach database 'x.db' as x key 'hunter2'", "select pgp_sym_encrypt('x', 'hunter2')",
			"do $$ begin execute 'alter role app password ''hunter2'''; end $$",
			"do $$ begin execute $x$alter role app password 'hunter2'$x$; end $$",
			"insert into users (password) values (\"hunter2\")", "insert into users (password) select \"hunter2\"",
			"update users set (name, password) = ('x', \"hunter2\")",
			"insert into event (data) values ('{\"user\":{\"passwords\":[\"a\",\"hunter2\"]}}')",
			"insert into event (data) values ('{\"password\":{\"value\":\"hunter2\"}}')",
			"insert into event (data) values ('{\"body\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}')",
			"insert into event (data) values (json_object('password', 'hunter2'))",
			"insert into event (data) values (json_object('password': 'hunter2'))",
			"select jsonb_set(data, '{password}', '\"hunter2\"') from event",
			"update event set data = jsonb_build_object('name', 'x', 'password', 'hunter2')",
			"insert into event (data) values (xmlparse(document '<a><password>hunter2</password></a>'))",
			"select * from users where 'a' = name and 'hunter2' = password", "exec set_password @value = 'hunter2'",
			"select set_config('app.token', 'hunter2', false)" })
	void secretIsHiddenInStatementsOfManyKinds(String sql) {
		assertThat(StatementText.of(sql).shown()).doesNotContain("hunter2").contains(Secrets.MASK);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			insert into users (id, name, password) values (?, ?, ?)             | no no yes
			insert into users (password, id) values (?, ?), (?, ?)              | yes no yes no
			insert into users (id, password) values (?, crypt(?, ?))            | no yes yes
			update users set password = ?, name = ? where id = ?                | yes no no
			select u.id, u.password from users u where u.id = ?                 | no
			select * from users where name = ? and u.password = ?               | no yes
			select password from users limit ?                                  | yes
			select * from notes limit ?                                         | no
			select * from notes where data ?? 'x' and id = ?                    | no
			{call set_password(?, ?)}                                           | yes yes
			select * from users where token = ?1 and name = ?2                  | yes no
			select * from users where id = ? and (name = ? or secret = ?)       | no no yes
			update users set password = lower(?), name = lower(?)               | yes no
			insert into users (id, password) select ?, ? from x where name = ?  | no yes no
			update users set password = ? where token in (select t from x where id = ?) | yes yes
			insert into users (id, authToken) values (?, ?) returning id        | no yes
			select * from notes where text = 'a''b' and id = ? -- password      | no
			""")
	void parameterIsSecretByItsColumn(String sql, String expected) {
		StatementText text = StatementText.of(sql);
		String[] secrets = expected.split(" ");
		for (int i = 0; i < secrets.length; i++) {
			assertThat(text.isSecret(i)).as("parameter " + i).isEqualTo(secrets[i].equals("yes"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			INSERT INTO Orders (id) VALUES (?)                                         | orders
			insert or replace into shop.orders values (1)                              | shop.orders
			INSERT INTO "Orders" SELECT * FROM other                                   | Orders
			replace into orders values (1)                                             | orders
			update orders o set x = 1 from other                                       | orders
			update or ignore orders set x = 1                                          | orders
			update only orders set x = 1                                               | orders
			delete from orders where id in (select id from other)                      | orders
			merge into orders using other on (a = b) when matched then update set x = 1 | orders
			truncate table orders, lines cascade                                       | orders lines
			with gone as (delete from lines returning *) insert into orders select 1   | lines orders
			insert into orders (id) values (1) on conflict do update set id = 2        | orders
			insert into orders values (1); update lines set a = 1                      | orders lines
			create table if not exists orders (id int)                                 | orders
			alter table only orders add column x int                                   | orders
			drop table orders                                                          | orders
			select * from orders for update                                            | ''
			select replace(name, 'a', 'b') from orders                                 | ''
			create trigger t after update on orders begin update lines set a = 1; end  | ''
			select 'insert into orders' from other                                     | ''
			-- insert into orders                                                      | ''
			""")
	void tablesThatAreWrittenAreFound(String sql, String tables) {
		assertThat(StatementText.of(sql).written())
			.isEqualTo(tables.isEmpty() ? List.of() : List.of(tables.split(" ")));
	}

	@Test
	void statementsThatDifferByValuesHaveTheSameShape() {
		assertThat(StatementText.of("select * from  orders /* a */ where id = 7 and name = 'a''b'").shape())
			.isEqualTo(StatementText.of("select *\n from orders where id = 12345 and name = $x$c$x$").shape())
			.isEqualTo("select * from orders where id = ? and name = ?");
	}

	@Test
	void longTextIsCut() {
		StatementText text = StatementText.of("insert into orders values " + "(1),".repeat(100_000));
		assertThat(text.shown()).hasSizeLessThan(StatementText.SHOWN + 10).endsWith("…");
		assertThat(text.shape()).hasSizeLessThan(600);
		assertThat(text.written()).containsExactly("orders");
		assertThat(text.kind()).isEqualTo(TapeEntry.Kind.WRITE);
	}

	@Test
	void secretBehindTheCutIsHidden() {
		String sql = "update users set name = '" + "x".repeat(StatementText.SHOWN - 40) + "', password = 'hunter2'";
		assertThat(StatementText.of(sql).shown()).doesNotContain("hunter");
		assertThat(
				StatementText.of("/*" + "x".repeat(StatementText.READ) + "*/ alter user a password 'hunter2'").shown())
			.doesNotContain("hunter");
	}

	@Test
	void textIsReadOnce() {
		String sql = "select 1 from known";
		assertThat(StatementText.of(sql)).isSameAs(StatementText.of(new String(sql)));
	}

	@Test
	void textThatIsShownAsItIsIsKeptOnce() {
		String sql = "select name from kept where id = ?";
		StatementText text = StatementText.of(sql);
		assertThat(text.shown()).isSameAs(sql);
		assertThat(text.shape()).isSameAs(sql);
	}

	@Test
	void knownTextsNeedLittleMemory() {
		for (int i = 0; i < 10_000; i++) {
			StatementText.of("select " + i + " from memory");
		}
		assertThat(StatementText.known()).isLessThanOrEqualTo(2000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "'", "\"", "$", "?", "(((", ")))", "a.", "/*", "--", "insert into", "update", "$a",
			"E'\\'", ";;", "values (", "?1", ":name", "insert into t (" })
	void unfinishedTextIsRead(String sql) {
		assertThat(StatementText.of(sql).shown()).isEqualTo(sql.strip());
	}

}
