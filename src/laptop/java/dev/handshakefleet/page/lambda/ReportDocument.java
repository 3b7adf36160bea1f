package dev.handshakefleet.page.lambda;

import java.time.Instant;
import java.util.List;

/**
 * The answer of the action {@code report}.
 *
 * @param bucket where the report is
 * @param key its name there
 * @param bytes its size
 * @param targets how many targets it has
 * @param url opens it without credentials, until {@code urlEnds} at the latest
 * @param urlEnds when the address ends
 * @param problems the parts that could not be read, in sentences
 */
record ReportDocument(
        String bucket, String key, int bytes, int targets, String url, Instant urlEnds, List<String> problems) {

    static ReportDocument of(ReportBucket.Kept kept, int targets, List<String> problems) {
        return new ReportDocument(
                kept.bucket(),
                kept.key(),
                kept.bytes(),
                targets,
                kept.address().toString(),
                kept.addressEnds(),
                problems);
    }
}
