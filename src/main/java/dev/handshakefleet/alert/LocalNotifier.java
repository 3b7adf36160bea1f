package dev.handshakefleet.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Prints notices and keeps them: one JSON line each, the custom-notification JSON with the subject in front. Thread-safe.
 */
public final class LocalNotifier implements Notifier {

    private final Path file;
    private final Consumer<String> printer;

    /**
     * @param file made if it is not there
     * @param printer told the email text of each notice
     */
    public LocalNotifier(Path file, Consumer<String> printer) {
        this.file = Objects.requireNonNull(file, "file");
        this.printer = Objects.requireNonNull(printer, "printer");
    }

    @Override
    public synchronized void send(AlertNotice notice) throws NotSentException {
        var line = ChatNotice.of(notice).put("subject", NoticeText.subject(notice));
        try {
            Files.writeString(
                    file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new NotSentException("the notice cannot be written to " + file, unwritable);
        }
        printer.accept(NoticeText.email(notice));
    }
}
