package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.workbench.ChildProcesses;
import dev.handshakefleet.bench.workbench.LoopbackAddresses;
import dev.handshakefleet.bench.workbench.ProcessFacts;
import dev.handshakefleet.bench.workbench.ReportedTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** curl, one process a round, with its {@code --write-out} times. */
final class CurlClient implements TruthClient {

    private static final int MOST_IN_PARALLEL = 300;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String TIMES = "%{remote_ip} %{time_namelookup} %{time_connect} %{time_appconnect}\\n";
    private static final Pattern LINE = Pattern.compile("127\\.[0-9.]+( [0-9]+\\.[0-9]+){3}");

    private final ChildProcesses processes;
    private final Path program;

    CurlClient(ChildProcesses processes, Path program) {
        this.processes = processes;
        this.program = program;
    }

    @Override
    public String name() {
        return "curl";
    }

    @Override
    public Observed probe(int port, int count, int inFlight) throws IOException {
        Path configuration = Files.writeString(
                processes.newFile("curl", ".conf"),
                LoopbackAddresses.first(count).stream()
                        .map(address -> "url = \"https://" + address + ":" + port + "/\"\noutput = \"/dev/null\"\n")
                        .collect(Collectors.joining()));
        Path output = processes.newFile("curl", ".txt");
        ProcessFacts.MachineTime before = ProcessFacts.MachineTime.now();
        awaitEnd(processes.start(
                ProcessBuilder.Redirect.to(output.toFile()),
                processes.newFile("curl", ".log"),
                command(configuration, inFlight)));
        double busy = ProcessFacts.MachineTime.now().busySince(before);
        List<ReportedTimes> times = Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                .filter(line -> LINE.matcher(line).matches())
                .map(CurlClient::times)
                .toList();
        return new Observed(times, "process", busy);
    }

    private List<String> command(Path configuration, int inFlight) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "--silent", "--insecure", "--noproxy", "*", "--max-time", "10", "-w", TIMES));
        if (inFlight > 1) {
            command.addAll(List.of(
                    "--parallel",
                    "--parallel-immediate",
                    "--parallel-max",
                    String.valueOf(Math.min(inFlight, MOST_IN_PARALLEL))));
        }
        command.addAll(List.of("--config", configuration.toString()));
        return command;
    }

    private void awaitEnd(Process process) throws IOException {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("curl took longer than " + LONGEST);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while curl ran", interrupted);
        } finally {
            processes.stop(process);
        }
    }

    /** All its times count from the start of the transfer. Zero stands for a phase that did not happen. */
    private static ReportedTimes times(String line) {
        String[] fields = line.split(" ", -1);
        Duration lookedUp = seconds(fields[1]);
        Duration connected = seconds(fields[2]);
        Duration handshakeDone = seconds(fields[3]);
        return new ReportedTimes(
                fields[0],
                connected.isZero() ? Optional.empty() : Optional.of(connected.minus(lookedUp)),
                handshakeDone.isZero() ? Optional.empty() : Optional.of(handshakeDone.minus(connected)),
                Optional.empty());
    }

    private static Duration seconds(String field) {
        return Duration.ofNanos(Math.round(Double.parseDouble(field) * 1e9));
    }
}
