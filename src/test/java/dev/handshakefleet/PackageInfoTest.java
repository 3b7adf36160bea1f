package dev.handshakefleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds each package-info.java to the types that it names. Every package has one. Every name in it with two or more capitals
 * is a type of this project, unless {@link #OTHER_NAMES} lists it, so a renamed type cannot leave its old name behind. Every
 * package-info.java names a type of its own package. docs/architecture.md names every package.
 */
class PackageInfoTest {

    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("src/laptop/java"));

    private static final Pattern TYPE_NAME = Pattern.compile("\\b[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+\\b");

    /** Names of the field and of libraries. */
    private static final Set<String> OTHER_NAMES =
            Set.of("DynamoDB", "SdkException", "CertificateRequest", "HttpClient");

    private static final Set<String> TYPES = javaFiles()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    static Stream<Path> packages() {
        return javaFiles()
                .map(Path::getParent)
                .filter(PackageInfoTest::isNotTheRoot)
                .distinct()
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageDescribesItselfByTypesThatExist(Path directory) throws IOException {
        String text = Files.readString(directory.resolve("package-info.java"));
        Set<String> named = TYPE_NAME
                .matcher(text)
                .results()
                .map(match -> match.group())
                .filter(name -> !OTHER_NAMES.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(TYPES).containsAll(named);
        assertThat(text).containsAnyOf(ownTypes(directory));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void theArchitecturePageNamesThePackage(Path directory) throws IOException {
        String name = directory
                .toString()
                .replace('\\', '/')
                .replaceFirst(".*dev/handshakefleet/", "")
                .replace('/', '.');

        assertThat(Files.readString(Path.of("docs/architecture.md"))).contains("`" + name + "`");
    }

    private static String[] ownTypes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .map(name -> "{@code " + name + "}")
                    .toArray(String[]::new);
        }
    }

    private static Stream<Path> javaFiles() {
        return SOURCES.stream()
                .flatMap(PackageInfoTest::below)
                .filter(file -> file.toString().endsWith(".java"));
    }

    private static Stream<Path> below(Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            return files.toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isNotTheRoot(Path directory) {
        return !directory.endsWith(Path.of("dev", "handshakefleet"));
    }
}
