package dev.handshakefleet.page.metrics;

import dev.handshakefleet.page.server.Answer;
import dev.handshakefleet.page.server.Request;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes metrics in the format that a request accepts: OpenMetrics 1.0, else the text format 0.0.4 of Prometheus. */
final class Exposition {

    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private Exposition() {}

    /** @return the metrics with status 200, by the {@code Accept} of the request */
    static Answer answer(Request request, MetricSnapshots metrics) {
        ExpositionFormatWriter writer =
                FORMATS.findWriter(request.header("Accept").orElse(null));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, metrics);
        } catch (IOException ofMemory) {
            throw new UncheckedIOException(ofMemory);
        }
        return new Answer.Document(200, writer.getContentType(), text.toString(StandardCharsets.UTF_8));
    }
}
