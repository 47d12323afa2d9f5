package io.github.pristinedb.engine.kit;

import org.junit.jupiter.api.Nested;

/**
 * All that Pristine asks of an engine. Each engine has a subclass with its fixture.
 */
public abstract class EngineKit {

	/**
	 * The fixture of the engine under test.
	 * @return the fixture, the same one each time
	 */
	protected abstract EngineFixture fixture();

	@Nested
	class Guarding extends GuardContract {

		Guarding() {
			super(fixture());
		}

	}

	@Nested
	class Handover extends HandoverContract {

		Handover() {
			super(fixture());
		}

	}

	@Nested
	class Cleaning extends CleaningContract {

		Cleaning() {
			super(fixture());
		}

	}

	@Nested
	class RandomPrograms extends RandomProgramContract {

		RandomPrograms() {
			super(fixture());
		}

	}

	@Nested
	class Transactions extends TransactionContract {

		Transactions() {
			super(fixture());
		}

	}

	@Nested
	class DataSources extends DataSourceContract {

		DataSources() {
			super(fixture());
		}

	}

	@Nested
	class Templates extends TemplateContract {

		Templates() {
			super(fixture());
		}

	}

	@Nested
	class Baselines extends BaselineContract {

		Baselines() {
			super(fixture());
		}

	}

	@Nested
	class Kept extends KeptContract {

		Kept() {
			super(fixture());
		}

	}

	@Nested
	class Processes extends ProcessContract {

		Processes() {
			super(fixture());
		}

	}

	@Nested
	class Sessions extends SessionContract {

		Sessions() {
			super(fixture());
		}

	}

	@Nested
	class Statements extends TapeContract {

		Statements() {
			super(fixture());
		}

	}

}
