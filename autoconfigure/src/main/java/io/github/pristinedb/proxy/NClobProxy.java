package io.github.pristinedb.proxy;

import java.sql.NClob;

/**
 * A character large object of the national character set as the application sees it.
 */
final class NClobProxy extends ClobProxy<NClob> implements NClob {

	NClobProxy(NClob delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

}
