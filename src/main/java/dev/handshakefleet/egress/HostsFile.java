package dev.handshakefleet.egress;

import dev.handshakefleet.base.HostName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The file of static host names (hosts(5)). It is read at every lookup, so that a change counts at once. dnsjava has a
 * parser for it as well, but that one keeps only the first address of a name.
 */
final class HostsFile {

    /** Later lines of a longer file do not count. */
    private static final int MOST_LINES = 100_000;

    private HostsFile() {}

    /** @return all addresses of the name in the file, of both families, in its order; empty if it does not list the name */
    static List<InetAddress> addresses(Path file, String host) {
        List<InetAddress> addresses = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            lines.lines()
                    .limit(MOST_LINES)
                    .filter(line -> line.toLowerCase(Locale.ROOT).contains(host))
                    .forEach(line -> address(line, host).ifPresent(addresses::add));
        } catch (IOException | UncheckedIOException unreadable) {
            return addresses;
        }
        return addresses;
    }

    private static Optional<InetAddress> address(String line, String host) {
        String[] fields = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
        for (int field = 1; field < fields.length; field++) {
            if (fields[field].equalsIgnoreCase(host) || fields[field].equalsIgnoreCase(host + ".")) {
                return literal(fields[0]);
            }
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return HostName.literal(address);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
