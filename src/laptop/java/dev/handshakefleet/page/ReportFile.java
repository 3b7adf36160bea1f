package dev.handshakefleet.page;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.page.model.LastResults;
import dev.handshakefleet.page.model.TargetHistory;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.page.view.Pages;
import dev.handshakefleet.verdict.LeafRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the report: all views in one HTML file that needs nothing else and can be read without script. */
public final class ReportFile {

    /** The targets that have a view of their own, unless more are asked for. */
    public static final int DETAILS = 100;

    private ReportFile() {}

    /**
     * A report.
     *
     * @param html the file
     * @param targets how many targets it has
     * @param problems the parts that could not be read, in sentences
     */
    public record Report(String html, int targets, List<String> problems) {

        public Report {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads the fleet and makes the report.
     *
     * @param watch reads the tables
     * @param directory of this machine's data; empty for the deployed fleet
     * @param source what the report is of, in words
     * @param window how far back the view of a target goes
     * @param details how many targets have a view of their own, the worst first
     */
    public static Report of(FleetWatch watch, Optional<Path> directory, String source, Duration window, int details) {
        watch.refresh();
        directory.map(LastResults::read).ifPresent(watch::addKept);
        FleetSnapshot snapshot = watch.snapshot();
        Map<String, TargetHistory> histories = watch.histories(
                snapshot.targets().stream()
                        .limit(details)
                        .map(WatchedTarget::id)
                        .toList(),
                window);
        WithProblems<Map<String, List<LeafRecord>>> leaves = watch.leaves();
        String html = new Pages(source, directory.isPresent() ? "" : " --aws")
                .report(snapshot, histories, KeptNotices.read(directory), leaves.value(), leaves.problems());
        List<String> problems = Stream.concat(snapshot.problems().stream(), leaves.problems().stream())
                .distinct()
                .toList();
        return new Report(html, snapshot.targets().size(), problems);
    }

    /**
     * Reads the fleet and writes the file. See {@link #of}.
     *
     * @param file replaced where it exists
     * @return how many targets the report has
     * @throws BadInputException naming the file where it cannot be written
     */
    public static int write(
            FleetWatch watch, Optional<Path> directory, String source, Duration window, int details, Path file) {
        Report report = of(watch, directory, source, window, details);
        try {
            Files.writeString(file, report.html(), StandardCharsets.UTF_8);
        } catch (IOException notWritten) {
            throw new BadInputException("--output", file, "a file that can be written, in a directory that exists");
        }
        return report.targets();
    }
}
