package dev.handshakefleet.regions;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.regions.RegionsReport.RegionReport;
import dev.handshakefleet.report.ContractJson;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet regions}: deploys, removes and shows the regions of a fleet on AWS. */
@Command(
        name = "regions",
        mixinStandardHelpOptions = true,
        description =
                "Shows, deploys or removes the regions of a fleet on AWS. It needs the AWS CLI with credentials, and to deploy the AWS"
                        + " SAM CLI and a package.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all is well, or it is done",
            "1:WARNING: a region is silent, or differs from the home region",
            "2:CRITICAL: a region has no working stack, or its deployment failed",
            "3:UNKNOWN: usage, or something could not be reached; nothing was removed"
        },
        footer = {
            "",
            "Examples:",
            "  ./fleet regions --status",
            "  ./fleet regions --deploy eu-west-1 us-east-1 -- Targets=example.com AlertEmail=ops@example.com",
            "  ./fleet regions --remove us-east-1"
        })
public final class RegionsCommand implements Callable<Integer> {

    private static final String FLEET_NAME = "[a-z][a-z0-9-]{1,30}";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Action action = new Action();

    /** What to do; one at the most. */
    private static final class Action {

        @Option(names = "--status", description = "Show the regions (the default).")
        @SuppressWarnings("UnusedVariable") // It is the default, so nothing asks for it.
        private boolean status;

        @Option(
                names = "--deploy",
                description =
                        "Deploy the regions, the home region first, by infra/deploy-regions.sh: REGION... [-- KEY=VALUE...].")
        private boolean deploy;

        @Option(names = "--remove", description = "Remove the regions, the home region last. Tables and topic stay.")
        private boolean remove;
    }

    @Parameters(
            paramLabel = "REGION",
            arity = "0..*",
            description =
                    "Regions of AWS. To show, those that recorded a run and the home region are known already. To deploy, the"
                            + " first is the home region, and parameters follow as KEY=VALUE or REGION:KEY=VALUE.")
    private List<String> arguments = List.of();

    @Option(
            names = "--name",
            paramLabel = "FLEET",
            description = "The name of the stacks and prefix of all names (default: ${DEFAULT-VALUE}).")
    private String name = "handshake-fleet";

    @Option(names = "--json", description = "Show JSON instead of a table.")
    private boolean json;

    @Option(
            names = {"-y", "--yes"},
            description = "Remove without asking.")
    private boolean yes;

    @Option(names = "--jvm", description = "Deploy the package of the JVM.")
    private boolean jvm;

    @Option(names = "--dry-run", description = "Print the commands that would deploy.")
    private boolean dryRun;

    @Option(
            names = "--new-home",
            description =
                    "Deploy the first region as the new home region of a deployed fleet; it begins with empty tables.")
    private boolean newHome;

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A tag of the deployed stacks; can be repeated.")
    private List<String> tags = List.of();

    @Override
    public Integer call() {
        if (!name.matches(FLEET_NAME)) {
            throw new BadInputException(
                    "--name", name, "2 to 31 lower-case letters, digits and hyphens, a letter first");
        }
        if (action.deploy) {
            return deploy();
        }
        arguments.forEach(region -> RegionName.checked("REGION", region));
        return action.remove ? remove() : status();
    }

    private int status() {
        RegionsReport report = report();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ContractJson.pretty(report));
        } else {
            RegionsView.lines(report).forEach(out::println);
        }
        out.flush();
        return switch (report.health()) {
            case OK -> ExitStatus.OK;
            case WARNING -> ExitStatus.WARNING;
            case UNKNOWN -> ExitStatus.UNKNOWN;
            case CRITICAL -> ExitStatus.CRITICAL;
        };
    }

    private int remove() {
        if (arguments.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "REGION is missing: name each region to remove");
        }
        RegionsReport report = report();
        List<RegionReport> planned = Removal.planned(report, arguments);
        PrintWriter out = spec.commandLine().getOut();
        String named = planned.stream().map(RegionReport::region).collect(Collectors.joining(" "));
        if (!isConfirmed("Remove the fleet '" + name + "' from " + named + "? [y/N] ")) {
            out.println("Nothing was removed.");
            return ExitStatus.WARNING;
        }
        try (HomeTable table = HomeTable.open(report.home(), name)) {
            new Removal(aws(), table.records(), Clock.systemUTC(), line -> {
                        out.println(line);
                        out.flush();
                    })
                    .remove(name, planned);
        }
        if (planned.stream().anyMatch(RegionReport::home)) {
            out.println("The tables " + name + "-measurements and " + name + "-state and the topic " + name
                    + "-alerts stay in " + report.home() + "; docs/deploy.md says how to delete or adopt them.");
        }
        return ExitStatus.OK;
    }

    private boolean isConfirmed(String question) {
        if (yes) {
            return true;
        }
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isEmpty()) {
            throw new CommandFailedException(
                    "Nothing was removed: there is no terminal to ask. --yes removes without asking");
        }
        return Optional.ofNullable(terminal.get().readLine("%s", question))
                .filter(answer -> Stream.of("y", "yes").anyMatch(answer.strip()::equalsIgnoreCase))
                .isPresent();
    }

    private RegionsReport report() {
        Optional<String> home = Optional.ofNullable(System.getenv("FLEET_HOME_REGION"))
                .filter(region -> !region.isBlank())
                .map(region -> RegionName.checked("FLEET_HOME_REGION", region.strip()));
        List<HomeTable> opened = new ArrayList<>();
        try {
            return new FleetStatus(
                            aws(),
                            region -> {
                                opened.add(HomeTable.open(region, name));
                                return opened.getLast().records();
                            },
                            Clock.systemUTC())
                    .of(name, home, arguments);
        } finally {
            opened.forEach(HomeTable::close);
        }
    }

    private static AwsCli aws() {
        return new AwsCli(Path.of("aws"), LONGEST_CALL);
    }

    /** The script checks what it is given and says what is wrong. */
    private int deploy() {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                Path.of(System.getProperty("fleet.home", "."), "infra", "deploy-regions.sh")
                        .toString(),
                "--name",
                name));
        if (jvm) {
            command.add("--jvm");
        }
        if (dryRun) {
            command.add("--dry-run");
        }
        if (newHome) {
            command.add("--new-home");
        }
        tags.forEach(tag -> command.addAll(List.of("--tag", tag)));
        arguments.stream().filter(argument -> !argument.contains("=")).forEach(command::add);
        command.add("--");
        arguments.stream().filter(argument -> argument.contains("=")).forEach(command::add);
        return switch (run(command)) {
            case 0 -> ExitStatus.OK;
            case 1 -> ExitStatus.CRITICAL;
            default -> ExitStatus.UNKNOWN;
        };
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException noShell) {
            throw new CommandFailedException("Nothing was deployed: " + noShell.getMessage(), noShell);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", interrupted);
        }
    }
}
