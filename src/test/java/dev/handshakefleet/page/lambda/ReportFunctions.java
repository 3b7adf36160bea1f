package dev.handshakefleet.page.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.handshakefleet.fleet.Fleet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The report function, for tests of other packages. */
public final class ReportFunctions {

    private ReportFunctions() {}

    /**
     * @param fleet reads the tables
     * @param s3 writes into the bucket
     * @param presigner signs addresses
     * @param bucket its name
     */
    public static RequestStreamHandler with(Fleet fleet, S3Client s3, S3Presigner presigner, String bucket) {
        return new ReportFunction(fleet, new ReportBucket(s3, presigner, bucket));
    }
}
