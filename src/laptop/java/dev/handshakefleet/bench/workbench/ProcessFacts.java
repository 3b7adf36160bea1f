package dev.handshakefleet.bench.workbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The kernel's counters of processes ({@code proc(5)}). Without {@code /proc}, memory is unknown. */
public final class ProcessFacts {

    private static final Path PROC = Path.of("/proc");
    private static final String OPEN_FILES = "Max open files";
    private static final int IDLE_COLUMN = 3;
    private static final int IOWAIT_COLUMN = 4;
    private static final int COUNTED_COLUMNS = 8;

    private ProcessFacts() {}

    /** @return CPU time of a process since its start, user and system, all its threads; in steps of 10 ms on Linux */
    public static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** @return resident memory now, in KiB */
    public static OptionalLong residentKib(long pid) {
        return status(pid, "VmRSS:");
    }

    /** @return the most that was ever resident, or since {@link #forgetPeak}, in KiB */
    public static OptionalLong peakKib(long pid) {
        return status(pid, "VmHWM:");
    }

    /** @return the most files and sockets that this process may open; unknown where there is no {@code /proc} */
    public static OptionalLong openFilesLimit() {
        try {
            return Files.readAllLines(PROC.resolve("self/limits"), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(OPEN_FILES))
                    .map(line -> line.substring(OPEN_FILES.length()).trim().split("\\s+", -1)[1])
                    .filter(hard -> !hard.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException noProc) {
            return OptionalLong.empty();
        }
    }

    /** Resets the peak to the resident memory of now; if that is not allowed, the peak stays. */
    public static void forgetPeak(long pid) {
        try {
            Files.writeString(PROC.resolve(pid + "/clear_refs"), "5");
        } catch (IOException notAllowed) {
            // The peak then includes earlier memory. It may be too high, but never too low.
        }
    }

    /** CPU time of the whole machine since its start, in clock ticks. */
    public record MachineTime(long busy, long all) {

        /** @return now; nothing but zeros where there is no {@code /proc} */
        public static MachineTime now() {
            try {
                String first = Files.readAllLines(PROC.resolve("stat"), StandardCharsets.US_ASCII)
                        .getFirst();
                long[] ticks = Arrays.stream(first.trim().split("\\s+", -1))
                        .skip(1)
                        .limit(COUNTED_COLUMNS)
                        .mapToLong(Long::parseLong)
                        .toArray();
                long all = LongStream.of(ticks).sum();
                return new MachineTime(all - ticks[IDLE_COLUMN] - ticks[IOWAIT_COLUMN], all);
            } catch (IOException noProc) {
                return new MachineTime(0, 0);
            }
        }

        /** @return the share of all CPUs that was busy between the two, 0 to 1 */
        public double busySince(MachineTime earlier) {
            long ticks = all - earlier.all;
            return ticks == 0 ? 0 : (double) (busy - earlier.busy) / ticks;
        }
    }

    private static OptionalLong status(long pid, String field) {
        try {
            return Files.readAllLines(PROC.resolve(pid + "/status"), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException noProc) {
            return OptionalLong.empty();
        }
    }
}
