package dev.handshakefleet.regions;

import dev.handshakefleet.base.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the AWS CLI. It is needed to deploy anyway, so stacks are read and removed with the same program, profile and credentials that
 * deploy them. Thread-safe.
 *
 * @param program the path of {@code aws}, or its name
 * @param longest the longest time that a call may take
 */
record AwsCli(Path program, Duration longest) {

    /** The output of a call, or why there is none. */
    sealed interface Answer {

        /** @param out the standard output */
        record Done(String out) implements Answer {}

        /** @param reason in one line */
        record Failed(String reason) implements Answer {}
    }

    Answer call(String region, String... arguments) {
        return call(longest, region, arguments);
    }

    /** @param time the longest time that this call may take */
    Answer call(Duration time, String region, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--region", region, "--output", "json"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AWS_PAGER", "");
        try {
            return answer(builder.start(), time);
        } catch (IOException noProgram) {
            return new Answer.Failed("the AWS CLI (aws) cannot be run: https://docs.aws.amazon.com/cli ("
                    + noProgram.getMessage() + ")");
        }
    }

    private static Answer answer(Process process, Duration time) {
        CompletableFuture<String> out = text(process.getInputStream());
        CompletableFuture<String> err = text(process.getErrorStream());
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Answer.Failed("AWS did not answer in " + time.toSeconds() + " s");
            }
            return process.exitValue() == 0
                    ? new Answer.Done(out.join())
                    : new Answer.Failed(SafeText.sentence(err.join().strip()));
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Answer.Failed("interrupted");
        }
    }

    private static CompletableFuture<String> text(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException | UncheckedIOException ended) {
                text.complete("");
            }
        });
        return text;
    }
}
