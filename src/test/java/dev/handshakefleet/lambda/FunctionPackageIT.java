package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.PackagedClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code function.zip} holds: each jar has its reason in docs/dependencies.md, and what is trimmed leaves nothing out. */
class FunctionPackageIT {

    private static final long MOST_BYTES = 22_000_000;

    /** The version. */
    private static final Pattern VERSION = Pattern.compile("-[0-9][^-]*(?:-[0-9][^-]*)?\\.jar$");

    private static final Pattern HEADING = Pattern.compile("(?m)^## ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?<jars>`[^|]+`) \\|");
    private static final Pattern CODE = Pattern.compile("`(?<code>[^`]+)`");

    /** What classes of libraries refer to and nothing here has. The package did without before it was trimmed too. */
    private static final Map<String, String> NOT_NEEDED = Map.ofEntries(
            Map.entry("android/", "dnsjava on Android"),
            Map.entry("com/ibm/icu/", "parts of ICU that IDNA never calls; HostNameTest"),
            Map.entry("com/sun/jna/", "dnsjava on Windows"),
            Map.entry("io/quarkus/launcher/", "a start by an IDE"),
            Map.entry("org/apache/log4j/", "other logging of JBoss Logging and Netty"),
            Map.entry("org/apache/logging/", "other logging of JBoss Logging and Netty"),
            Map.entry("org/brotli/", "an encoding that no download asks for"),
            Map.entry("org/graalvm/", "native executables only"),
            Map.entry("org/jboss/modules/", "application servers only"),
            Map.entry("org/jetbrains/", "annotations"),
            Map.entry("org/objectweb/asm/", "mappings of the configuration that the build did not generate"),
            Map.entry("software/amazon/awssdk/services/ssm/model/", "errors of other calls than GetParameter"),
            Map.entry("software/amazon/awssdk/crt", "a native library of the SDK, for SigV4a alone"));

    private static Path zip;
    private static PackagedClasses packaged;

    @BeforeAll
    static void read() throws IOException {
        zip = Path.of(System.getProperty("fleet.function-zip"));
        packaged = PackagedClasses.of(zip);
    }

    @Test
    void packageIsSmall() throws IOException {
        assertThat(Files.size(zip)).as("bytes of %s", zip).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void eachJarHasItsReasonOnThePageOfDependencies() throws IOException {
        assertThat(packaged.jars().stream()
                        .map(jar -> VERSION.matcher(jar).replaceAll(""))
                        .toList())
                .as("jars of function.zip, and the table \"In function.zip\" of docs/dependencies.md")
                .containsExactlyInAnyOrderElementsOf(jarsOfThePage());
    }

    private static List<String> jarsOfThePage() throws IOException {
        String section = HEADING.splitAsStream(Files.readString(Path.of("docs/dependencies.md")))
                .filter(part -> part.startsWith("In function.zip\n"))
                .collect(Collectors.joining());
        return ROW.matcher(section)
                .results()
                .flatMap(row -> CODE.matcher(row.group("jars")).results())
                .map((MatchResult code) -> code.group("code"))
                .toList();
    }

    /** A class that is missing fails at the first use of it, perhaps months later. */
    @Test
    void whatCanBeReachedIsThere() {
        Map<String, String> missing = packaged.missing();
        missing.keySet().removeIf(name -> NOT_NEEDED.keySet().stream().anyMatch(name::startsWith));

        assertThat(missing)
                .as("missing in function.zip, with the class that refers to it")
                .isEmpty();
    }
}
