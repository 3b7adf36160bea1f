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
    private static final SdkException UNREACHABLE = SdkClientException.create("nobody answers");
    private static final SdkException REFUSED = DynamoDbException.builder()
            .statusCode(400)
            .awsErrorDetails(AwsErrorDetails.builder()
                    .serviceName("DynamoDb")
                    .errorCode("ValidationException")
                    .errorMessage("the item is too large")
                    .build())
            .build();

    private final CircuitBreaker ofRun = CircuitBreaker.ofRun(SdkException::getMessage);

    @Test
    void aFaultOfTheServiceStopsTheCallsOfTheRun() {
        assertThat(ofRun.reason(LATER)).isEmpty();

        assertThat(ofRun.fault(UNREACHABLE)).isEqualTo("nobody answers");

        assertThat(ofRun.reason()).contains("nobody answers");
        assertThat(ofRun.reason(LATER)).contains("nobody answers");
    }

    @Test
    void aFaultOfOneRequestStopsNoOtherUnlessItIsOpenedByHand() {
        assertThat(ofRun.fault(REFUSED)).contains("too large");
        assertThat(ofRun.reason()).isEmpty();

        ofRun.open(REFUSED);

        assertThat(ofRun.reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("too large"));
    }

    @Test
    void onlyAFaultOfTheServiceMakesAStoreUnavailableForTheOthers() {
        assertThat(ofRun.fault(new StoreUnavailableException("an item is not ours", new IllegalArgumentException())))
                .isEqualTo("an item is not ours");
        ofRun.fault(new StoreUnavailableException("the request was refused", REFUSED));
        assertThat(ofRun.reason()).isEmpty();

        ofRun.fault(new StoreUnavailableException("the table does not answer", UNREACHABLE));

        assertThat(ofRun.reason()).contains("the table does not answer");
    }

    @Test
    void noCallBeginsAfterTheTimeOfTheRunAndTheFaultIsNamedBeforeIt() {
        Deadline over = Deadline.in(Duration.ZERO);
        assertThat(ofRun.reason(over)).contains("no time was left in this run");
        assertThat(ofRun.reason()).isEmpty();

        ofRun.fault(UNREACHABLE);

        assertThat(ofRun.reason(over)).contains("nobody answers");
    }

    @Test
    void thatOfAProcessClosesAGivenTimeAfterTheLastFault() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        CircuitBreaker breaker = CircuitBreaker.ofProcess(SdkException::getMessage, Duration.ofNanos(10), nanos::get);
        breaker.fault(UNREACHABLE);
        nanos.addAndGet(9);
        assertThat(breaker.reason()).contains("nobody answers");
        breaker.fault(UNREACHABLE);
        nanos.addAndGet(9);
        assertThat(breaker.reason()).contains("nobody answers");

        nanos.addAndGet(1);

        assertThat(breaker.reason()).isEmpty();
    }
}
