package dev.handshakefleet.regions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stack of one region, as CloudFormation tells. */
sealed interface StackState {

    /** There is none. */
    record Absent() implements StackState {}

    /** @param reason why it cannot be said, in one line */
    record Unreachable(String reason) implements StackState {}

    /**
     * There is one.
     *
     * @param status the status of CloudFormation, such as {@code UPDATE_COMPLETE}
     * @param changedAt when it was created or updated last; empty where CloudFormation does not say
     * @param parameters by name
     */
    record Present(String status, Optional<Instant> changedAt, SortedMap<String, String> parameters)
            implements StackState {

        public Present {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }

        /** @return the version that was deployed; empty for a stack of an earlier template */
        Optional<String> version() {
            return Optional.ofNullable(parameters.get("Version")).filter(version -> !version.isEmpty());
        }

        /** @return the home region, if the parameter names one */
        Optional<String> home() {
            return Optional.ofNullable(parameters.get("HomeRegion")).filter(region -> !region.isEmpty());
        }
    }

    static StackState of(AwsCli aws, String region, String name) {
        return switch (aws.call(region, "cloudformation", "describe-stacks", "--stack-name", name)) {
            case AwsCli.Answer.Failed failed ->
                failed.reason().contains("does not exist") ? new Absent() : new Unreachable(failed.reason());
            case AwsCli.Answer.Done done -> read(done.out());
        };
    }

    private static StackState read(String json) {
        try {
            JsonNode stack = new JsonMapper().readTree(json).path("Stacks").path(0);
            if (stack.path("StackStatus").asText().isEmpty()) {
                return new Unreachable("the answer of CloudFormation has no stack");
            }
            SortedMap<String, String> parameters = new TreeMap<>();
            stack.path("Parameters")
                    .forEach(parameter -> parameters.put(
                            parameter.path("ParameterKey").asText(),
                            parameter.path("ParameterValue").asText()));
            return new Present(
                    stack.path("StackStatus").asText(),
                    instant(stack.path("LastUpdatedTime")).or(() -> instant(stack.path("CreationTime"))),
                    parameters);
        } catch (JsonProcessingException notOurs) {
            return new Unreachable("the answer of the AWS CLI is not JSON");
        }
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return Optional.of(node.asText())
                    .filter(text -> !text.isEmpty())
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }
}
