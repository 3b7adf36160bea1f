package dev.handshakefleet.bench.workbench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a run took place.
 *
 * @param system operating system and its version
 * @param cpu model of the CPU
 * @param cpus how many of them
 * @param java which Java
 * @param programs the version of each program of {@link InstalledProgram} that is there
 * @param loadAtStart the load average of the last minute before; high where others work on the machine
 */
public record Machine(
        String system, String cpu, int cpus, String java, Map<String, String> programs, BigDecimal loadAtStart) {

    public static Machine here() {
        Map<String, String> programs = new LinkedHashMap<>();
        for (InstalledProgram program : InstalledProgram.values()) {
            program.version().ifPresent(version -> programs.put(program.command(), version));
        }
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name", "Java") + " " + Runtime.version(),
                programs,
                Statistics.rounded(
                        Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()), 2));
    }

    private static String cpuModel() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException noProc) {
            return "unknown";
        }
    }
}
