package io.github.pristinedb.seed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.ResourceUtils;
import org.springframework.util.StringUtils;

/**
 * One entry of {@code pristine.template.seed}: a resource pattern.
 *
 * @param root where it starts, with prefix, to the last {@code /} before a wildcard
 * @param pattern the rest
 * @param optional whether there may be no such script
 */
record SeedLocation(String root, String pattern, boolean optional) {

	private static final String OPTIONAL = "optional:";

	/**
	 * Read an entry.
	 * @param text a Spring resource pattern, on the class path unless it says otherwise,
	 * after {@code optional:} if there may be no such script
	 * @return the location
	 */
	static SeedLocation of(String text) {
		boolean optional = text.startsWith(OPTIONAL);
		String location = optional ? text.substring(OPTIONAL.length()) : text;
		if (!location.contains(":")) {
			location = ResourceUtils.CLASSPATH_URL_PREFIX + location;
		}
		int wildcard = indexOfWildcard(location);
		int end = Math.max(location.lastIndexOf('/', wildcard), location.indexOf(':'));
		return new SeedLocation(location.substring(0, end + 1), location.substring(end + 1), optional);
	}

	private static int indexOfWildcard(String location) {
		// That of classpath*: is none.
		for (int i = location.indexOf(':'); i < location.length(); i++) {
			if ("*?{".indexOf(location.charAt(i)) != -1) {
				return i;
			}
		}
		return location.length();
	}

	/**
	 * Read the scripts that are there, in the order of their paths.
	 * @param resources finds them
	 * @param seen the scripts of earlier locations, which are left out; those that are
	 * found are added
	 * @return the scripts
	 * @throws SeedException if there are none and it is not optional, or if one cannot be
	 * read
	 */
	List<SeedScript> read(ResourcePatternResolver resources, Set<String> seen) {
		try {
			List<Found> found = find(resources);
			if (found.isEmpty() && !this.optional) {
				throw new SeedException(
						"The seed script " + this + ", which pristine.template.seed names, does not exist.",
						"Correct the property, or write optional:" + this + " if the script may be missing.", null);
			}
			List<SeedScript> scripts = new ArrayList<>();
			for (Found each : found) {
				if (seen.add(each.url())) {
					scripts.add(new SeedScript(this.root + each.path(), each.path(), content(each)));
				}
			}
			return scripts;
		}
		catch (IOException ex) {
			throw new SeedException("The seed script " + this + " cannot be read: " + ex + ".",
					"Check pristine.template.seed and the permissions of the file.", ex);
		}
	}

	private List<Found> find(ResourcePatternResolver resources) throws IOException {
		List<String> roots = new ArrayList<>();
		for (Resource root : resources(resources, this.root)) {
			if (root.exists()) {
				roots.add(decode(root.getURL()));
			}
		}
		List<Found> found = new ArrayList<>();
		for (Resource resource : resources(resources, toString())) {
			String path = resource.exists() ? path(decode(resource.getURL()), roots) : "";
			// Others are directories.
			if (!path.isEmpty() && !path.endsWith("/") && resource.isReadable()) {
				found.add(new Found(path, resource.getURL().toString(), resource));
			}
		}
		found.sort(Comparator.comparing(Found::path).thenComparing(Found::url));
		return found;
	}

	private static Resource[] resources(ResourcePatternResolver resources, String pattern) throws IOException {
		try {
			return resources.getResources(pattern);
		}
		catch (FileNotFoundException ex) {
			// As the directory before a wildcard.
			return new Resource[0];
		}
	}

	private String path(String url, List<String> roots) {
		for (String root : roots) {
			String directory = root.endsWith("/") ? root : root + "/";
			if (url.startsWith(directory)) {
				return url.substring(directory.length());
			}
		}
		// A jar need not have entries for its directories.
		String directory = StringUtils.trimLeadingCharacter(this.root.substring(this.root.indexOf(':') + 1), '/');
		int start = url.lastIndexOf("/" + directory);
		return (start != -1) ? url.substring(start + 1 + directory.length()) : url.substring(url.lastIndexOf('/') + 1);
	}

	private static String decode(URL url) {
		return StringUtils.uriDecode(url.toString(), StandardCharsets.UTF_8);
	}

	private static byte[] content(Found found) throws IOException {
		return found.resource().getContentAsByteArray();
	}

	@Override
	public String toString() {
		return this.root + this.pattern;
	}

	/**
	 * A script that is there.
	 */
	private record Found(String path, String url, Resource resource) {

	}

}
