package dev.handshakefleet.imports;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.cli.FleetCommand;
import dev.handshakefleet.imports.draft.DraftCheck;
import dev.handshakefleet.imports.draft.Intervals;
import dev.handshakefleet.imports.draft.Remark;
import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.draft.TargetDraft;
import dev.handshakefleet.imports.draft.TargetsDocument;
import dev.handshakefleet.imports.gatus.GatusReader;
import dev.handshakefleet.imports.prometheus.BlackboxModules;
import dev.handshakefleet.imports.prometheus.PrometheusReader;
import dev.handshakefleet.imports.source.SourceFile;
import dev.handshakefleet.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet import}: writes a {@code targets.yaml} from the files of other programs. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Writes a targets.yaml from a configuration of Prometheus with blackbox_exporter, from one of Gatus,"
                        + " or from a list of hosts. What is not carried over is said on standard error, with its line and the reason.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all carried over",
            "1:WARNING: something was not carried over",
            "3:UNKNOWN: no target in the files, or files that cannot be used; nothing was written"
        })
public final class ImportCommand implements Callable<Integer> {

    private static final String ACCEPTED =
            "a configuration of Prometheus or Gatus, a list of Prometheus' targets, or a list of hosts, one a line";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The files to import from; their form is seen from the content.")
    private List<Path> files = List.of();

    @Option(
            names = "--from",
            paramLabel = "FORM",
            description = "The form of all files: ${COMPLETION-CANDIDATES} (default: seen from the content).")
    private SourceForm form;

    @Option(
            names = "--modules",
            paramLabel = "FILE",
            description = "The configuration of blackbox_exporter, with the modules that Prometheus' jobs name.")
    private Path modules;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file (default: standard output).")
    private Path output;

    @Option(names = "--force", description = "Replace the file of -o if it is there.")
    private boolean force;

    @Override
    public Integer call() {
        if (output != null && !force && Files.exists(output)) {
            throw alreadyThere();
        }
        Remarks remarks = new Remarks();
        List<TargetDraft> targets;
        try (Progress _ = FleetCommand.progress(spec, "importing", "targets", 0)) {
            targets = targets(remarks);
        }
        List<Remark> all = remarks.all();
        PrintWriter err = spec.commandLine().getErr();
        all.forEach(err::println);
        long lost = all.stream().filter(Remark::lost).count();
        if (targets.isEmpty()) {
            err.println("fleet: no target could be carried over; nothing was written");
            return ExitStatus.UNKNOWN;
        }
        write(TargetsDocument.lines(files, targets, all));
        err.println("fleet: " + targets.size() + (targets.size() == 1 ? " target, " : " targets, ") + lost
                + " not carried over");
        return lost == 0 ? ExitStatus.OK : ExitStatus.WARNING;
    }

    private List<TargetDraft> targets(Remarks remarks) {
        BlackboxModules known = modules == null
                ? BlackboxModules.none(remarks)
                : BlackboxModules.of(
                        SourceFile.read("--modules", modules, "a configuration of blackbox_exporter"), remarks);
        Intervals intervals = new Intervals();
        List<TargetDraft> drafts = new ArrayList<>();
        for (Path path : files) {
            SourceFile file = SourceFile.read("FILE", path, ACCEPTED);
            drafts.addAll(
                    switch (Optional.ofNullable(form).orElseGet(() -> SourceForm.of(file))) {
                        case PROMETHEUS -> new PrometheusReader(known, remarks, intervals).read(file);
                        case GATUS -> new GatusReader(remarks, intervals).read(file);
                        case LIST -> new HostListReader(remarks).read(file);
                    });
        }
        intervals.remark(remarks);
        return new DraftCheck(remarks).accepted(drafts);
    }

    private void write(List<String> lines) {
        if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            lines.forEach(out::println);
            out.flush();
            return;
        }
        try {
            if (force) {
                replace(lines);
            } else {
                Path _ = Files.write(output, lines, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException there) {
            throw alreadyThere();
        } catch (IOException unwritable) {
            throw new CommandFailedException(output + " cannot be written", unwritable);
        }
    }

    /** A file that cannot be written to its end leaves the old one as it is. */
    private void replace(List<String> lines) throws IOException {
        Path absolute = output.toAbsolutePath();
        Path beside = Files.createTempFile(absolute.getParent(), "import", ".yaml");
        try {
            Path _ = Files.write(beside, lines);
            Path _ = Files.move(beside, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            boolean _ = Files.deleteIfExists(beside);
        }
    }

    private BadInputException alreadyThere() {
        return new BadInputException("-o", output, "a file that does not exist yet, or --force");
    }
}
