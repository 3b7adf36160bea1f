package dev.handshakefleet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class AwsFaultTest {

    @Test
    void aMissingTableIsNamed() {
        assertThat(AwsFault.sentence(
                        answer(400, "ResourceNotFoundException", "Requested resource not found"), "table fleet"))
                .isEqualTo("the table fleet does not exist in this account and region (ResourceNotFoundException)");
    }

    @Test
    void responseIsQuotedOnOneLine() {
        assertThat(AwsFault.sentence(answer(400, "AccessDeniedException", "not\nauthorized\u0007"), "table fleet"))
                .isEqualTo("DynamoDb answered 400 AccessDeniedException: not authorized ");
        assertThat(AwsFault.sentence(answer(500, "InternalServerError", "x".repeat(5_000))))
                .hasSize(300);
    }

    @Test
    void missingCredentialsNameTheSettings() {
        assertThat(
                        AwsFault.sentence(
                                SdkClientException.create(
                                        "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(…)")))
                .startsWith("no AWS credentials were found: set AWS_PROFILE");
    }

    @Test
    void unreachableEndpointNamesTheCause() {
        assertThat(AwsFault.sentence(client(new ConnectException("Connection refused"))))
                .isEqualTo("the service could not be reached: Connection refused");
        assertThat(AwsFault.sentence(client(new UnknownHostException("dynamodb.example"))))
                .isEqualTo("the service could not be reached: the name dynamodb.example cannot be looked up");
        assertThat(AwsFault.sentence(client(new SocketTimeoutException("Read timed out"))))
                .isEqualTo("the service did not answer in time");
    }

    @Test
    void onlyARefusedRequestAllowsFurtherCalls() {
        assertThat(AwsFault.concernsOnlyTheRequest(answer(400, "ValidationException", "too big")))
                .isTrue();
        assertThat(AwsFault.concernsOnlyTheRequest(answer(400, "AccessDeniedException", "no")))
                .isFalse();
        assertThat(AwsFault.concernsOnlyTheRequest(client(new ConnectException("Connection refused"))))
                .isFalse();
    }

    private static SdkException client(Exception cause) {
        return SdkClientException.create("Unable to execute HTTP request", cause);
    }

    private static SdkException answer(int status, String code, String message) {
        return DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("DynamoDb")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
