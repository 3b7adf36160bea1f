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

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private AwsClients() {}

    /** A client of whatever listens there. */
    public static DynamoDbClient dynamoDb(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .socketTimeout(Duration.ofSeconds(2)))
                .overrideConfiguration(limits -> limits.retryStrategy(RetryMode.STANDARD))
                .build();
    }

    /** A client of a service that is not there. */
    public static DynamoDbClient unreachableDynamoDb() {
        return dynamoDb(NOBODY);
    }
}
