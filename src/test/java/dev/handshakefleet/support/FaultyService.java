package dev.handshakefleet.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.support.FaultProxy.Answer;
import dev.handshakefleet.support.FaultProxy.Request;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The faults of a service in the words of its protocol: JSON for DynamoDB and SQS, the query protocol for SNS. */
enum FaultyService {
    DYNAMO_DB {
        @Override
        Answer throttled() {
            return error(
                    400,
                    "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
                    "The level of configured provisioned throughput for the table was exceeded.");
        }

        @Override
        Answer serverError() {
            return error(
                    500,
                    "com.amazonaws.dynamodb.v20120810#InternalServerError",
                    "The request processing has failed because of an unknown error, exception or failure.");
        }

        // DynamoDB processes at least one item of a batch, or it refuses the request.
        @Override
        Answer inPart(Request request, Onward onward) throws IOException {
            return switch (operation(request)) {
                case "BatchWriteItem" -> {
                    ObjectNode rest = JSON.createObjectNode();
                    JsonNode whole = JSON.readTree(request.body());
                    whole.path("RequestItems")
                            .properties()
                            .forEach(table -> rest.set(table.getKey(), withoutTheFirst((ArrayNode) table.getValue())));
                    Answer answer = onward.answer(request.with(whole.toString()));
                    yield answer.with(((ObjectNode) JSON.readTree(answer.body()))
                            .<ObjectNode>set("UnprocessedItems", withoutEmpty(rest))
                            .toString());
                }
                case "BatchGetItem" -> {
                    ObjectNode rest = JSON.createObjectNode();
                    JsonNode whole = JSON.readTree(request.body());
                    whole.path("RequestItems").properties().forEach(table -> {
                        ArrayNode keys =
                                withoutTheFirst((ArrayNode) table.getValue().path("Keys"));
                        if (!keys.isEmpty()) {
                            rest.putObject(table.getKey()).set("Keys", keys);
                        }
                    });
                    Answer answer = onward.answer(request.with(whole.toString()));
                    yield answer.with(((ObjectNode) JSON.readTree(answer.body()))
                            .<ObjectNode>set("UnprocessedKeys", rest)
                            .toString());
                }
                default -> onward.answer(request);
            };
        }
    },

    SQS {
        @Override
        Answer throttled() {
            return error(400, "com.amazonaws.sqs#RequestThrottled", "Request is throttled.");
        }

        @Override
        Answer serverError() {
            return error(500, "com.amazonaws.sqs#InternalFailure", "The request has failed.");
        }

        @Override
        Answer inPart(Request request, Onward onward) throws IOException {
            ObjectNode whole = (ObjectNode) JSON.readTree(request.body());
            if (!(whole.get("Entries") instanceof ArrayNode entries)) {
                return onward.answer(request);
            }
            ArrayNode failed = JSON.createArrayNode();
            withoutTheFirst(entries)
                    .forEach(entry -> failed.addObject()
                            .put("Id", entry.path("Id").asText())
                            .put("Code", "InternalError")
                            .put("SenderFault", false));
            Answer answer = onward.answer(request.with(whole.toString()));
            return answer.with(((ObjectNode) JSON.readTree(answer.body()))
                    .<ObjectNode>set("Failed", failed)
                    .toString());
        }
    },

    SNS {
        @Override
        Answer throttled() {
            return refused(400, "Throttling", "Rate exceeded");
        }

        @Override
        Answer serverError() {
            return refused(500, "InternalError", "Internal Server Error");
        }

        @Override
        Answer inPart(Request request, Onward onward) throws IOException {
            String form = request.body();
            StringBuilder failed = new StringBuilder();
            Matcher ids = LATER_ENTRY_ID.matcher(form);
            while (ids.find()) {
                failed.append("<member><Id>%s</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>"
                        .formatted(ids.group(1)));
            }
            Answer answer = onward.answer(request.with(LATER_ENTRY.matcher(form).replaceAll("")));
            return answer.with(answer.body().replace("<Failed>", "<Failed>" + failed));
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "x-amz-target";
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
    private static final Pattern LATER_ENTRY =
            Pattern.compile("&PublishBatchRequestEntries\\.member\\.(?!1\\.)\\d+\\.[^&]*");
    private static final Pattern LATER_ENTRY_ID =
            Pattern.compile("&PublishBatchRequestEntries\\.member\\.(?!1\\.)\\d+\\.Id=([^&]*)");

    /** Passes a request on to the service. */
    @FunctionalInterface
    interface Onward {
        Answer answer(Request request) throws IOException;
    }

    static FaultyService of(Request request) {
        String target = request.headers().getOrDefault(TARGET, "");
        if (target.startsWith("AmazonSQS.")) {
            return SQS;
        }
        return target.isEmpty() ? SNS : DYNAMO_DB;
    }

    /** @return the name of the operation, such as {@code PutItem} */
    String operation(Request request) {
        return Optional.ofNullable(request.headers().get(TARGET))
                .map(target -> target.substring(target.indexOf('.') + 1))
                .orElseGet(() -> {
                    Matcher action = ACTION.matcher(request.body());
                    return action.find() ? action.group(1) : "?";
                });
    }

    abstract Answer throttled();

    abstract Answer serverError();

    /** The service processes only the first entry of a batch, and names the others as not processed. */
    abstract Answer inPart(Request request, Onward onward) throws IOException;

    private static ArrayNode withoutTheFirst(ArrayNode entries) {
        ArrayNode rest = JSON.createArrayNode();
        while (entries.size() > 1) {
            rest.add(entries.remove(1));
        }
        return rest;
    }

    private static ObjectNode withoutEmpty(ObjectNode tables) {
        tables.properties().removeIf(table -> table.getValue().isEmpty());
        return tables;
    }

    private static Answer error(int status, String type, String message) {
        return Answer.of(
                status,
                "application/x-amz-json-1.0",
                JSON.createObjectNode()
                        .put("__type", type)
                        .put("message", message)
                        .toString());
    }

    private static Answer refused(int status, String code, String message) {
        return Answer.of(
                status,
                "text/xml",
                "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Receiver</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>"
                        .formatted(code, message));
    }
}
