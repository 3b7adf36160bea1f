package dev.handshakefleet.aws;

import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * The retries of the AWS SDK for one call, whatever its client does otherwise. The SDK repeats a request after status 500,
 * after a lost response and after a time-out, and the first request can have been processed then. That is harmless for
 * a read and for a write of the same item, and not for a call that takes effect again. Pure.
 */
public final class SdkRetries {

    private static final int MOST_ATTEMPTS = 4;
    private static final Duration BASE = Duration.ofMillis(50);
    private static final Duration CAP = Duration.ofSeconds(1);

    private SdkRetries() {}

    /** The call is attempted once. */
    public static void none(AwsRequestOverrideConfiguration.Builder call) {
        call.addPlugin(with(AwsRetryStrategy.doNotRetry()));
    }

    /** The call is repeated only after a fault that shows that it was not processed, see {@link AwsFault#wasNotProcessed}. */
    public static void onlyIfNotProcessed(AwsRequestOverrideConfiguration.Builder call) {
        BackoffStrategy backoff = BackoffStrategy.exponentialDelay(BASE, CAP);
        call.addPlugin(with(DefaultRetryStrategy.standardStrategyBuilder()
                .maxAttempts(MOST_ATTEMPTS)
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .retryOnException(fault -> fault instanceof SdkException sdk && AwsFault.wasNotProcessed(sdk))
                .build()));
    }

    private static SdkPlugin with(RetryStrategy strategy) {
        return client -> client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                .retryStrategy(strategy)
                .build());
    }
}
