package dev.handshakefleet.support;

import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** nginx in one process that serves HTTP on loopback. A test is skipped if nginx is not installed. */
public final class Nginx implements AutoCloseable {

    private static final long LONGEST_END_SECONDS = 5;

    private final Process process;

    private Nginx(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param directory for its files; it is made
     * @param server the content of its block {@code server}
     * @param port a port that it listens on, by that block
     */
    public static Nginx start(Path directory, String server, int port) throws IOException {
        Path program = Prerequisites.program("nginx");
        Files.createDirectories(directory);
        String owner = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        Path configuration =
                Files.writeString(directory.resolve("nginx.conf"), """
                %1$s
                daemon off;
                master_process off;
                pid %2$s/pid;
                error_log %2$s/error.log;
                events { worker_connections 64; }
                http {
                  access_log off;
                  client_body_temp_path %2$s/t1; proxy_temp_path %2$s/t2; fastcgi_temp_path %2$s/t3;
                  uwsgi_temp_path %2$s/t4; scgi_temp_path %2$s/t5;
                  server {
                    %3$s
                  }
                }
                """.formatted(owner, directory, server));
        Process process = new ProcessBuilder(
                        program.toString(), "-p", directory.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        Nginx nginx = new Nginx(process);
        try {
            LoopbackPort.awaitListening(port, process);
        } catch (IOException tooLate) {
            nginx.close();
            throw tooLate;
        }
        return nginx;
    }

    /** Ends the process, and waits 5 s for it at most. */
    @Override
    public void close() {
        process.destroy();
        try {
            boolean _ = process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
