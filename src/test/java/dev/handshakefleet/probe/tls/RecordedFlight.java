package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.result.HandshakeStep.Sender;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One handshake with a real server as a text file: a comment that names the server, the offer and the agreement, one {@code name:
 * value} a line, then each flight in hex under {@code >} (ours) or {@code <} (the server's).
 *
 * @param name of the file, and the seed of the client's randomness
 * @param peer the server and the date
 * @param offer of our ClientHello
 * @param agreed the result, by {@link #agreed}
 * @param flights by turns, ours first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RecordedFlight(
        String name, String peer, TlsOffer offer, Map<String, String> agreed, List<RecordedFlight.Flight> flights) {

    private static final Path DIRECTORY = Path.of("src/test/resources/flights");
    private static final String END = ".flight";
    private static final int BYTES_A_LINE = 48;

    /** The bytes of one side until the other side's next bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Flight(Sender from, byte[] bytes) {}

    /** All that stand in the sources, by name. */
    static List<RecordedFlight> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(END))
                    .sorted()
                    .map(RecordedFlight::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A client with the same offer and the same random bytes. */
    ClientSession client() {
        return client(name, offer);
    }

    static ClientSession client(String seed, TlsOffer offer) {
        try {
            return new ClientSession(
                    new ProbeClient(
                            new SeededCrypto(seed),
                            ClientOffer.of(offer),
                            Optional.of("localhost"),
                            Optional.empty(),
                            Optional.empty()),
                    false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The agreed parameters of a handshake as text. */
    static Map<String, String> agreed(TlsFacts facts) {
        Map<String, String> agreed = new LinkedHashMap<>();
        agreed.put("version", facts.version().orElse(""));
        agreed.put("cipher", facts.cipher().orElse(""));
        agreed.put("group", facts.group().orElse(""));
        agreed.put("signature", facts.signatureScheme().orElse(""));
        agreed.put("alpn", facts.alpn().orElse(""));
        List<String> steps = facts.steps().stream()
                .map(step -> (step.from() == Sender.CLIENT ? ">" : "<") + step.name())
                .toList();
        agreed.put("steps", String.join(" ", steps));
        return agreed;
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder("# ").append(peer).append('\n');
        text.append("# Written by RecordedFlightsTest, which says how.\n");
        line(text, "offered-versions", String.join(" ", offer.versions()));
        line(text, "offered-ciphers", String.join(" ", offer.ciphers()));
        line(text, "offered-groups", String.join(" ", offer.groups()));
        line(text, "offered-alpn", String.join(" ", offer.alpn().orElseThrow()));
        agreed.forEach((key, value) -> line(text, key, value));
        for (Flight flight : flights) {
            text.append(flight.from() == Sender.CLIENT ? ">\n" : "<\n");
            String hex = HexFormat.of().formatHex(flight.bytes());
            for (int at = 0; at < hex.length(); at += 2 * BYTES_A_LINE) {
                text.append(hex, at, Math.min(hex.length(), at + 2 * BYTES_A_LINE))
                        .append('\n');
            }
        }
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve(name + END), text);
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append((key + ": " + value).strip()).append('\n');
    }

    private static RecordedFlight read(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> comments = new ArrayList<>();
        List<Flight> flights = new ArrayList<>();
        for (String line : lines(file)) {
            switch (line.charAt(0)) {
                case '#' -> comments.add(line.substring(1).strip());
                case '>' -> flights.add(new Flight(Sender.CLIENT, new byte[0]));
                case '<' -> flights.add(new Flight(Sender.SERVER, new byte[0]));
                default -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        values.put(
                                line.substring(0, colon),
                                line.substring(colon + 1).strip());
                    } else {
                        flights.add(longer(flights.removeLast(), HexFormat.of().parseHex(line)));
                    }
                }
            }
        }
        TlsOffer offer = new TlsOffer(
                TlsOffer.Profile.BROWSER,
                words(values.remove("offered-versions")),
                words(values.remove("offered-ciphers")),
                words(values.remove("offered-groups")),
                Optional.of(words(values.remove("offered-alpn"))));
        String name = file.getFileName().toString().replace(END, "");
        return new RecordedFlight(name, comments.getFirst(), offer, values, flights);
    }

    /** The same flight with more at its end. */
    static Flight longer(Flight flight, byte[] more) {
        return new Flight(flight.from(), org.bouncycastle.util.Arrays.concatenate(flight.bytes(), more));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> words(String value) {
        return value.isEmpty() ? List.of() : List.of(value.split(" ", -1));
    }

    @Override
    public String toString() {
        return name;
    }
}
