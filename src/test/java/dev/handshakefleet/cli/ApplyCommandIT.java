package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.FleetTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code fleet apply} as a user types it, on a terminal and without one. */
class ApplyCommandIT {

    private static final String NOBODY = "nobody is asked";

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @TempDir
    private Path directory;

    private TargetCatalog catalog;

    @BeforeEach
    void tableOfItsOwn() {
        catalog = new TargetCatalog(dynamoDb.client(), dynamoDb.newStateTable());
    }

    @Test
    void planIsShownAndAppliedWithoutATerminal() throws IOException {
        apply("targets: [a.example, {host: b.example, port: 1}, c.example]");

        CommandResult second = apply("targets: [a.example, {host: b.example, port: 1, tags: {team: web}}, d.example]");

        assertThat(second.status()).as(second.err()).isZero();
        assertThat(second.out().lines())
                .containsExactly(
                        "From version 1 to a new version: 1 added, 1 changed, 1 removed, 1 unchanged",
                        "  added d.example:443",
                        "  changed b.example:1: tags",
                        "  removed c.example:443",
                        "3 targets in the catalog, 1 removed; version 2");
        assertThat(ids()).containsExactly("a.example:443", "b.example:1", "d.example:443");
    }

    @Test
    void longPlanIsBounded() throws IOException {
        CommandResult result = apply(IntStream.range(0, 50)
                .mapToObj(number -> "- host" + number + ".example")
                .collect(Collectors.joining("\n", "targets:\n", "\n")));

        assertThat(result.out().lines()).hasSize(23).contains("  and 30 more added");
    }

    @Test
    void onATerminalOnlyYesApplies() throws IOException {
        for (String answer : List.of("", "n", "no", "yy")) {
            CommandResult declined = fleet(answer, file("targets: [a.example]"));
            assertThat(declined.status()).isEqualTo(1);
            assertThat(declined.err()).contains("fleet: not applied");
        }
        assertThat(catalog.pointer()).isEmpty();

        assertThat(fleet(" Y ", file("targets: [a.example]")).status()).isZero();
        assertThat(fleet(NOBODY, file("targets: [b.example]"), "--yes").status())
                .isZero();
        assertThat(ids()).containsExactly("b.example:443");
    }

    @Test
    void sameTargetsAreNoNewVersion() throws IOException {
        apply("targets: [a.example]");
        CommandResult again = fleet(NOBODY, file("targets: [a.example]"));

        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("0 added, 0 changed, 0 removed, 1 unchanged", "1 targets in the catalog");
        assertThat(catalog.pointer().orElseThrow().versions()).hasSize(1);
    }

    @Test
    void diffWritesNothingAndItsStatusTellsWhetherThereIsADifference() throws IOException {
        assertThat(fleet(NOBODY, file("targets: [a.example]"), "--diff").status())
                .isEqualTo(1);
        assertThat(catalog.pointer()).isEmpty();
        apply("targets: [a.example]");
        assertThat(fleet(NOBODY, file("targets: [a.example]"), "--diff").status())
                .isZero();
        assertThat(fleet(NOBODY, file("targets: [b.example]"), "--diff").out())
                .contains("added b.example:443", "removed a.example:443", "Every target that the catalog holds now");
        assertThat(ids()).containsExactly("a.example:443");
    }

