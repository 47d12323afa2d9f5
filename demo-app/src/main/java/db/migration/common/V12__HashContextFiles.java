package db.migration.common;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Gives the context files that were added before {@code V11} their SHA-256, in lower-case
 * hexadecimal digits.
 */
public class V12__HashContextFiles extends BaseJavaMigration {

	@Override
	public void migrate(Context context) throws Exception {
		MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
		Map<Long, String> digests = new LinkedHashMap<>();
		try (Statement select = context.getConnection().createStatement();
				ResultSet files = select.executeQuery("select id, content from context_file where sha256 is null")) {
			while (files.next()) {
				byte[] content = files.getString("content").getBytes(StandardCharsets.UTF_8);
				digests.put(files.getLong("id"), HexFormat.of().formatHex(sha256.digest(content)));
			}
		}
		try (PreparedStatement update = context.getConnection()
			.prepareStatement("update context_file set sha256 = ? where id = ?")) {
			for (Map.Entry<Long, String> digest : digests.entrySet()) {
				update.setString(1, digest.getValue());
				update.setLong(2, digest.getKey());
				update.executeUpdate();
			}
		}
	}

}
