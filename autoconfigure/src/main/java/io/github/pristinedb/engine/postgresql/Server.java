package io.github.pristinedb.engine.postgresql;

import java.util.List;

/**
 * A server as one user reaches it.
 *
 * @param hosts its hosts with their ports, in the order of the URL
 * @param user the user
 */
record Server(List<String> hosts, String user) {

	Server {
		hosts = List.copyOf(hosts);
	}

	/**
	 * The server as it stands in messages.
	 */
	@Override
	public String toString() {
		return String.join(",", this.hosts);
	}

}
