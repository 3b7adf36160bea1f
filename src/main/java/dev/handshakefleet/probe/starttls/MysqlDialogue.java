package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.result.Failure.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * MySQL and MariaDB ("MySQL Client/Server Protocol", "Connection Phase"). The protocol has no reply to SSLRequest: a
 * server that announces CLIENT_SSL in its first packet expects the ClientHello directly after SSLRequest.
 */
final class MysqlDialogue implements Dialogue {

    private static final int PROTOCOL_10 = 10;
    private static final int ERROR = 0xff;
    private static final int SQL_STATE_LENGTH = 6;

    /** Connection id (4), first part of the scramble (8), filler (1). */
    private static final int BETWEEN_VERSION_AND_CAPABILITIES = 13;

    private static final int CLIENT_PROTOCOL_41 = 0x0200;
    private static final int CLIENT_SSL = 0x0800;
    private static final int CLIENT_SECURE_CONNECTION = 0x8000;
    private static final int CLIENT_PLUGIN_AUTH = 0x0008_0000;
    private static final int MOST_PACKET = 1 << 24;
    private static final byte UTF8MB4 = 45;
    private static final int SSL_REQUEST_LENGTH = 32;

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        requireOffer(readHandshakePacket(channel));
        channel.requireNothingUnread();
        sendSslRequest(channel);
    }

    /**
     * "MySQL Packets": three octets of length, least significant first, and one octet of sequence number, 0 here. Then
     * "Protocol::HandshakeV10".
     */
    private static ByteBuffer readHandshakePacket(ClearTextChannel channel) throws UpgradeFailedException {
        channel.await("the MySQL handshake packet");
        byte[] header = channel.octets(Integer.BYTES);
        int lengthAndSequence = littleEndian(header).getInt();
        if (lengthAndSequence < 1 || lengthAndSequence > ClearTextChannel.LONGEST_LINE) {
            throw channel.unexpected(latin(header));
        }
        return littleEndian(channel.octets(lengthAndSequence));
    }

    /** "Protocol::HandshakeV10" and "Capabilities Flags". An "ERR_Packet" instead gives the reason of a refusal. */
    private static void requireOffer(ByteBuffer packet) throws UpgradeFailedException {
        int version = Byte.toUnsignedInt(packet.get());
        if (version == ERROR) {
            throw UpgradeFailedException.sessionRefused("the session", error(packet));
        }
        if (version != PROTOCOL_10) {
            throw new UpgradeFailedException(
                    Kind.PROTOCOL_ERROR, "Expected a MySQL handshake packet of protocol 10, but got " + version);
        }
        String server = upToZero(packet);
        if (packet.remaining() < BETWEEN_VERSION_AND_CAPABILITIES + Short.BYTES) {
            throw new UpgradeFailedException(
                    Kind.PROTOCOL_ERROR, "The MySQL handshake packet of the server is cut short");
        }
        int capabilities = packet.getShort(packet.position() + BETWEEN_VERSION_AND_CAPABILITIES);
        if ((capabilities & CLIENT_SSL) == 0) {
            throw new UpgradeFailedException(
                    Kind.STARTTLS_REFUSED,
                    "The server does not offer TLS: CLIENT_SSL is not among its capabilities, version "
                            + SafeText.quoted(server));
        }
    }

    /** "Protocol::SSLRequest": the beginning of a login with CLIENT_SSL set, under sequence number 1. */
    private static void sendSslRequest(ClearTextChannel channel) throws UpgradeFailedException {
        byte[] request = new byte[Integer.BYTES + SSL_REQUEST_LENGTH];
        littleEndian(request)
                .putInt(SSL_REQUEST_LENGTH | (1 << 24))
                .putInt(CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION | CLIENT_PLUGIN_AUTH)
                .putInt(MOST_PACKET)
                .put(UTF8MB4);
        channel.send(request, "TLS");
    }

    /** Two octets of error number, optionally {@code #} and five octets of SQL state, then text. */
    private static String error(ByteBuffer packet) {
        if (packet.remaining() < Short.BYTES) {
            return "an error without a number";
        }
        int number = Short.toUnsignedInt(packet.getShort());
        String message = latin(rest(packet));
        return number + " "
                + (message.startsWith("#") && message.length() >= SQL_STATE_LENGTH
                        ? message.substring(SQL_STATE_LENGTH)
                        : message);
    }

    private static String upToZero(ByteBuffer packet) {
        StringBuilder text = new StringBuilder();
        while (packet.hasRemaining()) {
            int octet = Byte.toUnsignedInt(packet.get());
            if (octet == 0) {
                break;
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    private static byte[] rest(ByteBuffer packet) {
        byte[] rest = new byte[packet.remaining()];
        packet.get(rest);
        return rest;
    }

    private static ByteBuffer littleEndian(byte[] octets) {
        return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
