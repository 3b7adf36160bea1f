package dev.handshakefleet.support;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Real clients of the AWS SDK that talk to loopback. */
public final class AwsClients {

    /** Only the limits of the code under test end a call: a busy machine may answer late. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private AwsClients() {}

    /** A client of whatever listens there. */
    public static DynamoDbClient dynamoDb(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(LONGEST_CALL)
                        .socketTimeout(LONGEST_CALL))
                .overrideConfiguration(limits -> limits.retryStrategy(RetryMode.STANDARD))
                .build();
    }

    /** A client of a service that is not there. */
    public static DynamoDbClient unreachableDynamoDb() {
        return dynamoDb(NOBODY);
    }
}
