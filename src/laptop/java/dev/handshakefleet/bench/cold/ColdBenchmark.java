package dev.handshakefleet.bench.cold;

import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.SkippedParts;
import dev.handshakefleet.bench.workbench.Statistics;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Measures first handshakes of fresh JVMs: warmed or not, with and without prepared classes. */
public final class ColdBenchmark {

    /** Without this, messages of the JVM about archives would mix with the lines of the worker. */
    private static final int ARCHIVES = 2;

    private static final String NO_JVM_LOG = "-Xlog:disable";

    private static final double NANOS_PER_MILLI = 1e6;

    private final BenchContext bench;

    /** One process. */
    private record Start(double firstResult, double firstTls, double secondTls) {}

    private record Setting(String archive, List<String> options, boolean warmed) {}

    public ColdBenchmark(BenchContext bench) {
        this.bench = bench;
    }

    /** @return how many steps it will report, where the JVM writes archives */
    public static int steps(int rounds) {
        return rounds + ARCHIVES;
    }

    /** @param skipped receives each archive that cannot be tried here, and why */
    public List<ColdRow> run(SkippedParts skipped) throws IOException {
        List<Setting> settings = new ArrayList<>();
        archives(skipped)
                .forEach((archive, options) -> Stream.of(false, true)
                        .map(warmed -> new Setting(archive, options, warmed))
                        .forEach(settings::add));
        Map<Setting, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 1; round <= bench.rounds(); round++) {
            bench.reportStep("cold: round %d of %d, %d fresh JVMs".formatted(round, bench.rounds(), settings.size()));
            for (Setting setting : settings) {
                starts.computeIfAbsent(setting, first -> new ArrayList<>()).add(start(setting));
            }
        }
        return starts.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Start start(Setting setting) throws IOException {
        List<WorkerJvm.OutputLine> output = bench.jvms()
                .run(setting.options(), "cold", bench.server().ecdsaPort(), setting.warmed() ? "warm" : "cold");
        if (output.size() != 2) {
            throw new IOException("a fresh JVM printed " + output.size() + " lines instead of 2");
        }
        return new Start(output.getFirst().after().toNanos(), nanos(output.getFirst()), nanos(output.getLast()));
    }

    /** The archives that a JVM can use, and the options for them. */
    private Map<String, List<String>> archives(SkippedParts skipped) {
        Map<String, List<String>> archives = new LinkedHashMap<>();
        archives.put("none", withLauncherOptions("-Xshare:off"));
        archives.put("the JDK's own", withLauncherOptions("-Xshare:auto"));
        if (!WorkerJvm.canBeArchived()) {
            skipped.add(
                    "cold",
                    "CDS and AOT cache of our classes: they need a class path of archives, such as ./fleet has");
            return archives;
        }
        Path directory = bench.processes().directory();
        addArchive(
                archives,
                skipped,
                "CDS",
                directory.resolve("bench.jsa"),
                "-XX:ArchiveClassesAtExit=",
                "-XX:SharedArchiveFile=");
        addArchive(
                archives, skipped, "AOT cache", directory.resolve("bench.aot"), "-XX:AOTCacheOutput=", "-XX:AOTCache=");
        return archives;
    }

    private void addArchive(
            Map<String, List<String>> archives,
            SkippedParts skipped,
            String name,
            Path file,
            String writing,
            String reading) {
        bench.reportStep("cold: making the " + name);
        try {
            bench.jvms()
                    .run(
                            withLauncherOptions(writing + file),
                            "cold",
                            bench.server().ecdsaPort(),
                            "warm");
            if (Files.exists(file)) {
                archives.put(name, withLauncherOptions(reading + file));
            } else {
                skipped.add("cold", name + ": this JVM writes none");
            }
        } catch (IOException failed) {
            skipped.add("cold", name + ": " + failed.getMessage());
        }
    }

    private static List<String> withLauncherOptions(String... options) {
        return Stream.of(WorkerJvm.AS_LAUNCHED.stream(), Stream.of(NO_JVM_LOG), Stream.of(options))
                .flatMap(arguments -> arguments)
                .toList();
    }

    private static ColdRow row(Setting setting, List<Start> starts) {
        return new ColdRow(
                setting.archive(),
                setting.warmed(),
                millis(starts, Start::firstResult),
                millis(starts, Start::firstTls),
                millis(starts, Start::secondTls));
    }

    private static BigDecimal millis(List<Start> starts, Function<Start, Double> nanos) {
        return Statistics.rounded(Statistics.median(starts.stream().map(nanos).toList()) / NANOS_PER_MILLI, 1);
    }

    private static double nanos(WorkerJvm.OutputLine line) {
        return Double.parseDouble(line.fields()[1]);
    }
}
