package io.github.pristinedb.engine.sqlite;

import java.util.Locale;

import io.github.pristinedb.engine.Places;
import io.github.pristinedb.error.PristineException;

/**
 * The journal of scenario databases where the application has chosen none.
 */
enum JournalSetting {

	/**
	 * The one that the application would have.
	 */
	APPLICATION,

	/**
	 * A write-ahead log. A handover then takes as long with a large database as with a
	 * small one.
	 */
	WAL;

	static final String NAME = "sqlite.journal-mode";

	/**
	 * The setting of an application.
	 * @param places where the application's databases are
	 * @return the setting
	 * @throws PristineException if it is another word
	 */
	static JournalSetting of(Places places) {
		String value = places.setting(NAME);
		if (value == null) {
			return APPLICATION;
		}
		for (JournalSetting setting : values()) {
			if (setting.name().equals(value.trim().toUpperCase(Locale.ROOT))) {
				return setting;
			}
		}
		throw new PristineException("The value '" + value + "' of pristine." + NAME + " is unknown.",
				"Set 'wal', or 'application' for the journal that the application would have.", null);
	}

}
