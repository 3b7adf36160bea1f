package dev.handshakefleet.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.support.CommandResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The bill of fifty targets in three regions, every minute. */
    private static final Path GOLDEN = Path.of("src/test/resources/cost/fifty-targets.txt");

    @TempDir
    private Path directory;

    private String targets;

    @BeforeEach
    void fiftyTargets() throws IOException {
        targets = file(IntStream.range(0, 50).mapToObj(number -> "host" + number + ".example.com"));
    }

    @Test
    void billIsGolden() throws IOException {
        CommandResult result = fleet(targets, "--regions", "3", "--rate", "PT1M");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void pageShowsTheTablesAsTheyArePrinted() throws IOException {
        String tables = Files.readString(GOLDEN).split("\n\n- ", 2)[0];

        assertThat(Path.of("docs/cost.md")).content().contains("```text\n" + tables + "\n```");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "eu-west-1"})
    void outputFitsEightyColumns(String region) throws IOException {
        String many = file(IntStream.range(0, 20_000).mapToObj(number -> "host" + number + ".example.com"));

        CommandResult result =
                fleet(many, "--regions", "50", "--rate", "PT1M", "--price-region", region, "--free-tier");

        assertThat(result.status()).isZero();
        assertThat(result.out().lines())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(80));
        assertThat(result.out()).contains("- A run of more than 70 s is spread: 42 invocations of up to 477 targets");
    }

    /** By hand: 50 targets, 3 regions, every minute: 131,400 runs and 6,570,000 probes a month. */
    @Test
    void quantitiesAreThoseOfTheModel() throws IOException {
        JsonNode report = json(targets, "--regions", "3", "--rate", "PT1M");

        assertThat(report.path("runs").asLong()).isEqualTo(131_400);
        assertThat(report.path("probes").asLong()).isEqualTo(6_570_000);
        assertThat(report.path("timeOfARun").asText()).isEqualTo("PT2.3S");
        // Rollups are made 730 times.
        assertThat(quantity(report, "Lambda, requests")).isEqualByComparingTo("132130");
        assertThat(quantity(report, "Lambda, GB-seconds (arm64)")).isEqualByComparingTo("302220");
        // 1 % of 50 targets in trouble, 2 units each and run; a record each run; 3 % of the probes for rollups.
        assertThat(quantity(report, "DynamoDB, write units")).isEqualByComparingTo("7029900");
        // Each run half a unit a target and one for the pointer; 43,800 looks at 3 regions, half a unit each and one;
        // half a unit for
        // eight measurements that are rolled up.
        assertThat(quantity(report, "DynamoDB, read units")).isEqualByComparingTo("3936525");
        // 6.57 million of 500 bytes, for 90 of 30.42 days; 0.1971 million rollups of 1 KB, for 400 days.
        assertThat(quantity(report, "DynamoDB, storage, GB").doubleValue()).isBetween(12.30, 12.32);
        assertThat(quantity(report, "CloudWatch, alarms")).isEqualByComparingTo("30");
        assertThat(quantity(report, "Transfer to targets, GB")).isEqualByComparingTo("19.71");
        assertThat(cost(report, "DynamoDB, write units")).isEqualByComparingTo("4.393688");
        assertThat(report.path("total").decimalValue()).isEqualByComparingTo(sum(report.path("parts"), "cost"));
    }

    /**
     * By hand: 4,000 probes of half a second, 16 at once, are 125 s, so nine shards of at most 15 s. Every minute there is a slot of 6.7 s
     * for each, less than the 28 rounds of half a second that it needs; every five minutes there are 20.8 s, half as much again as the
     * 13.9 s that it needs.
     */
    @Test
    void runThatDoesNotFitOneInvocationIsSpread() throws IOException {
        String many = file(IntStream.range(0, 4_000).mapToObj(number -> "host" + number + ".example.com"));

        JsonNode report = json(many, "--rate", "PT1M");

        assertThat(report.path("invocationsARun").asInt()).isEqualTo(9);
        assertThat(report.path("timeOfAnInvocation").asText()).isEqualTo("PT14.3S");
        assertThat(report.path("timeOfARun").asText()).isEqualTo("PT2M9S");
        // Nine that probe and one that sends them their targets, 43,800 times; rollups 730 times.
        assertThat(quantity(report, "Lambda, requests")).isEqualByComparingTo("438730");
        assertThat(quantity(report, "Lambda, GB-seconds (arm64)")).isEqualByComparingTo("5650200");
        // One to send nine messages, nine received, nine deleted; five receivers every 20 s.
        assertThat(quantity(report, "SQS, requests")).isEqualByComparingTo("1489200");
        assertThat(quantity(report, "CloudWatch, alarms")).isEqualByComparingTo("12");
        // Nine of 14.3 s in a minute are 2.1 at once.
        assertThat(report.path("assumptions").get(0).asText())
                .contains("3 are under way at once in a region: ShardConcurrency=5 or more.");
        // 2,000 for the states, ten for pointers, 60 for ranges of the catalog, 1.5 to look at the region; 250 for
        // rollups.
        assertThat(quantity(report, "DynamoDB, read units")).isEqualByComparingTo("101681700");
        assertThat(json(many, "--rate", "PT5M").path("timeOfAnInvocation").asText())
                .isEqualTo("PT21.633333333S");
        assertThat(json(many, "--rate", "PT1M", "--concurrency", "100")
                        .path("invocationsARun")
                        .asInt())
                .isEqualTo(1);
    }

    /** By hand: 10 ms of CPU a probe, and 1,024 of 1,769 MB are 0.579 of a processor. */
    @Test
    void processorSetsThePaceOfProbesThatWaitLittle() throws IOException {
        String[] quick = {"--probe-time", "PT0.1S", "--concurrency", "50", "--overhead", "PT0.5S"};

        JsonNode computing = json(with(quick, "--cpu-time", "PT0.01S"));
        JsonNode waiting = json(with(quick, "--cpu-time", "PT0.0001S"));

        assertThat(computing.path("timeOfARun").asText()).startsWith("PT1.3637");
        assertThat(computing.path("warnings").get(0).asText()).contains("The processor sets the pace");
        assertThat(computing.path("assumptions").get(0).asText())
                .contains("50 probes of 0.01 s (--cpu-time) on the 0.58 processors of 1024 MB");
        assertThat(waiting.path("timeOfARun").asText()).isEqualTo("PT0.6S");
        assertThat(waiting.path("warnings")).isEmpty();
    }

    @Test
    void targetsWithTheTagHaveMetricsOfTheirOwn() throws IOException {
        String tagged = directory.resolve("tagged.yaml").toString();
        Files.writeString(
                Path.of(tagged),
                "targets:\n  - {host: a.example, tags: {metrics: own}}\n  - {host: b.example, tags: {metrics: no}}\n");

        assertThat(quantity(json(tagged, "--regions", "3"), "CloudWatch, metrics"))
                .isEqualByComparingTo("12");
        assertThat(quantity(json(tagged, "--regions", "3", "--metrics-tag", "metrics=own"), "CloudWatch, metrics"))
                .isEqualByComparingTo("18");
        assertThat(fleet(tagged, "--metrics-tag", "metrics").err())
                .contains("--metrics-tag: 'metrics'; accepted: the name and the value of a tag of targets");
    }

    @Test
    void canariesAreCountedAloneAndTenToARun() throws IOException {
        JsonNode report = json(targets, "--regions", "3", "--rate", "PT1M");

        assertThat(report.path("canaries").get(0).path("quantity").asLong()).isEqualTo(6_570_000);
        assertThat(report.path("canaries").get(0).path("cost").decimalValue()).isEqualByComparingTo("7884");
        assertThat(report.path("canaries").get(1).path("quantity").asLong()).isEqualTo(657_000);
        assertThat(report.path("canaries").get(1).path("cost").decimalValue()).isEqualByComparingTo("788.4");
    }

    @Test
    void optionsChangeWhatTheyName() throws IOException {
        JsonNode usual = json(targets);

        assertThat(json(targets, "--rate", "PT10M").path("runs").asLong())
                .isEqualTo(usual.path("runs").asLong() / 2);
        assertThat(json(targets, "--probe-time", "PT1S", "--overhead", "PT0.1S", "--concurrency", "50")
                        .path("timeOfARun")
                        .asText())
                .isEqualTo("PT1.1S");
        JsonNode jvm = json(targets, "--runtime", "java25", "--architecture", "x86_64");
        assertThat(quantity(jvm, "Lambda, GB-seconds (x86_64)").doubleValue())
                .isEqualTo(quantity(usual, "Lambda, GB-seconds (arm64)").doubleValue() * 1_769 / 1_024, within(1));
        assertThat(quantity(json(targets, "--retention-days", "180"), "DynamoDB, storage, GB")
                        .doubleValue())
                .isEqualTo(
                        quantity(usual, "DynamoDB, storage, GB").doubleValue()
                                + usual.path("probes").asLong() * 500 / 1e9 * 90 / 30.42,
                        within(0.001));
        assertThat(cost(json(targets, "--price-region", "eu-west-1"), "DynamoDB, write units"))
                .isGreaterThan(cost(usual, "DynamoDB, write units"));
    }

    @Test
    void addressesResumptionAndExchangesCount() throws IOException {
        String few = file(Stream.of(
                "{host: all.example.com, addresses: all}",
                "{host: again.example.com, resumption: true}",
                "https://example.org/health"));

        JsonNode report = json(few, "--addresses", "4");

        assertThat(report.path("targets").asInt()).isEqualTo(3);
        assertThat(report.path("probesARun").asInt()).isEqualTo(6);
        // 7 handshakes of 3 KB and an exchange of 1 KB, in each of 8,760 runs.
        assertThat(quantity(report, "Transfer to targets, GB")).isEqualByComparingTo("0.19272");
        assertThat(fleet(few).out()).contains("A target that probes all of its addresses has 2 (--addresses).");
        assertThat(fleet(targets).out()).doesNotContain("--addresses");
    }

    @Test
    void freeTierIsSubtractedOnlyWhereItIsAskedFor() throws IOException {
        JsonNode usual = json(targets);
        JsonNode reduced = json(targets, "--free-tier");

        assertThat(quantity(reduced, "Lambda, requests")).isZero();
        assertThat(quantity(reduced, "CloudWatch, alarms")).isZero();
        assertThat(quantity(reduced, "DynamoDB, write units"))
                .isEqualByComparingTo(quantity(usual, "DynamoDB, write units"));
        assertThat(usual.path("total")
                        .decimalValue()
                        .subtract(reduced.path("total").decimalValue()))
                .isEqualByComparingTo(usual.path("freeTierSaving").decimalValue())
                .isPositive();
    }

    @Test
    void priceListIsReplaced() throws IOException {
        ObjectNode list = (ObjectNode) JSON.readTree(fleet("--print-prices").out());
        ((ObjectNode) list.path("regions"))
                .set("eu-north-9", list.path("regions").path("us-east-1"));
        ((ObjectNode) list.path("regions").path("eu-north-9").path("dynamodb.write-unit")).put("price", 625);
        Path own = Files.writeString(directory.resolve("own.json"), list.toString());

        JsonNode report = json(targets, "--prices", own.toString(), "--price-region", "eu-north-9");

        assertThat(cost(report, "DynamoDB, write units").doubleValue())
                .isCloseTo(1_000 * cost(json(targets), "DynamoDB, write units").doubleValue(), within(0.001));
    }

    @Test
    void everyPriceThatIsBuiltInHasASource() throws IOException {
        JsonNode list = JSON.readTree(fleet("--print-prices").out());

        assertThat(list.path("regions").size()).isGreaterThanOrEqualTo(2);
        list.path("regions").forEach(region -> {
            assertThat(region.fieldNames()).toIterable().containsExactlyElementsOf(PriceItem.keys());
            region.forEach(
                    price -> assertThat(price.path("source").asText()).matches("(AWS|Amazon) .*Pric(e List|ing).*"));
        });
        assertThat(fleet(targets, "--price-region", "eu-west-1").out())
                .contains("- canary run: the price of us-east-1; that of eu-west-1 was not found.", "10 of these 18");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | JSON that cannot be read, line 1",
                "{} | regions missing or of another form",
                "{\"regions\": {\"us-east-1\": {}}} | currency missing or of another form",
                "{\"currency\": \"USD\", \"compiled\": \"2026-11-29\", \"regions\": {\"us-east-1\": {}}} | lambda.request missing",
                "{\"currency\": \"USD\", \"compiled\": \"2026-11-29\", \"regions\": {\"us-east-1\": {\"lambda.request\": {\"price\": -1, \"per\": 1}}}} | lambda.request.price missing or",
                "{\"currency\": \"USD\", \"compiled\": \"2026-11-29\", \"regions\": {\"us-east-1\": {\"lambda.request\": {\"price\": 1e999999999, \"per\": 1}}}} | lambda.request.price missing or",
                "{\"currency\": \"USD\", \"compiled\": \"2026-11-29\", \"regions\": {\"us-east-1\": {\"lambda.request\": {\"price\": 1, \"per\": 0}}}} | lambda.request.per missing or"
            })
    void wrongPriceListIsRefusedWithItsField(String content, String expected) throws IOException {
        Path own = Files.writeString(directory.resolve("wrong.json"), content);

        CommandResult result = fleet(targets, "--prices", own.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(result.err()).contains("fleet: --prices: '" + expected, "--print-prices");
    }

    @ParameterizedTest
    @CsvSource({
        "--rate, PT10S, from PT1M to P1D",
        "--rate, often, an ISO-8601 duration",
        "--regions, 0, a whole number from 1 to 50",
        "--concurrency, 1001, a whole number from 1 to 1000",
        "--addresses, 17, a whole number from 1 to 16",
        "--probe-time, PT0S, an ISO-8601 duration above zero",
        "--price-region, mars-1, us-east-1",
        "--prices, missing.json, (unreadable)"
    })
    void wrongOptionIsRefusedWithItsName(String option, String value, String expected) {
        CommandResult result = fleet(targets, option, value);

        assertThat(result.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(result.err()).contains("fleet: " + option + ": '" + value).contains(expected);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void fileThatApplyRefusesIsRefused() throws IOException {
        CommandResult bad = fleet(file(Stream.of("example.com", "bad host")));

        assertThat(bad.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(bad.err())
                .contains(
                        "1 of 2 targets cannot be used; nothing was counted", "\n  line 3, column 5: bad …: target: ");
        assertThat(fleet(file(Stream.of("example.com", "example.com:443"))).err())
                .contains(
                        "line 3, column 5: duplicate: example.com:443 is probed once, and line 2, column 5 has it first");
        assertThat(fleet().err()).contains("FILE is missing");
        assertThat(fleet(directory.resolve("none.yaml").toString()).err()).contains("FILE: '");
    }

    @Test
    void helpNamesTheOptions() {
        assertThat(fleet("--help").out())
                .contains("--regions", "--rate", "--runtime", "NATIVE, JAVA25", "--free-tier", "--print-prices");
    }

    private String[] with(String[] options, String... more) {
        return Stream.of(Stream.of(targets), Arrays.stream(options), Arrays.stream(more))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private static Offset<Double> within(double value) {
        return Offset.offset(value);
    }

    private static BigDecimal quantity(JsonNode report, String part) {
        return row(report, part).path("quantity").decimalValue();
    }

    private static BigDecimal cost(JsonNode report, String part) {
        return row(report, part).path("cost").decimalValue();
    }

    private static JsonNode row(JsonNode report, String part) {
        for (JsonNode row : report.path("parts")) {
            if (row.path("part").asText().equals(part)) {
                return row;
            }
        }
        throw new AssertionError("no part " + part);
    }

    private static BigDecimal sum(JsonNode rows, String field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : rows) {
            sum = sum.add(row.path(field).decimalValue());
        }
        return sum;
    }

    private String file(Stream<String> entries) throws IOException {
        Path file = Files.createTempFile(directory, "targets", ".yaml");
        return Files.writeString(
                        file,
                        entries.map(entry -> "  - " + entry + "\n").collect(Collectors.joining("", "targets:\n", "")))
                .toString();
    }

    private static JsonNode json(String... arguments) throws IOException {
        CommandResult result = fleet(
                Stream.concat(Stream.of("--json"), Arrays.stream(arguments)).toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        return JSON.readTree(result.out());
    }

    private static CommandResult fleet(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(Stream.of("cost"), Arrays.stream(arguments)).toArray(String[]::new);
        int status = Laptop.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new CommandResult(status, out.toString(), err.toString());
    }
}
