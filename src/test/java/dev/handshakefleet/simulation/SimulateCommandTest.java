package dev.handshakefleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.support.CommandResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {

    private static final Path PAGE = Path.of("docs/load.md");
    private static final String BLOCK = "```text\nA simulation, not AWS: ";

    /** 16 places and 0.695 s a probe are 23 targets a second. */
    private static final String[] SMALL = {"--targets", "2000", "--regions", "2", "--intervals", "3"};

    /** With {@code -Dgolden.renew=true} the page is renewed, and the test fails. */
    @Test
    void pageShowsWhatIsPrinted() throws IOException {
        CommandResult result = fleet("--quiet");
        assertThat(result.status()).isZero();
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BLOCK);
        int end = page.indexOf("```\n", begin + BLOCK.length());
        boolean isRenewed = Boolean.getBoolean("golden.renew");
        if (isRenewed) {
            Path _ = Files.writeString(
                    PAGE, page.substring(0, begin) + "```text\n" + result.out() + page.substring(end));
        }

        assertThat(isRenewed)
                .as("%s was renewed; read the difference, then run without golden.renew", PAGE)
                .isFalse();
        assertThat(page.substring(begin + "```text\n".length(), end)).isEqualTo(result.out());
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void numbersAreThoseOfTheRules() throws IOException {
        JsonNode report = json(SMALL);

        // 2,000 targets are 87 s of work, so six shards; the mean is 0.99 x 0.5 s + 0.01 x 20 s.
        assertThat(report.path("pace").asDouble()).isEqualTo(16 / 0.695, within(0.1));
        assertThat(report.path("shardsARun").asInt()).isEqualTo(6);
        for (String interval : new String[] {"first", "last"}) {
            assertThat(report.path(interval).path("invocations").asInt()).isEqualTo(14);
            assertThat(report.path(interval).path("mostAtOnce").asInt()).isBetween(4, 12);
        }
        assertThat(report.path("first").path("coldStarts").asInt()).isBetween(4, 12);
        assertThat(report.path("last").path("coldStarts").asInt()).isZero();
        // 43,800 intervals a month: 14 invocations, and in each region one request that sends, six that receive, six
        // that delete.
        assertThat(quantity(report, "Lambda, requests")).isEqualTo(613_200, within(0.001));
        assertThat(quantity(report, "SQS, requests")).isEqualTo(1_138_800, within(0.001));
        assertThat(quantity(report, "Lambda, GB-seconds (arm64)"))
                .isEqualTo(43_800 * report.path("last").path("gigabyteSeconds").asDouble(), within(0.001));
        assertThat(report.path("moments")).hasSize(12);
    }

    @Test
    void sameSeedGivesTheSameAnswer() {
        assertThat(fleet(with(SMALL, "--seed", "7")).out())
                .isEqualTo(fleet(with(SMALL, "--seed", "7")).out())
                .isNotEqualTo(fleet(with(SMALL, "--seed", "8")).out());
    }

    @Test
    void queueThatGrowsIsNamed() {
        CommandResult result = fleet(with(SMALL, "--shard-concurrency", "2", "--probe-time", "PT5S"));

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("! Messages wait for longer than an interval: the queue grows.");
    }

    @ParameterizedTest
    @CsvSource({
        "--targets, 0, a whole number from 1 to 1000000",
        "--targets, 1000000, 'at most 20,000,000 probes'",
        "--regions, 51, a whole number from 1 to 50",
        "--intervals, 1, a whole number from 2 to 60",
        "--concurrency, 1001, a whole number from 1 to 1000",
        "--shard-concurrency, 1, a whole number from 2 to 1000",
        "--rate, PT10S, from PT1M to PT1H",
        "--probe-time, PT11S, at most PT10S",
        "--cpu-time, PT0S, an ISO-8601 duration above zero",
        "--price-region, mars-1, us-east-1"
    })
    void wrongOptionIsRefusedWithItsName(String option, String value, String expected) {
        CommandResult result = fleet(option, value, "--quiet");

        assertThat(result.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(result.err()).contains("fleet: " + option + ": '" + value).contains(expected);
        assertThat(result.out()).isEmpty();
    }

    private static double quantity(JsonNode report, String part) {
        for (JsonNode row : report.path("bill").path("parts")) {
            if (row.path("part").asText().equals(part)) {
                return row.path("quantity").asDouble();
            }
        }
        throw new AssertionError("no part " + part);
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    private static JsonNode json(String... arguments) throws IOException {
        CommandResult result = fleet(with(arguments, "--json", "--quiet"));
        assertThat(result.err()).isEmpty();
        return new ObjectMapper().readTree(result.out());
    }

    private static CommandResult fleet(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = with(new String[] {"simulate"}, arguments);
        int status = Laptop.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new CommandResult(status, out.toString(), err.toString());
    }
}
