package dev.handshakefleet.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.handshakefleet.fleet.RunReport;
import java.nio.charset.StandardCharsets;

/** Writes documents as the JSON of the contract. Thread-safe. */
public final class ContractJson {

    /** Lambda returns at most 6 MB; the rest is left for its envelope. */
    private static final int LARGEST_ANSWER = 5_500_000;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    private ContractJson() {}

    /** On one line. */
    public static String compact(Object document) {
        return written(document, false);
    }

    /** Indented, for people. */
    public static String pretty(Object document) {
        return written(document, true);
    }

    /**
     * The answer of the function: the whole run if it fits into an answer of Lambda, otherwise as many results as fit,
     * with the number of the others in {@code run.resultsLeftOut}.
     */
    public static byte[] answer(RunReport report) {
        int results = report.results().size();
        byte[] answer = bytes(RunDocument.of(report));
        while (answer.length > LARGEST_ANSWER && results > 0) {
            results = (int) Math.min(results - 1L, (long) results * LARGEST_ANSWER / answer.length);
            answer = bytes(RunDocument.of(report, results));
        }
        return answer;
    }

    private static byte[] bytes(Object document) {
        return compact(document).getBytes(StandardCharsets.UTF_8);
    }

    private static String written(Object document, boolean indented) {
        try {
            return indented
                    ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document)
                    : MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a document is made of records, texts and numbers", impossible);
        }
    }
}