    @Test
    void emptyCatalogNeedsATerminalOrYes() throws IOException {
        apply("targets: [a.example]");

        CommandResult refused = apply("targets: []");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.out()).contains("The catalog is empty then", "removed a.example:443");
        assertThat(refused.err()).contains("Nothing was applied: the catalog would be empty");
        assertThat(ids()).containsExactly("a.example:443");
        assertThat(fleet(NOBODY, file("targets: []"), "--yes").status()).isZero();
        assertThat(ids()).isEmpty();
    }

    @Test
    void versionsAreListedAndRolledBack() throws IOException {
        apply("targets: [a.example]", "--by", "kim");
        apply("targets: [a.example, b.example]", "--by", "alex");

        CommandResult listed = fleet(NOBODY, "--versions");
        assertThat(listed.out().lines()).hasSize(3);
        assertThat(listed.out().lines().toList().get(1)).matches("\\s*2\\s+current\\s+2\\s+\\S+Z\\s+alex");
        assertThat(listed.out().lines().toList().get(2)).contains("1", "kim").doesNotContain("current");

        CommandResult back = fleetWithout("--rollback", "--by", "sam");
        assertThat(back.out())
                .contains("From version 2 back to version 1: 0 added, 0 changed, 1 removed, 1 unchanged")
                .contains("1 targets in the catalog, 1 removed; version 1");
        assertThat(ids()).containsExactly("a.example:443");
        assertThat(fleet(NOBODY, "--versions").out()).contains("Version 1 was made current again at ", " by sam.");
        assertThat(fleetWithout("--rollback", "2").status()).isZero();
        assertThat(ids()).hasSize(2);
        assertThat(fleetWithout("--rollback", "7").err()).contains("version: '7'; accepted: ");
        assertThat(fleetWithout("--rollback", "first").err()).contains("--rollback: 'first'; accepted: the number");
        assertThat(fleetWithout("--versions", "--rollback").err()).contains("FILE: missing; accepted: ");
        assertThat(fleetWithout().status()).isEqualTo(3);
    }

    @Test
    void whoeverIsOvertakenWhileTheQuestionIsOpenIsToldByWhom() throws IOException {
        apply("targets: [a.example]");

        CommandResult overtaken = run(
                () -> {
                    CatalogWriter other = catalog.writer((packs, of) -> {});
                    other.apply(
                            other.plan(List.of(new CatalogEntry("z.example:443", "z.example"))),
                            Optional.of("alex"),
                            Instant.parse("2026-11-23T10:00:00Z"));
                    return Optional.of("y");
                },
                file("targets: [b.example]"));

        assertThat(overtaken.status()).isEqualTo(3);
        assertThat(overtaken.err())
                .contains("Nothing was applied: alex made version 2 current at 2026-11-23T10:00:00Z");
        assertThat(ids()).containsExactly("z.example:443");
    }

    @Test
    void everyMistakeIsNamedWithLineAndColumnAndNothingIsApplied() throws IOException {
        CommandResult result = apply("""
                targets:
                  - good.example
                  - 'bad host'
                  - host: ports.example
                    port: 0
                  - {host: sla.example, sla: {tls: soon}}
                  - good.example:443
                  - nonsense: 1
                  -
                """);

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err().lines().toList()).hasSize(7).satisfies(lines -> {
            assertThat(lines.getFirst()).contains("6 of 7 targets cannot be used; nothing was applied");
            assertThat(lines.get(1)).startsWith("  line 3, column 5: bad …: target: ");
            assertThat(lines.get(2)).startsWith("  line 5, column 11: {host=ports.example, port=0}: port: '0'");
            assertThat(lines.get(3)).startsWith("  line 6, column 36: {host=sla.example}: sla.tls: 'soon'");
            assertThat(lines.get(4))
                    .isEqualTo("  line 7, column 5: duplicate: good.example:443 is probed once, and line 2,"
                            + " column 5 has it first");
            assertThat(lines.get(5)).startsWith("  line 8, column 5: {}: target: ");
            assertThat(lines.get(6)).startsWith("  line 9, column 4: null: target: missing");
        });
        assertThat(catalog.pointer()).isEmpty();
    }

    @Test
    void brokenYamlIsNamedWithLineAndColumn() throws IOException {
        assertThat(apply("targets:\n  - a.example\n  - [b\n").err()).contains("YAML that cannot be read, line ");
    }

    private CommandResult apply(String yaml, String... options) throws IOException {
        return fleetWithout(
                Stream.concat(Stream.of(file(yaml)), Stream.of(options)).toArray(String[]::new));
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("targets.yaml"), yaml).toString();
    }

    private List<String> ids() {
        return catalog.entries().orElseThrow().entries().stream()
                .map(CatalogEntry::id)
                .toList();
    }

    /** On a terminal where the user answers so. */
    private CommandResult fleet(String answer, String... arguments) {
        return run(
                () -> {
                    assertThat(answer).isNotEqualTo(NOBODY);
                    return Optional.of(answer);
                },
                arguments);
    }

    private CommandResult run(Supplier<Optional<String>> answer, String... arguments) {
        return run(
                new ApplyCommand.Terminal() {
                    @Override
                    public boolean isThere() {
                        return true;
                    }

                    @Override
                    public Optional<String> ask(String question) {
                        return answer.get();
                    }
                },
                arguments);
    }

    /** Without a terminal. */
    private CommandResult fleetWithout(String... arguments) {
        return run(
                new ApplyCommand.Terminal() {
                    @Override
                    public boolean isThere() {
                        return false;
                    }

                    @Override
                    public Optional<String> ask(String question) {
                        throw new AssertionError("nobody is there to ask");
                    }
                },
                arguments);
    }

    private CommandResult run(ApplyCommand.Terminal terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        EmbeddedFleet embedded = (_, engine, _) -> opened(engine);
        CommandLine.IFactory factory = new CommandFactory(embedded);
        CommandLine command = FleetCommand.commandLine(embedded, List.of("apply", "--help"));
        CommandLine fleet = new CommandLine(new FleetCommand(), factory)
                .addSubcommand("apply", new CommandLine(new ApplyCommand(terminal), factory))
                .setExecutionExceptionHandler(command.getExecutionExceptionHandler())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int status = fleet.execute(
                Stream.concat(Stream.of("apply"), Stream.of(arguments)).toArray(String[]::new));
        return new CommandResult(status, out.toString(), err.toString());
    }

    private OpenedFleet opened(Engine engine) {
        FleetSettings settings = FleetSettings.of(Map.of());
        return new OpenedFleet(
                new FleetBuilder(settings, Clock.systemUTC()).engine(engine).build(),
                Optional.of(catalog),
                settings,
                List.of());
    }
}
