package dev.handshakefleet.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A template after CloudFormation evaluated its conditions and references with these parameters, in the region eu-west-1. A
 * reference to a resource is the name of that resource, an attribute of it is {@code NAME.ATTRIBUTE}. A function that is not
 * needed here is an error.
 */
public final class CloudFormationTemplate {

    private static final Object NO_VALUE = new Object();
    private static final Map<String, Object> PSEUDO_PARAMETERS = Map.of(
            "AWS::AccountId", "123456789012",
            "AWS::NoValue", NO_VALUE,
            "AWS::Partition", "aws",
            "AWS::Region", "eu-west-1",
            "AWS::URLSuffix", "amazonaws.com");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z:.]+)}");

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

    public static CloudFormationTemplate read(Path file, Map<String, String> parameters) throws IOException {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        Load load = new Load(settings, new ShortFunctions(settings));
        return new CloudFormationTemplate(map(load.loadFromString(Files.readString(file))), parameters);
    }

    /** The properties of each resource of a type that these parameters bring about, by its name, in order. */
    public Map<String, Map<?, ?>> resources(String type) {
        Map<String, Map<?, ?>> resources = new LinkedHashMap<>();
        map(document.get("Resources")).forEach((name, resource) -> {
            Map<?, ?> definition = map(resource);
            if (type.equals(definition.get("Type")) && isMade(definition)) {
                resources.put(name.toString(), map(resolved(definition.get("Properties"))));
            }
        });
        return resources;
    }

    /** The names of its parameters. */
    Set<String> parameters() {
        return Set.copyOf(parameters.keySet());
    }

    /** The declaration of each resource as it is written, whatever the parameters are. */
    Map<String, Map<?, ?>> declarations() {
        Map<String, Map<?, ?>> declarations = new LinkedHashMap<>();
        map(document.get("Resources")).forEach((name, resource) -> declarations.put(name.toString(), map(resource)));
        return declarations;
    }

    /** The outputs that these parameters bring about. */
    Map<String, Object> outputs() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        map(document.get("Outputs")).forEach((name, output) -> {
            if (isMade(map(output))) {
                outputs.put(name.toString(), resolved(map(output).get("Value")));
            }
        });
        return outputs;
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
            case "Condition" -> condition(function.arguments().getFirst());
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
            entries.forEach((key, entry) -> {
                Object made = resolved(entry);
                if (made != NO_VALUE) {
                    all.put(key, made);
                }
            });
            return all;
        }
        return value instanceof List<?> elements
                ? elements.stream()
                        .map(this::resolved)
                        .filter(element -> element != NO_VALUE)
                        .toList()
                : value;
    }

    private Object resolved(Function function) {
        return switch (function.name()) {
            case "Ref" -> reference(function.arguments().getFirst().toString());
            case "GetAtt" -> function.arguments().getFirst();
            case "If" -> function.resolved(this, condition(function.arguments().getFirst()) ? 1 : 2);
            case "Sub" -> substituted(function);
            case "FindInMap" -> {
                Map<?, ?> mapping = map(map(document.get("Mappings")).get(function.resolved(this, 0)));
                yield map(mapping.get(function.resolved(this, 1))).get(function.resolved(this, 2));
            }
            case "Join" -> {
                List<String> parts = list(function.resolved(this, 1)).stream()
                        .map(Object::toString)
                        .toList();
                yield String.join(function.resolved(this, 0).toString(), parts);
            }
            default -> throw new IllegalArgumentException(function + " is not known here");
        };
    }

    private Object reference(String name) {
        if (PSEUDO_PARAMETERS.containsKey(name)) {
            return PSEUDO_PARAMETERS.get(name);
        }
        if (map(document.get("Resources")).containsKey(name.replaceFirst("\\..*", ""))) {
            return name;
        }
        String value = Objects.requireNonNull(parameters.get(name), name);
        Object type = map(map(document.get("Parameters")).get(name)).get("Type");
        return "CommaDelimitedList".equals(type) ? List.of(value.split(",", -1)) : value;
    }

    private String substituted(Function function) {
        Map<?, ?> own = function.arguments().size() > 1 ? map(function.resolved(this, 1)) : Map.of();
        return VARIABLE.matcher(function.arguments().getFirst().toString()).replaceAll(variable -> {
            String name = variable.group(1);
            return Matcher.quoteReplacement((own.containsKey(name) ? own.get(name) : reference(name)).toString());
        });
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
