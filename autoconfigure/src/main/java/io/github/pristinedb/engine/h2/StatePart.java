package io.github.pristinedb.engine.h2;

/**
 * A part of what a database was when it was remembered. The database's connections are
 * idle while a part looks or restores.
 */
interface StatePart {

	/**
	 * Compare the database with what was remembered.
	 * @return what has become of it
	 */
	Change look();

	/**
	 * Put back what {@link #look()} has just found to be {@link Change#RESTORABLE}. Every
	 * part is asked, changed or not, and none has found anything doubtful.
	 */
	default void restore() {
	}

	/**
	 * Why a change of it is doubtful.
	 * @return the reason, as the end of the sentence "There is a new database, because …"
	 */
	String doubt();

	/**
	 * What has become of a part.
	 */
	enum Change {

		/**
		 * It is as it was.
		 */
		NONE,

		/**
		 * It was changed and can be put back.
		 */
		RESTORABLE,

		/**
		 * It was changed, or may be, in a way that cannot be put back.
		 */
		DOUBTFUL;

		/**
		 * What two changes are together.
		 * @param other the other change
		 * @return the more serious one
		 */
		Change and(Change other) {
			return (compareTo(other) >= 0) ? this : other;
		}

		/**
		 * A change that can be put back, if there is any.
		 * @param changed whether there is
		 * @return the change
		 */
		static Change restorable(boolean changed) {
			return changed ? RESTORABLE : NONE;
		}

		/**
		 * A change that cannot be put back, if there is any.
		 * @param changed whether there is
		 * @return the change
		 */
		static Change doubtful(boolean changed) {
			return changed ? DOUBTFUL : NONE;
		}

	}

}
