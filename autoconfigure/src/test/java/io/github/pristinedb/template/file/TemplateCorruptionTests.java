package io.github.pristinedb.template.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;

import io.github.pristinedb.Listing;
import io.github.pristinedb.Rounds;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.Templates;
import io.github.pristinedb.template.file.TestTemplates.FileTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Templates and manifests that are damaged at random: no damage is ever taken for the
 * template, and each costs one warning and one build.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("The template .* cannot be used because")
class TemplateCorruptionTests {

	private static final int CORRUPTIONS = Rounds.of(200);

	@TempDir
	private Path temporary;

	@Test
	void randomCorruptionsAreAllDetected(CapturedOutput output) throws IOException {
		Path other = this.temporary.resolve("other");
		Path model = this.temporary.resolve("model");
		ProjectsRecipe recipe = new ProjectsRecipe();
		cache(other).get(new StepsRecipe((point) -> {
		}));
		cache(model).get(recipe);
		Random random = new Random(200);
		for (int i = 0; i < CORRUPTIONS; i++) {
			Path directory = copy(model, this.temporary.resolve("corruption-" + i));
			Corruption corruption = Corruption.values()[i % Corruption.values().length];
			corruption.damage.to(files(directory), new TemplateFiles(other, StepsRecipe.FINGERPRINT), random);
			int builds = recipe.builds();
			int warnings = warnings(output);
			FileTemplate template = cache(directory).get(recipe);
			assertThat(recipe.builds()).as("corruption %d, %s", i, corruption).isEqualTo(builds + 1);
			assertThat(warnings(output)).as("corruption %d, %s", i, corruption).isEqualTo(warnings + 1);
			assertThat(Sql.query(template.image().file(), Sql.PROJECTS)).containsExactly("alpha");
			assertThat(Listing.of(directory)).filteredOn((name) -> name.contains(".bad-")).hasSize(1);
			cache(directory).get(recipe);
			assertThat(recipe.builds()).as("after corruption %d, %s", i, corruption).isEqualTo(builds + 1);
		}
	}

	@Test
	void templateThatIsAsItWasIsNoDamage(CapturedOutput output) throws IOException {
		ProjectsRecipe recipe = new ProjectsRecipe();
		cache(this.temporary.resolve("model")).get(recipe);
		cache(copy(this.temporary.resolve("model"), this.temporary.resolve("copy"))).get(recipe);
		assertThat(recipe.builds()).isOne();
		assertThat(warnings(output)).isZero();
	}

	private static int warnings(CapturedOutput output) {
		return StringUtils.countOccurrencesOf(output.getAll(), "cannot be used because");
	}

	private static Path copy(Path from, Path to) throws IOException {
		OwnerOnly.createDirectories(to);
		for (String name : Listing.of(from)) {
			Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
		}
		return to;
	}

	private static TemplateFiles files(Path directory) {
		return new TemplateFiles(directory, ProjectsRecipe.FINGERPRINT);
	}

	/**
	 * As a JVM of its own has it.
	 */
	private static TestTemplates cache(Path directory) {
		return new TestTemplates(directory, () -> {
			throw new IllegalStateException("The cache can be written to");
		}, TemplateLimits.DEFAULTS, new TemplateCheck(TestFormat.SQLITE, new CheckedImages()), ProcessLock.OPENER);
	}

	enum Corruption {

		FLIPPED_BIT_OF_THE_IMAGE((files, other, random) -> flip(files.image(), random)),

		FLIPPED_BIT_OF_THE_MANIFEST((files, other, random) -> flip(files.manifest(), random)),

		SHORTER_IMAGE((files, other, random) -> shorten(files.image(), random)),

		SHORTER_MANIFEST((files, other, random) -> shorten(files.manifest(), random)),

		LONGER_IMAGE((files, other, random) -> lengthen(files.image(), random)),

		LONGER_MANIFEST((files, other, random) -> lengthen(files.manifest(), random)),

		SCRIBBLED_BYTES((files, other, random) -> {
			byte[] content = Files.readAllBytes(files.image());
			byte[] scribble = new byte[1 + random.nextInt(64)];
			random.nextBytes(scribble);
			int position = random.nextInt(content.length - scribble.length);
			// Chance could write what is there.
			scribble[0] = (byte) ~content[position];
			System.arraycopy(scribble, 0, content, position, scribble.length);
			overwrite(files.image(), content);
		}),

		SWAPPED_IMAGE((files, other, random) -> overwrite(files.image(), Files.readAllBytes(other.image()))),

		SWAPPED_MANIFEST((files, other, random) -> overwrite(files.manifest(), Files.readAllBytes(other.manifest()))),

		TEMPLATE_OF_ANOTHER_FINGERPRINT((files, other, random) -> {
			TemplateManifest own = TemplateManifest.read(files.manifest());
			assertThat(own).isNotNull();
			Files.delete(files.manifest());
			new TemplateManifest(new FingerprintBuilder().add("number", Integer.toString(random.nextInt())).build(),
					own.created(), own.bytes(), own.checksum(), own.engine(), own.facts())
				.write(files.manifest(), files.scratch());
		}),

		EMPTY_MANIFEST((files, other, random) -> overwrite(files.manifest(), new byte[0])),

		EMPTY_IMAGE((files, other, random) -> overwrite(files.image(), new byte[0])),

		MISSING_MANIFEST((files, other, random) -> Files.delete(files.manifest())),

		IMAGE_IN_PLACE_OF_THE_MANIFEST((files, other, random) -> {
			Path image = files.image().resolveSibling("image");
			Files.move(files.image(), image);
			Files.move(files.manifest(), files.image());
			Files.move(image, files.manifest());
		}),

		DIRECTORY_IN_PLACE_OF_THE_IMAGE((files, other, random) -> {
			Files.delete(files.image());
			Files.createDirectory(files.image());
		}),

		HUGE_MANIFEST((files, other, random) -> {
			try (RandomAccessFile manifest = new RandomAccessFile(files.manifest().toFile(), "rw")) {
				manifest.setLength(3L << 30);
			}
		}),

		LINK_TO_ANOTHER_MANIFEST((files, other, random) -> {
			Files.delete(files.manifest());
			Files.createSymbolicLink(files.manifest(), other.manifest());
		}),

		LINK_TO_ANOTHER_IMAGE((files, other, random) -> {
			Files.delete(files.image());
			Files.createSymbolicLink(files.image(), other.image());
		});

		private final Damage damage;

		Corruption(Damage damage) {
			this.damage = damage;
		}

		private static void flip(Path file, Random random) throws IOException {
			byte[] content = Files.readAllBytes(file);
			content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
			overwrite(file, content);
		}

		private static void shorten(Path file, Random random) throws IOException {
			byte[] content = Files.readAllBytes(file);
			overwrite(file, Arrays.copyOf(content, random.nextInt(content.length)));
		}

		private static void lengthen(Path file, Random random) throws IOException {
			byte[] content = Files.readAllBytes(file);
			overwrite(file, Arrays.copyOf(content, content.length + 1 + random.nextInt(9000)));
		}

		private static void overwrite(Path file, byte[] content) throws IOException {
			Files.delete(file);
			Files.write(file, content);
		}

		interface Damage {

			void to(TemplateFiles files, TemplateFiles other, Random random) throws IOException;

		}

	}

}
