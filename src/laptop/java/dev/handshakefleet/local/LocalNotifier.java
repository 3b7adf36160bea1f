package dev.handshakefleet.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.notice.ChatNotice;
import dev.handshakefleet.alert.notice.Digest;
import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.NoticeText;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Prints messages and appends them to a file. Each message is one line: the custom-notification JSON with the subject added.
 * Thread-safe.
 */
public final class LocalNotifier implements Notifier {

    private final Path file;
    private final Consumer<String> printer;

    /**
     * @param file is created where it does not exist
     * @param printer receives the email text of each message
     */
    public LocalNotifier(Path file, Consumer<String> printer) {
        this.file = Objects.requireNonNull(file, "file");
        this.printer = Objects.requireNonNull(printer, "printer");
    }

    @Override
    public synchronized List<NotSent> send(List<OutgoingMessage> messages) {
        List<NotSent> notSent = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            try {
                Files.writeString(
                        file,
                        json(message) + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                printer.accept(email(message));
            } catch (IOException unwritable) {
                notSent.add(new NotSent(message, "the notice cannot be written to " + file, false));
            }
        }
        return notSent;
    }

    private static ObjectNode json(OutgoingMessage message) {
        return message.isDigest()
                ? Digest.chat(message).put("subject", Digest.subject(message))
                : ChatNotice.of(message.first(), FollowUpCommands.BY_COMMAND)
                        .put("subject", NoticeText.subject(message.first()));
    }

    private static String email(OutgoingMessage message) {
        return message.isDigest()
                ? Digest.email(message)
                : NoticeText.email(message.first(), FollowUpCommands.BY_COMMAND);
    }
}
