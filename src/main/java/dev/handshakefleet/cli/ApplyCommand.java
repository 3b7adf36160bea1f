package dev.handshakefleet.cli;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.target.read.TargetReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code fleet apply}: makes the catalog hold exactly the targets of a file. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Makes the catalog hold exactly the targets of a file; scheduled runs probe the catalog.")
final class ApplyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "YAML with a list of targets under the key 'targets'.")
    private Path file;

    @Mixin
    private FleetChoice choice;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<?> entries = TargetsFile.entries(file);
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            Map<Target, Object> targets =
                    read(entries, new TargetReader(opened.settings().defaults()));
            List<String> removed = opened.catalog().apply(targets, Instant.now());
            out.println(targets.size() + " targets in the catalog, " + removed.size() + " removed");
            removed.forEach(id -> out.println("  removed " + id));
        } catch (SdkException fault) {
            throw new CommandFailedException("The catalog was not applied: " + AwsFault.sentence(fault), fault);
        }
        return ExitStatus.OK;
    }

    /** All or nothing: a catalog with one bad entry is not applied, and every bad entry is named. */
    private static Map<Target, Object> read(List<?> entries, TargetReader reader) {
        List<RejectedTarget> rejected = reader.readAll(entries).rejected();
        if (!rejected.isEmpty()) {
            List<String> reasons = new ArrayList<>();
            rejected.forEach(bad -> reasons.add("  " + bad.target() + ": " + bad.reason()));
            throw new CommandFailedException(
                    rejected.size() + " of " + entries.size() + " targets cannot be used; nothing was applied\n"
                            + String.join("\n", reasons),
                    null);
        }
        Map<Target, Object> targets = new LinkedHashMap<>();
        entries.forEach(entry -> targets.put(reader.read(entry), entry));
        return targets;
    }
}
