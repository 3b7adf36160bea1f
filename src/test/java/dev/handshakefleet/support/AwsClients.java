package dev.handshakefleet.support;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Real clients of the AWS SDK for services on loopback. */
public final class AwsClients {

    /** Longer than every limit of the code under test, so that a slow machine does not end a call. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

    /** Any will do: services on loopback do not look. */
    public static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static final URI NO_SERVICE = URI.create("http://127.0.0.1:1");

    private AwsClients() {}

    /** A client of the service at that endpoint, with interceptors of its calls. */
    public static DynamoDbClient dynamoDb(URI endpoint, ExecutionInterceptor... interceptors) {
        return client(
                DynamoDbClient.builder()
                        .overrideConfiguration(calls ->
                                calls.retryStrategy(RetryMode.STANDARD).executionInterceptors(List.of(interceptors))),
                endpoint);
    }

    /** The client that the builder makes, for the service at that endpoint. */
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(LONGEST_CALL)
                        .socketTimeout(LONGEST_CALL))
                .build();
    }

    /** The time limits of each call and attempt in the function, see application.properties. */
    public static <B extends AwsClientBuilder<B, C>, C> B asInTheFunction(B builder) {
        return builder.overrideConfiguration(
                calls -> calls.apiCallAttemptTimeout(Duration.ofSeconds(3)).apiCallTimeout(Duration.ofSeconds(6)));
    }

    /** A client whose connections are refused. */
    public static DynamoDbClient unreachableDynamoDb() {
        return dynamoDb(NO_SERVICE);
    }
}
