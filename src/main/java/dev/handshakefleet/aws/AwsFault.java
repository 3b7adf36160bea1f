package dev.handshakefleet.aws;

import dev.handshakefleet.base.SafeText;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Describes in one plain sentence why a call to AWS failed. Pure. */
public final class AwsFault {

    private static final String NOT_IN_TIME = "the service did not answer in time";

    /** The error codes for a missing resource (DynamoDB, SNS, SQS). */
    private static final Set<String> NOT_FOUND = Set.of(
            "ResourceNotFoundException", "NotFound", "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue");

    /** The error codes for a request that no retry can help (DynamoDB, SNS). */
    private static final Set<String> REFUSED_AS_IT_IS = Set.of(
            "ValidationException",
            "ItemCollectionSizeLimitExceededException",
            "InvalidParameter",
            "ParameterValueInvalid",
            "InvalidParameterValue");

    private AwsFault() {}

    /**
     * @return such as {@code DynamoDb answered 400 AccessDeniedException: …}, at most {@value SafeText#LONGEST_SENTENCE} characters, one
     * line
     */
    public static String sentence(SdkException fault) {
        return oneLine(reason(fault));
    }

    /**
     * As {@link #sentence(SdkException)}, with the name of the resource if it does not exist.
     *
     * @param resource the table, topic or queue, such as {@code table fleet-state}
     */
    public static String sentence(SdkException fault, String resource) {
        return details(fault)
                .map(AwsErrorDetails::errorCode)
                .filter(NOT_FOUND::contains)
                .map(code -> oneLine("the " + resource + " does not exist in this account and region (" + code + ")"))
                .orElseGet(() -> sentence(fault));
    }

    /**
     * @param code such as {@code InternalError}
     * @param message of the service; null for none
     * @return why one entry of a batch was not taken, in one line
     */
    static String sentence(String code, String message) {
        return oneLine("the service refused it: " + code + (message == null ? "" : ": " + message));
    }

    /** @return whether the service refuses only this request: it is available, and other requests may succeed */
    public static boolean concernsOnlyTheRequest(SdkException fault) {
        return details(fault)
                .map(AwsErrorDetails::errorCode)
                .filter(REFUSED_AS_IT_IS::contains)
                .isPresent();
    }

    /**
     * @return whether the service certainly did not process the request: it throttled it, or no connection was made. A
     *     status of 500, a lost response and a time-out do not show that
     */
    public static boolean wasNotProcessed(SdkException fault) {
        return switch (fault) {
            case AwsServiceException answer -> answer.isThrottlingException();
            default ->
                switch (innermost(fault)) {
                    case ConnectException refused -> true;
                    case NoRouteToHostException unreachable -> true;
                    case UnknownHostException unknown -> true;
                    default -> false;
                };
        };
    }

    private static String reason(SdkException fault) {
        return switch (fault) {
            case AwsServiceException answer -> answered(answer);
            case ApiCallTimeoutException late -> NOT_IN_TIME;
            case ApiCallAttemptTimeoutException late -> NOT_IN_TIME;
            default -> beforeAnyAnswer(fault);
        };
    }

    private static String answered(AwsServiceException answer) {
        return details(answer)
                .map(details -> details.serviceName() + " answered " + answer.statusCode() + " " + details.errorCode()
                        + Optional.ofNullable(details.errorMessage())
                                .map(message -> ": " + message)
                                .orElse(""))
                .orElseGet(() -> "the service answered " + answer.statusCode());
    }

    private static String beforeAnyAnswer(SdkException fault) {
        String message = Objects.requireNonNullElse(fault.getMessage(), "");
        if (message.startsWith("Unable to load credentials")) {
            return "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        }
        Throwable innermost = innermost(fault);
        return switch (innermost) {
            case SocketTimeoutException late -> NOT_IN_TIME;
            case UnknownHostException unknown ->
                "the service could not be reached: the name " + unknown.getMessage() + " cannot be looked up";
            case SdkException itself when !message.isEmpty() -> message;
            default ->
                "the service could not be reached: "
                        + Objects.requireNonNullElse(
                                innermost.getMessage(), innermost.getClass().getSimpleName());
        };
    }

    private static Throwable innermost(Throwable fault) {
        Throwable reason = fault;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    private static Optional<AwsErrorDetails> details(SdkException fault) {
        return fault instanceof AwsServiceException answer
                ? Optional.ofNullable(answer.awsErrorDetails())
                : Optional.empty();
    }

    private static String oneLine(String sentence) {
        return SafeText.joined(sentence, SafeText.LONGEST_SENTENCE);
    }
}
