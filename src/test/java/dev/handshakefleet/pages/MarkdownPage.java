package dev.handshakefleet.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fenced blocks of a Markdown page. */
record MarkdownPage(Path path, List<Block> blocks) {

    private static final String FENCE = "```";
    private static final String PROMPT = "$ ";

    /**
     * A fenced block.
     *
     * @param line the line of its fence, from 1
     * @param language the word behind the fence
     * @param text its lines
     */
    record Block(int line, String language, String text) {

        /** The commands of the block: all of a {@code sh} block, and the lines behind a prompt of another one. */
        Optional<String> commands() {
            String commands = language.equals("sh")
                    ? text
                    : text.lines()
                            .filter(line -> line.startsWith(PROMPT))
                            .map(line -> line.substring(PROMPT.length()))
                            .collect(Collectors.joining("\n"));
            return Optional.of(commands).filter(text -> !text.isBlank());
        }
    }

    static MarkdownPage read(Path path) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(path);
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).strip().startsWith(FENCE)) {
                int end = start + 1;
                while (!lines.get(end).strip().equals(FENCE)) {
                    end++;
                }
                blocks.add(new Block(
                        start + 1,
                        lines.get(start).strip().substring(FENCE.length()),
                        String.join("\n", lines.subList(start + 1, end))));
                start = end;
            }
        }
        return new MarkdownPage(path, blocks);
    }

    /** README.md and the pages of docs and infra that have commands, in order. */
    static List<MarkdownPage> withCommands() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        for (Path path : all()) {
            MarkdownPage page = read(path);
            if (page.blocks().stream().anyMatch(block -> block.commands().isPresent())) {
                pages.add(page);
            }
        }
        return pages;
    }

    /** All pages, in order. */
    static List<Path> all() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String directory : List.of("docs", "infra")) {
            try (Stream<Path> files = Files.list(Path.of(directory))) {
                files.filter(path -> path.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
