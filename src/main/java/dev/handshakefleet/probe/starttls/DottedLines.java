package dev.handshakefleet.probe.starttls;

import java.util.ArrayList;
import java.util.List;

/** A block of lines that ends with a line of a single dot (RFC 1939, 3; RFC 3977, 3.1.1). */
final class DottedLines {

    private DottedLines() {}

    /** @return the lines without the final dot, each stripped of spaces at its ends */
    static List<String> read(ClearTextChannel channel) throws UpgradeFailedException {
        List<String> lines = new ArrayList<>();
        for (String line = channel.line(); !line.equals("."); line = channel.line()) {
            lines.add(line.strip());
        }
        return lines;
    }
}
