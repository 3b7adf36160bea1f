package dev.handshakefleet.verdict.zoo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The result of {@code openssl verify} for an exhibit: purpose {@code sslserver}, the name or address that is asked for, any
 * trusted certificate as an end of the path (as curl does), every other option at its default.
 */
final class OpensslVerify {

    /** The result for a chain of which openssl cannot load every certificate. */
    static final String UNREADABLE = "unreadable";

    private static final Pattern ERROR = Pattern.compile("^error (\\d+) at ", Pattern.MULTILINE);
    private static final int LONGEST_SECONDS = 60;

    private final Path directory;

    /** @param directory where the certificates are written */
    OpensslVerify(Path directory) {
        this.directory = directory;
    }

    /** @return such as {@code OpenSSL 3.0.19 27 Jan 2026 …}; empty where it is not installed */
    static String version() {
        try {
            return run(List.of("openssl", "version"));
        } catch (IOException notInstalled) {
            return "";
        }
    }

    /** @return {@link Exhibit#OK}, {@link #UNREADABLE}, or the numbers of the errors, in the order of their values */
    String verdict(Exhibit exhibit) throws IOException {
        String output = run(command(exhibit));
        if (output.contains("leaf.pem: OK")) {
            return Exhibit.OK;
        }
        String errors = ERROR.matcher(output)
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return errors.isEmpty() ? UNREADABLE : errors;
    }

    private List<String> command(Exhibit exhibit) throws IOException {
        boolean isAddress = exhibit.expectedName().contains(":")
                || Character.isDigit(exhibit.expectedName().charAt(0));
        List<Issued> sent = exhibit.sent();
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "verify",
                "-partial_chain",
                "-purpose",
                "sslserver",
                "-attime",
                String.valueOf(exhibit.at().getEpochSecond()),
                isAddress ? "-verify_ip" : "-verify_hostname",
                exhibit.expectedName(),
                "-trusted",
                write("trusted.pem", exhibit.anchors())));
        if (sent.size() > 1) {
            command.addAll(List.of("-untrusted", write("rest.pem", sent.subList(1, sent.size()))));
        }
        command.add(write("leaf.pem", sent.subList(0, 1)));
        return command;
    }

    private String write(String name, List<Issued> certificates) throws IOException {
        Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
        String pem = certificates.stream()
                .map(certificate -> "-----BEGIN CERTIFICATE-----\n" + base64.encodeToString(certificate.der())
                        + "\n-----END CERTIFICATE-----\n")
                .collect(Collectors.joining());
        return Files.writeString(directory.resolve(name), pem).toString();
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("openssl does not end");
            }
            return output;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            process.destroy();
        }
    }
}
