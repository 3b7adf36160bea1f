package dev.handshakefleet.cli;

import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.catalog.ApplyOutcome;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogPlan;
import dev.handshakefleet.catalog.CatalogPointer;
import dev.handshakefleet.catalog.CatalogUnavailableException;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.CatalogView;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.terminal.Interruption;
import dev.handshakefleet.terminal.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code fleet apply}: makes the catalog hold exactly the targets of a file, or of an earlier version. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Makes the catalog hold exactly the targets of a file; scheduled runs probe the catalog. Shows what changes,"
                        + " and asks on a terminal. Readers see the old version or the new one. The last ten versions are kept.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:applied, or nothing to apply; with --diff: no difference",
            "1:not applied, because the question was not answered with y; with --diff: a difference",
            "3:nothing was applied: usage, a mistake in the file, a fault, or somebody else applied meanwhile"
        },
        footer = {
            "",
            "Examples:",
            "  ./fleet apply targets.yaml --diff",
            "  ./fleet apply targets.yaml",
            "  ./fleet apply --versions",
            "  ./fleet apply --rollback"
        })
final class ApplyCommand implements Callable<Integer> {

    /** With {@code --diff}, as {@code diff} has it. */
    private static final int DIFFERENT = 1;

    private static final int DECLINED = 1;
    private static final String ONE_BEFORE = "";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "YAML with a list of targets under the key 'targets'.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = {"-y", "--yes"},
            description =
                    "Do not ask. Without a terminal nobody is asked either; an empty catalog needs this option there.")
    private boolean yes;

    @Option(names = "--diff", description = "Show what would change, and write nothing.")
    private boolean diff;

    @Option(
            names = "--rollback",
            arity = "0..1",
            fallbackValue = ONE_BEFORE,
            paramLabel = "VERSION",
            description = "Instead of a file: make an earlier version current again (default: the one before).")
    private Optional<String> rollback = Optional.empty();

    @Option(names = "--versions", description = "Instead of a file: list the kept versions.")
    private boolean versions;

    @Option(names = "--by", paramLabel = "NAME", description = "Who applies (default: your user name).")
    private Optional<String> by = Optional.empty();

    @Mixin
    private FleetChoice choice;

    private final Terminal terminal;

    ApplyCommand() {
        this(new SystemTerminal());
    }

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The terminal of the user. */
    interface Terminal {

        /** @return whether there is one that can be asked */
        boolean isThere();

        /** @return the answer; empty at the end of input */
        Optional<String> ask(String question);
    }

    /** What to do, once the fleet is open. */
    private interface Act {
        int on(OpenedFleet opened);
    }

    @Override
    public Integer call() {
        Act act = act();
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            return act.on(opened);
        } catch (SdkException fault) {
            throw new CommandFailedException(
                    "The catalog could not be read or written: " + AwsFault.sentence(fault)
                            + ". --versions shows which version is current",
                    fault);
        } catch (CatalogUnavailableException fault) {
            throw new CommandFailedException("Nothing was applied: " + fault.getMessage(), fault);
        }
    }

    /** All arguments, and the form of the file, are checked before anything is opened. */
    private Act act() {
        if (Stream.of(file.isPresent(), rollback.isPresent(), versions)
                        .filter(given -> given)
                        .count()
                != 1) {
            throw new BadInputException(
                    "FILE",
                    file.map(Path::toString).orElse(null),
                    "a YAML file with a list of targets under the key 'targets', or one of --rollback and --versions");
        }
        Optional<String> user = by.map(Silence::checkedName).or(UserName::ofThisProcess);
        if (versions) {
            return this::list;
        }
        if (rollback.isPresent()) {
            OptionalLong version = version(rollback.get());
            return opened -> carryOut(writer -> writer.rollback(version), opened, user);
        }
        TargetsFile read = TargetsFile.read(file.orElseThrow());
        return opened -> apply(read, opened, user);
    }

    private int apply(TargetsFile read, OpenedFleet opened, Optional<String> user) {
        List<CatalogEntry> targets =
                TargetsReading.targets(read, new TargetReader(opened.settings().defaults()), "nothing was applied");
        return carryOut(writer -> writer.plan(targets), opened, user);
    }

    /** Makes the plan. */
    private interface Planning {
        CatalogPlan plan(CatalogWriter writer);
    }

    private int carryOut(Planning planning, OpenedFleet opened, Optional<String> user) {
        Writing writing = new Writing(spec);
        CatalogWriter writer = opened.catalog().writer(writing);
        CatalogPlan plan = planning.plan(writer);
        print(CatalogView.lines(plan));
        if (diff) {
            return plan.difference().isEmpty() && plan.unread().isEmpty() ? ExitStatus.OK : DIFFERENT;
        }
        if (plan.changesNothing()) {
            print(List.of(summary(plan, plan.seen().orElseThrow())));
            return ExitStatus.OK;
        }
        if (!isWanted(plan)) {
            spec.commandLine().getErr().println("fleet: not applied");
            return DECLINED;
        }
        ApplyOutcome outcome;
        try (writing;
                Interruption _ = Interruption.then(writing::sayHowFarItIs)) {
            outcome = writer.apply(plan, user, Instant.now());
        }
        return switch (outcome) {
            case ApplyOutcome.Applied applied -> applied(plan, applied);
            case ApplyOutcome.Overtaken overtaken ->
                throw new CommandFailedException(
                        "Nothing was applied: %s made version %d current at %s, after this plan was made. Apply again to see what differs from it"
                                .formatted(
                                        CatalogView.by(overtaken.pointer().by()),
                                        overtaken.pointer().current().number(),
                                        overtaken.pointer().switchedAt()));
            case ApplyOutcome.Discarded late ->
                throw new CommandFailedException(
                        "Nothing was applied: it took over an hour, so another apply deleted what was written. Apply again");
        };
    }

    private boolean isWanted(CatalogPlan plan) {
        if (yes) {
            return true;
        }
        if (terminal.isThere()) {
            return terminal.ask("Apply this? [y/N] ")
                    .filter(answer -> Stream.of("y", "yes").anyMatch(answer.strip()::equalsIgnoreCase))
                    .isPresent();
        }
        if (plan.leavesNothing()) {
            throw new CommandFailedException(
                    "Nothing was applied: the catalog would be empty, and there is no terminal to ask. --yes applies it");
        }
        return true;
    }

    private int applied(CatalogPlan plan, ApplyOutcome.Applied applied) {
        print(List.of(summary(plan, applied.pointer())));
        applied.notDeleted()
                .ifPresent(reason -> spec.commandLine()
                        .getErr()
                        .println("fleet: versions that are no longer kept were not deleted; the next apply does it: "
                                + reason));
        return ExitStatus.OK;
    }

    private static String summary(CatalogPlan plan, CatalogPointer pointer) {
        return "%d targets in the catalog, %d removed; version %d"
                .formatted(
                        plan.after().size(),
                        plan.difference().removed().size(),
                        pointer.current().number());
    }

    private int list(OpenedFleet opened) {
        Screen screen = FleetCommand.screen(spec);
        print(opened.catalog()
                .pointer()
                .map(pointer -> CatalogView.lines(pointer, screen))
                .orElse(List.of("No version was applied yet.")));
        return ExitStatus.OK;
    }

    /** Tells how many packs are written. Their count is known when the first one is. */
    private static final class Writing implements CatalogWriter.Progress, AutoCloseable {

        private final CommandSpec spec;
        private Progress progress = Progress.none();
        private int all;

        Writing(CommandSpec spec) {
            this.spec = spec;
        }

        @Override
        public synchronized void written(int packs, int of) {
            if (all == 0) {
                all = of;
                progress = FleetCommand.progress(spec, "writing the catalog", "packs", of);
            }
            progress.at(packs);
        }

        /** The switch follows the last pack in one write, whose answer nobody has seen then. */
        synchronized void sayHowFarItIs() {
            progress.close();
            PrintWriter err = spec.commandLine().getErr();
            err.println("fleet: interrupted: " + progress.done() + " of " + (all == 0 ? "the" : all)
                    + " packs were written. "
                    + (all > 0 && progress.done() == all
                            ? "It is not known whether they were applied; --versions shows it"
                            : "Nothing was applied"));
            err.flush();
        }

        @Override
        public synchronized void close() {
            progress.close();
        }
    }

    private static OptionalLong version(String written) {
        try {
            return written.equals(ONE_BEFORE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(written));
        } catch (NumberFormatException notANumber) {
            throw new BadInputException("--rollback", written, "the number of a kept version, which --versions lists");
        }
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
    }

    /** The terminal that the process was started from. */
    private static final class SystemTerminal implements Terminal {

        @Override
        public boolean isThere() {
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.ofNullable(System.console().readLine("%s", question));
        }
    }
}
