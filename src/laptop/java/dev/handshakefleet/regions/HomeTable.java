package dev.handshakefleet.regions;

import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.region.RegionStore;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The records of the regions in the state table of a home region.
 *
 * @param client of the table
 * @param records in it
 */
record HomeTable(DynamoDbClient client, RegionStore records) implements AutoCloseable {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    static HomeTable open(String home, String fleet) {
        try {
            DynamoDbClient client = DynamoDbClient.builder()
                    .region(Region.of(home))
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(LONGEST_CONNECT)
                            .socketTimeout(LONGEST_ANSWER))
                    .build();
            return new HomeTable(client, new RegionStore(client, fleet + "-state"));
        } catch (SdkClientException unusable) {
            throw new CommandFailedException("AWS cannot be reached: " + unusable.getMessage(), unusable);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
