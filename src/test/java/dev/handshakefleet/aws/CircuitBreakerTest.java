package dev.handshakefleet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class CircuitBreakerTest {

    private static final Deadline LATER = Deadline.in(Duration.ofHours(1));
    private final SdkException unreachable = SdkClientException.create("nobody answers");
    private final SdkException refused = DynamoDbException.builder()
            .statusCode(400)
            .awsErrorDetails(AwsErrorDetails.builder()
                    .serviceName("DynamoDb")
                    .errorCode("ValidationException")
                    .errorMessage("the item is too large")
                    .build())
            .build();

    private final CircuitBreaker ofRun = CircuitBreaker.ofRun(SdkException::getMessage);

    @Test
    void serviceFaultStopsTheCallsOfTheRun() {
        assertThat(ofRun.reason(LATER)).isEmpty();

        assertThat(ofRun.fault(unreachable)).isEqualTo("nobody answers");

        assertThat(ofRun.reason()).contains("nobody answers");
        assertThat(ofRun.reason(LATER)).contains("nobody answers");
    }

    @Test
    void requestFaultOpensTheCircuitOnlyOnDemand() {
        assertThat(ofRun.fault(refused)).contains("too large");
        assertThat(ofRun.reason()).isEmpty();

        ofRun.open(refused);

        assertThat(ofRun.reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("too large"));
    }

    @Test
    void onlyAServiceFaultMakesAStoreUnavailable() {
        assertThat(ofRun.fault(new StoreUnavailableException("an item is not ours", new IllegalArgumentException())))
                .isEqualTo("an item is not ours");
        ofRun.fault(new StoreUnavailableException("the request was refused", refused));
        assertThat(ofRun.reason()).isEmpty();

        ofRun.fault(new StoreUnavailableException("the table does not answer", unreachable));

        assertThat(ofRun.reason()).contains("the table does not answer");
    }

    @Test
    void noCallBeginsAfterTheDeadlineAndTheFaultIsReportedFirst() {
        Deadline over = Deadline.in(Duration.ZERO);
        assertThat(ofRun.reason(over)).contains("no time was left in this run");
        assertThat(ofRun.reason()).isEmpty();

        ofRun.fault(unreachable);

        assertThat(ofRun.reason(over)).contains("nobody answers");
    }

    @Test
    void circuitOfAProcessClosesAfterItsTime() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        CircuitBreaker breaker = CircuitBreaker.ofProcess(SdkException::getMessage, Duration.ofNanos(10), nanos::get);
        breaker.fault(unreachable);
        nanos.addAndGet(9);
        assertThat(breaker.reason()).contains("nobody answers");
        breaker.fault(unreachable);
        nanos.addAndGet(9);
        assertThat(breaker.reason()).contains("nobody answers");

        nanos.addAndGet(1);

        assertThat(breaker.reason()).isEmpty();
    }
}
