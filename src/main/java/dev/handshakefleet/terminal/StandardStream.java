package dev.handshakefleet.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A standard stream of this process that is written to. */
public enum StandardStream {
    OUTPUT(1),
    ERROR(2);

    private final int descriptor;

    StandardStream(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * On Linux the link of the descriptor says it for each stream. {@link Console} answers for input and output together, so
     * elsewhere a command whose input is piped counts as one without a terminal.
     *
     * @return whether the stream is a terminal
     */
    public boolean isTerminal() {
        try {
            return isTerminal(Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor))));
        } catch (IOException | UnsupportedOperationException notLinux) {
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
        }
    }

    /** The names are those of the kernel's list of devices (devices.txt: 4, 5, 136 to 143). */
    static boolean isTerminal(Path device) {
        String name = device.toString();
        return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
    }
}
