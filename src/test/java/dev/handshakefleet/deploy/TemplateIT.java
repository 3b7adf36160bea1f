package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code template.yaml} held against the code that it configures. */
class TemplateIT {

    private static final Pattern FLEET_VARIABLE = Pattern.compile("FLEET_[A-Z_]+");
    private static final Path TEMPLATE = Path.of("template.yaml");
    private static final Path SETTINGS = Path.of("src/main/java/dev/handshakefleet/fleet/FleetSettings.java");

    @Test
    void templateSetsExactlyTheVariablesOfTheFunction() throws IOException {
        assertThat(variables(TEMPLATE)).hasSize(11).isEqualTo(variables(SETTINGS));
    }

    @Test
    void localTablesAreThoseOfTheTemplate() throws IOException {
        String template = Files.readString(TEMPLATE);

        assertThat(template).contains("Default: handshake-fleet\n", "${FleetName}-measurements", "${FleetName}-state");
        assertThat(LocalTables.MEASUREMENTS).isEqualTo("handshake-fleet-measurements");
        assertThat(LocalTables.STATE).isEqualTo("handshake-fleet-state");
        assertThat(template.split("AttributeName: pk, KeyType: HASH", -1)).hasSize(3);
        assertThat(template.split("AttributeName: sk, KeyType: RANGE", -1)).hasSize(3);
    }

    @Test
    void scheduleSendsItsInstant() throws IOException {
        assertThat(Files.readString(TEMPLATE))
                .contains("Input: '{\"action\":\"probe\",\"scheduledTime\":\"<aws.scheduler.scheduled-time>\"}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"template.yaml", "infra/subscriptions.yaml"})
    void cfnLintFindsNothing(String template) throws Exception {
        Path cfnLint = Prerequisites.program("cfn-lint");
        Path output = Files.createTempFile("cfn-lint", ".txt");

        Process lint = new ProcessBuilder(cfnLint.toString(), template)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(lint.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(lint.exitValue()).as(Files.readString(output)).isZero();
        Files.delete(output);
    }

    private static Set<String> variables(Path file) throws IOException {
        Set<String> variables = new TreeSet<>();
        Matcher matcher = FLEET_VARIABLE.matcher(Files.readString(file));
        while (matcher.find()) {
            variables.add(matcher.group());
        }
        return variables;
    }
}
