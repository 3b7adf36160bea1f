package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.probe.result.Failure.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** PostgreSQL ("Frontend/Backend Protocol": "SSL Session Encryption", "Message Formats", "Error and Notice Message Fields"). */
final class PostgresDialogue implements Dialogue {

    private static final int SSL_REQUEST_LENGTH = 8;
    private static final int SSL_REQUEST_CODE = 80_877_103; // 1234 and 5679, a version number that no protocol uses

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        sendSslRequest(channel);
        readAnswer(channel);
        channel.requireNothingUnread();
    }

    /** SSLRequest: its length and its code. The server sends nothing before it. */
    private static void sendSslRequest(ClearTextChannel channel) throws UpgradeFailedException {
        byte[] request = ByteBuffer.allocate(SSL_REQUEST_LENGTH)
                .putInt(SSL_REQUEST_LENGTH)
                .putInt(SSL_REQUEST_CODE)
                .array();
        channel.send(request, "the answer to the PostgreSQL SSLRequest (S or N)");
    }

    /** One octet: S for yes, N for no, E if the server is too old, too busy or unwilling. */
    private static void readAnswer(ClearTextChannel channel) throws UpgradeFailedException {
        int answer = channel.octet();
        switch (answer) {
            case 'S' -> {
                // the expected answer
            }
            case 'N' ->
                throw new UpgradeFailedException(
                        Kind.STARTTLS_REFUSED, "The server answered N to SSLRequest: it has TLS switched off");
            case 'E' -> throw UpgradeFailedException.refused("SSLRequest", readError(channel));
            default -> throw channel.unexpected(String.valueOf((char) answer));
        }
    }

    /**
     * ErrorResponse: a length and fields. Before protocol 3.0, and if the server cannot start a process, it is text up
     * to a zero octet.
     */
    private static String readError(ClearTextChannel channel) throws UpgradeFailedException {
        byte[] beginning = channel.octets(Integer.BYTES);
        int length = ByteBuffer.wrap(beginning).getInt() - Integer.BYTES;
        if (length < 0 || length > ClearTextChannel.LONGEST_LINE) {
            return latin(beginning) + channel.line();
        }
        return Arrays.stream(latin(channel.octets(length)).split("\0", -1))
                .filter(field -> field.startsWith("M"))
                .map(field -> field.substring(1))
                .findFirst()
                .orElse("an error without a message");
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
