package dev.handshakefleet.regions;

import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.regions.RegionsReport.RegionReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Removes regions of a fleet, the home region last. A removed region is recorded as such, so that it is not silent and its open alert
 * ends. Tables and topic of the home region stay.
 */
final class Removal {

    /** CloudFormation deletes a stack within minutes; a function in a network of yours takes up to 45. */
    private static final Duration LONGEST_DELETION = Duration.ofMinutes(65);

    private static final String ABSENT = "ABSENT";
    private static final String UNREACHABLE = "UNREACHABLE";

    private final AwsCli aws;
    private final RegionStore records;
    private final InstantSource clock;
    private final Consumer<String> progress;

    /** @param progress receives a line for each step */
    Removal(AwsCli aws, RegionStore records, InstantSource clock, Consumer<String> progress) {
        this.aws = aws;
        this.records = records;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * @param report all regions of the fleet, those to remove among them
     * @param named the regions to remove
     * @return them, the home region last
     * @throws CommandFailedException where one of them cannot be reached, or the home region would go before others
     */
    static List<RegionReport> planned(RegionsReport report, List<String> named) {
        List<RegionReport> chosen = report.regions().stream()
                .filter(region -> named.contains(region.region()))
                .sorted((one, other) -> Boolean.compare(one.home(), other.home()))
                .toList();
        chosen.stream()
                .filter(region -> region.stack().equals(UNREACHABLE))
                .findFirst()
                .ifPresent(region -> {
                    throw new CommandFailedException("Nothing was removed: " + region.region() + ": "
                            + region.problems().getLast());
                });
        List<String> others = report.regions().stream()
                .filter(region ->
                        !named.contains(region.region()) && !region.stack().equals(ABSENT))
                .map(RegionReport::region)
                .toList();
        if (chosen.stream().anyMatch(RegionReport::home)) {
            if (!others.isEmpty()) {
                throw new CommandFailedException("Nothing was removed: " + report.home()
                        + " is the home region, which holds the tables, and is removed last; remove with it or before it: "
                        + String.join(" ", others));
            }
            if (!report.problems().isEmpty()) {
                throw new CommandFailedException(
                        "Nothing was removed: it is not known which other regions write to the home region. "
                                + report.problems().getFirst());
            }
        }
        return chosen;
    }

    /**
     * Removes them one after the other and stops at the first that cannot be removed.
     *
     * @param name of the fleet
     * @param regions a result of {@link #planned}
     * @throws CommandFailedException naming what was removed before
     */
    void remove(String name, List<RegionReport> regions) {
        for (RegionReport region : regions) {
            if (region.stack().equals(ABSENT)) {
                progress.accept(region.region() + ": there is no stack");
            } else {
                delete(name, region.region());
                progress.accept(region.region() + ": removed");
            }
            forget(region.region());
        }
    }

    private void delete(String name, String region) {
        progress.accept(region + ": deleting the stack '" + name + "'");
        check(region, aws.call(region, "cloudformation", "delete-stack", "--stack-name", name));
        check(
                region,
                aws.call(
                        LONGEST_DELETION,
                        region,
                        "cloudformation",
                        "wait",
                        "stack-delete-complete",
                        "--stack-name",
                        name));
    }

    private static void check(String region, AwsCli.Answer answer) {
        if (answer instanceof AwsCli.Answer.Failed(String reason)) {
            throw new CommandFailedException(
                    region + " was not removed: " + reason + "; the same command continues with it");
        }
    }

    private void forget(String region) {
        try {
            records.removed(region, clock.instant());
        } catch (ResourceNotFoundException noTable) {
            // Nobody looks at its records any more.
        } catch (SdkException fault) {
            throw new CommandFailedException(
                    region
                            + " was removed, and is silent for the home region until the same command has recorded that: "
                            + records.sentence(fault),
                    fault);
        }
    }
}
