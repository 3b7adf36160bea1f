package dev.handshakefleet.support;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own for a part of a test, with the class path of this one. */
public final class JavaProcess {

    private JavaProcess() {}

    /**
     * @param options of the JVM, such as {@code -Xmx64m}
     * @param program its main class
     * @param arguments of the program
     */
    public static ProcessBuilder of(List<String> options, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
