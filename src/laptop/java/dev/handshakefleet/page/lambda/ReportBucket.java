package dev.handshakefleet.page.lambda;

import dev.handshakefleet.aws.AwsFault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/** The private bucket that reports are kept in, one object a report. Thread-safe. */
final class ReportBucket {

    /** The credentials of a function end by themselves, some hours after they were given, and the address with them. */
    static final Duration LONGEST_ADDRESS = Duration.ofHours(1);

    private static final String TYPE = "text/html; charset=utf-8";
    private static final DateTimeFormatter KEY = DateTimeFormatter.ofPattern(
                    "'report-'uuuu-MM-dd'T'HH-mm-ss.SSS'Z.html'")
            .withZone(ZoneOffset.UTC);

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String name;

    /**
     * A report that was kept.
     *
     * @param bucket the bucket
     * @param key its name there
     * @param bytes its size
     * @param address opens it without credentials
     * @param addressEnds when the address ends at the latest
     */
    record Kept(String bucket, String key, int bytes, URI address, Instant addressEnds) {}

    /**
     * @param s3 writes
     * @param presigner signs addresses, with the same credentials
     * @param name of the bucket
     */
    ReportBucket(S3Client s3, S3Presigner presigner, String name) {
        this.s3 = s3;
        this.presigner = presigner;
        this.name = name;
    }

    /**
     * Keeps a report under a name of its own.
     *
     * @param at when it was made
     * @throws ReportNotKeptException where the bucket does not take it
     */
    Kept keep(String html, Instant at) {
        String key = KEY.format(at);
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        try {
            s3.putObject(put -> put.bucket(name).key(key).contentType(TYPE), RequestBody.fromBytes(body));
        } catch (NoSuchBucketException missing) {
            throw new ReportNotKeptException(
                    "The report was made and not kept: the bucket " + name
                            + " does not exist. FLEET_REPORT_BUCKET names it, and infra/report.yaml makes it",
                    missing);
        } catch (SdkException fault) {
            throw new ReportNotKeptException(
                    "The report was made and not kept in the bucket " + name + ": " + AwsFault.sentence(fault), fault);
        }
        PresignedGetObjectRequest signed = presigner.presignGetObject(sign -> sign.signatureDuration(LONGEST_ADDRESS)
                .getObjectRequest(get -> get.bucket(name).key(key)));
        return new Kept(name, key, body.length, URI.create(signed.url().toExternalForm()), signed.expiration());
    }
}
