package dev.handshakefleet.rollup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The sketches and hours of one region as bytes, compressed together, because one by one they are too short to compress.
 *
 * <pre>
 *   count of sketches, and for each: number of the series, longest duration, length, histogram (HdrHistogram, encoding V2)
 *   count of hours, and for each: hours since the start of the span, probes, failed, p95 and longest handshake (each plus one, or 0)
 * </pre>
 *
 * All numbers are unsigned LEB128, durations in microseconds; the whole in raw DEFLATE (RFC 1951). Pure.
 */
final class SketchBytes {

    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_HOURS = 24;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int MOST_SHIFT = 56;

    private SketchBytes() {}

    /** What {@link #read} returns. */
    record Content(Map<Series, Sketch> sketches, List<HourPoint> hours) {}

    static byte[] of(RegionRollup region, Instant start) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, region.sketches().size());
            for (Map.Entry<Series, Sketch> entry : region.sketches().entrySet()) {
                byte[] encoded = entry.getValue().encoded();
                write(out, entry.getKey().number());
                write(out, entry.getValue().maxMicros());
                write(out, encoded.length);
                out.write(encoded);
            }
            write(out, region.hours().size());
            for (HourPoint point : region.hours()) {
                write(out, Duration.between(start, point.hour()).toHours());
                write(out, point.probes());
                write(out, point.failed());
                write(out, plusOne(point.p95()));
                write(out, plusOne(point.max()));
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return deflated(bytes.toByteArray());
    }

    /** @throws IllegalArgumentException when the bytes are not such a form; the message says so */
    static Content read(byte[] compressed, Instant start) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(inflated(compressed)))) {
            Map<Series, Sketch> sketches = new EnumMap<>(Series.class);
            for (long left = number(in); left > 0; left--) {
                Optional<Series> series = Series.ofNumber((int) number(in));
                long maxMicros = number(in);
                byte[] encoded = in.readNBytes((int) Math.min(number(in), MOST_BYTES));
                if (series.isPresent()) {
                    sketches.put(series.get(), Sketch.decoded(encoded, maxMicros));
                }
            }
            List<HourPoint> hours = new ArrayList<>();
            for (long left = Math.min(MOST_HOURS, number(in)); left > 0; left--) {
                hours.add(new HourPoint(
                        start.plus(Duration.ofHours(number(in))),
                        (int) number(in),
                        (int) number(in),
                        minusOne(number(in)),
                        minusOne(number(in))));
            }
            return new Content(sketches, hours);
        } catch (IOException | DataFormatException | ArithmeticException broken) {
            throw new IllegalArgumentException("sketches that cannot be read", broken);
        }
    }

    private static long plusOne(Optional<Duration> duration) {
        return duration.map(value -> value.toNanos() / 1_000 + 1).orElse(0L);
    }

    private static Optional<Duration> minusOne(long micros) {
        return micros == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(Math.multiplyExact(micros - 1, 1_000L)));
    }

    private static void write(DataOutputStream out, long number) throws IOException {
        long rest = number;
        while (rest > SEVEN_BITS) {
            out.writeByte((int) (rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long number(DataInputStream in) throws IOException {
        long number = 0;
        for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (long) (next & SEVEN_BITS) << shift;
            if ((next & MORE) == 0) {
                return number;
            }
        }
        throw new IOException("a number of more than 63 bits");
    }

    private static byte[] deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            byte[] buffer = new byte[8 * 1024];
            while (!deflater.finished()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
            return compressed.toByteArray();
        }
    }

    private static byte[] inflated(byte[] compressed) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(compressed);
            byte[] bytes = new byte[MOST_BYTES];
            int length = 0;
            while (!inflater.finished() && length < bytes.length) {
                int more = inflater.inflate(bytes, length, bytes.length - length);
                if (more == 0) {
                    throw new DataFormatException("it breaks off");
                }
                length += more;
            }
            return Arrays.copyOf(bytes, length);
        }
    }
}
