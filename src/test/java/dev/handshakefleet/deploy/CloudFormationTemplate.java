package dev.handshakefleet.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A template after CloudFormation evaluated its conditions and references with these parameters: {@code !Ref} of parameters,
 * {@code !If}, {@code !Equals}, {@code !Not}, {@code !And}, {@code !Or}. Any other function is an error.
 */
final class CloudFormationTemplate {

    private final Map<?, ?> document;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private CloudFormationTemplate(Map<?, ?> document, Map<String, String> given) {
        this.document = document;
        map(document.get("Parameters"))
                .forEach((name, parameter) -> parameters.put(
                        name.toString(), Objects.toString(map(parameter).get("Default"), "")));
        given.forEach((name, value) -> {
            if (!map(document.get("Parameters")).containsKey(name)) {
                throw new IllegalArgumentException("no parameter " + name);
            }
            parameters.put(name, value);
        });
    }

    static CloudFormationTemplate read(Path file, Map<String, String> parameters) throws IOException {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        Load load = new Load(settings, new ShortFunctions(settings));
        return new CloudFormationTemplate(map(load.loadFromString(Files.readString(file))), parameters);
    }

    /** The properties of each resource of a type that these parameters bring about, by its name, in order. */
    Map<String, Map<?, ?>> resources(String type) {
        Map<String, Map<?, ?>> resources = new LinkedHashMap<>();
        map(document.get("Resources")).forEach((name, resource) -> {
            Map<?, ?> definition = map(resource);
            if (type.equals(definition.get("Type")) && isMade(definition)) {
                resources.put(name.toString(), map(resolved(definition.get("Properties"))));
            }
        });
        return resources;
    }

    /** Whether CloudFormation would take these parameters together. */
    boolean rulesHold() {
        return map(document.get("Rules")).values().stream()
                .flatMap(rule -> list(map(rule).get("Assertions")).stream())
                .allMatch(assertion -> holds(map(assertion).get("Assert")));
    }

    private boolean isMade(Map<?, ?> resource) {
        return !resource.containsKey("Condition") || condition(resource.get("Condition"));
    }

    private boolean condition(Object name) {
        return holds(map(document.get("Conditions")).get(name));
    }

    private boolean holds(Object expression) {
        Function function = Function.of(expression)
                .orElseThrow(() -> new IllegalArgumentException(expression + " is not a condition"));
        return switch (function.name()) {
            case "Equals" -> function.resolved(this, 0).equals(function.resolved(this, 1));
            case "Not" -> !holds(function.arguments().getFirst());
            case "And" -> function.arguments().stream().allMatch(this::holds);
            case "Or" -> function.arguments().stream().anyMatch(this::holds);
            default -> throw new IllegalArgumentException(expression + " is not a condition");
        };
    }

    private Object resolved(Object value) {
        Optional<Function> function = Function.of(value);
        if (function.isPresent()) {
            return resolved(function.get());
        }
        if (value instanceof Map<?, ?> entries) {
            Map<Object, Object> all = new LinkedHashMap<>();
            entries.forEach((key, entry) -> all.put(key, resolved(entry)));
            return all;
        }
        return value instanceof List<?> elements
                ? elements.stream().map(this::resolved).toList()
                : value;
    }

    private Object resolved(Function function) {
        return switch (function.name()) {
            case "Ref" ->
                Objects.requireNonNull(parameters.get(function.arguments().getFirst()), function::toString);
            case "If" -> function.resolved(this, condition(function.arguments().getFirst()) ? 1 : 2);
            default -> throw new IllegalArgumentException(function + " is not known here");
        };
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private record Function(String name, List<?> arguments) {

        static Optional<Function> of(Object value) {
            return value instanceof Function function ? Optional.of(function) : Optional.empty();
        }

        Object resolved(CloudFormationTemplate template, int index) {
            return template.resolved(arguments.get(index));
        }
    }

    /** Reads {@code !Name argument} and {@code !Name [arguments]}. */
    private static final class ShortFunctions extends StandardConstructor {

        ShortFunctions(LoadSettings settings) {
            super(settings);
        }

        @Override
        protected Optional<ConstructNode> findConstructorFor(Node node) {
            String tag = node.getTag().getValue();
            return tag.startsWith("!")
                    ? Optional.of(argument -> function(tag.substring(1), argument))
                    : super.findConstructorFor(node);
        }

        private Function function(String name, Node argument) {
            return switch (argument) {
                case ScalarNode scalar -> new Function(name, List.of(scalar.getValue()));
                case SequenceNode sequence -> new Function(name, constructSequence(sequence));
                default -> throw new IllegalArgumentException("!" + name + " of " + argument.getNodeType());
            };
        }
    }
}
