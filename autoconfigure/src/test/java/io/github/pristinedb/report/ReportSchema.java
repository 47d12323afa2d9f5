package io.github.pristinedb.report;

import java.nio.file.Path;
import java.util.List;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code docs/report.schema.json}, which names each member of {@code report.json}.
 */
public final class ReportSchema {

	private ReportSchema() {
	}

	/**
	 * What is wrong in a report.
	 * @param json the report
	 * @return the errors
	 */
	public static List<String> errors(String json) {
		return errors(document(), json);
	}

	/**
	 * What is wrong in a part of a report.
	 * @param definition the name of the part's definition
	 * @param json the part
	 * @return the errors
	 */
	public static List<String> errors(String definition, String json) {
		return errors(document().retain("$defs").put("$ref", "#/$defs/" + definition), json);
	}

	private static ObjectNode document() {
		return (ObjectNode) JsonMapper.shared().readTree(Path.of("..", "docs", "report.schema.json").toFile());
	}

	private static List<String> errors(ObjectNode schema, String json) {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(schema)
			.validate(json, InputFormat.JSON)
			.stream()
			.map(Error::toString)
			.toList();
	}

}
