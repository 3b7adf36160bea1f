package dev.handshakefleet.cli;

import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.alert.silence.SilenceRequest;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.base.Instants;
import dev.handshakefleet.fleet.AlertControl;
import dev.handshakefleet.fleet.SilenceList;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.SilenceDocument;
import dev.handshakefleet.report.SilenceView;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fleet silence}: sets, lists and ends silences. */
@Command(
        name = "silence",
        mixinStandardHelpOptions = true,
        description =
                "Suppresses notices for a while. Probing and storing go on, and suppressed notices are counted. A"
                        + " silence covers the alerts that match all of --target, --tag and --check; give at least one of them.",
        footer = {
            "",
            "Examples:",
            "  ./fleet silence --target '*.example.com' --check 'certificate.*' --for PT2H --reason 'planned work'",
            "  ./fleet silence --list",
            "  ./fleet silence --end 1a2b3c4d"
        })
final class SilenceCommand implements Callable<Integer> {

    private static final String EITHER = "a duration such as PT2H, or --until INSTANT, and not both";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--target",
            paramLabel = "GLOB",
            description = "HOST, HOST:PORT, HOST:PORT/SERVERNAME, a target's name, or a glob of these such as"
                    + " '*.example.com'; '*' is every target.")
    private Optional<String> target = Optional.empty();

    @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "Targets that have exactly this tag.")
    private Optional<String> tag = Optional.empty();

    @Option(
            names = "--check",
            paramLabel = "GLOB",
            description = "The name of a check, or a glob of names such as 'certificate.*' or 'sla.*'.")
    private Optional<String> check = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "The duration (ISO-8601, such as PT2H or P7D; at most P90D).")
    private Optional<String> duration = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "The start (ISO-8601, such as 2026-11-23T10:00:00Z; default: now).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--until", paramLabel = "INSTANT", description = "The end, instead of --for.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, in 1 to 200 characters.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--by", paramLabel = "NAME", description = "The name of the author (default: your user name).")
    private Optional<String> by = Optional.empty();

    @Option(names = "--list", description = "List the silences that have not ended.")
    private boolean list;

    @Option(names = "--end", paramLabel = "ID", description = "End this silence now.")
    private Optional<String> end = Optional.empty();

    @Option(names = "--json", description = "Print the JSON that the function returns.")
    private boolean json;

    @Mixin
    private FleetChoice choice;

    /** An action on the silences of a fleet. */
    private interface Act {
        int on(AlertControl control) throws StoreUnavailableException;
    }

    @Override
    public Integer call() {
        Act act = act();
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            return act.on(opened.fleet().alertControl());
        } catch (StoreUnavailableException unavailable) {
            throw new CommandFailedException(unavailable.getMessage(), unavailable);
        }
    }

    /** All arguments are checked before anything is opened. */
    private Act act() {
        boolean describesOne =
                Stream.of(target, tag, check, duration, from, until, reason, by).anyMatch(Optional::isPresent);
        if ((list ? 1 : 0) + (end.isPresent() ? 1 : 0) + (describesOne ? 1 : 0) > 1) {
            throw new BadInputException(
                    list ? "--list" : "--end", "given with other options", "alone, without options that set a silence");
        }
        if (list) {
            return this::list;
        }
        if (end.isPresent()) {
            String id = Silence.checkedId(end.get());
            return control -> end(control, id);
        }
        SilenceRequest request = request();
        return control -> set(control, request);
    }

    private SilenceRequest request() {
        if (duration.isPresent() == until.isPresent()) {
            throw new BadInputException("--for", duration.orElse(null), EITHER);
        }
        return new SilenceRequest(
                new SilenceMatcher(target, tag, check),
                from.map(value -> Instants.parse("--from", value)),
                until.map(value -> Instants.parse("--until", value)),
                duration.map(value -> Durations.positive("--for", value)),
                reason.orElseThrow(() -> new BadInputException("--reason", null, "the reason, in 1 to 200 characters")),
                by.or(UserName::ofThisProcess));
    }

    private int set(AlertControl control, SilenceRequest request) throws StoreUnavailableException {
        Silence silence = control.silence(request);
        if (json) {
            print(SilenceDocument.of(silence));
        } else {
            print(SilenceView.lines(new SilenceList(silence.createdAt(), List.of(silence)), FleetCommand.screen(spec)));
            print(List.of("", "To end it early: ./fleet silence --end " + silence.id()));
        }
        return ExitStatus.OK;
    }

    private int list(AlertControl control) throws StoreUnavailableException {
        SilenceList silences = control.silences();
        if (json) {
            print(SilenceDocument.of(silences));
        } else {
            print(SilenceView.lines(silences, FleetCommand.screen(spec)));
        }
        return ExitStatus.OK;
    }

    private int end(AlertControl control, String id) throws StoreUnavailableException {
        boolean ended = control.endSilence(id);
        if (json) {
            print(new SilenceDocument.EndDocument(id, ended));
        } else if (ended) {
            print(List.of("silence " + id + " ended"));
        } else {
            throw new CommandFailedException(
                    "No silence with the id " + id + " is active or planned; ./fleet silence --list shows all that are",
                    null);
        }
        return ended ? ExitStatus.OK : ExitStatus.UNKNOWN;
    }

    private void print(Object document) {
        spec.commandLine().getOut().println(ContractJson.pretty(document));
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
    }
}
