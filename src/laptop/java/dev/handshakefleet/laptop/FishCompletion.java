package dev.handshakefleet.laptop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion for fish, which picocli does not write. Files are completed only as values and arguments. */
final class FishCompletion {

    private FishCompletion() {}

    /** @return lines of {@code complete}, as its manual page has them */
    static String of(String name, CommandLine all) {
        List<String> lines = new ArrayList<>();
        String known = all.getSubcommands().keySet().stream().sorted().collect(Collectors.joining(" "));
        String atStart = "not __fish_seen_subcommand_from " + known;
        lines.add("complete -c " + name + " -n " + quoted(atStart) + " -f");
        for (Map.Entry<String, CommandLine> command : all.getSubcommands().entrySet()) {
            CommandSpec spec = command.getValue().getCommandSpec();
            lines.add("complete -c " + name + " -n " + quoted(atStart) + " -a " + command.getKey() + " -d "
                    + quoted(first(spec.usageMessage().description())));
            String inside = "__fish_seen_subcommand_from " + command.getKey();
            spec.options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> lines.add("complete -c " + name + " -n " + quoted(inside) + names(option)
                            + (option.arity().max() > 0 ? " -r" : "") + " -d " + quoted(first(option.description()))));
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return names.toString();
    }

    /** The first sentence says what it is for. */
    private static String first(String... description) {
        String text = String.join(" ", description);
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
