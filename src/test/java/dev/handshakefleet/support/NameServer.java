package dev.handshakefleet.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback, over UDP and TCP, with answers by a script. Closing it ends its threads. */
public final class NameServer implements AutoCloseable {

    private static final int LARGEST_DATAGRAM = 512;
    private static final int LARGEST = 65_535;
    private static final long TTL = 300;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Script script;
    private final List<String> questions = new CopyOnWriteArrayList<>();

    /** What a server answers; empty for silence. */
    @FunctionalInterface
    public interface Script {

        /** Answers a query. */
        Optional<Message> answer(Message query);
    }

    private NameServer(Script script) throws IOException {
        this.script = script;
        this.tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    /** @return a server with these answers */
    public static NameServer answering(Script script) throws IOException {
        return new NameServer(script);
    }

    /** @return a server that answers every question with this response code */
    public static NameServer failing(int rcode) throws IOException {
        return answering(query -> Optional.of(code(query, rcode)));
    }

    /** @return a server that never answers */
    public static NameServer silent() throws IOException {
        return answering(query -> Optional.empty());
    }

    /** @return an answer without records and with this response code */
    public static Message code(Message query, int rcode) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RD);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    /** @return an answer with those of the addresses that are of the type asked for */
    public static Message addresses(Message query, String... literals) {
        Message answer = code(query, Rcode.NOERROR);
        Record question = query.getQuestion();
        for (String literal : literals) {
            InetAddress address = InetAddress.ofLiteral(literal);
            boolean isIpv4 = address.getAddress().length == 4;
            if (isIpv4 && question.getType() == Type.A) {
                answer.addRecord(new ARecord(question.getName(), DClass.IN, TTL, address), Section.ANSWER);
            } else if (!isIpv4 && question.getType() == Type.AAAA) {
                answer.addRecord(new AAAARecord(question.getName(), DClass.IN, TTL, address), Section.ANSWER);
            }
        }
        return answer;
    }

    /** @return its address */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
    }

    /** @return the questions so far, such as {@code A www.example}; one over TCP ends in {@code (TCP)} */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private void serveUdp() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
                udp.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                note(query, "");
                Optional<Message> answer = script.answer(query);
                if (answer.isPresent()) {
                    byte[] bytes = answer.get().toWire(LARGEST_DATAGRAM);
                    udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The end of the server.
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                try (Socket connection = tcp.accept()) {
                    DataInputStream in = new DataInputStream(connection.getInputStream());
                    byte[] bytes = new byte[in.readUnsignedShort()];
                    in.readFully(bytes);
                    Message query = new Message(bytes);
                    note(query, " (TCP)");
                    Optional<Message> answer = script.answer(query);
                    if (answer.isPresent()) {
                        byte[] wire = answer.get().toWire(LARGEST);
                        DataOutputStream out = new DataOutputStream(connection.getOutputStream());
                        out.writeShort(wire.length);
                        out.write(wire);
                        out.flush();
                    }
                } catch (IOException broken) {
                    if (tcp.isClosed()) {
                        return;
                    }
                }
            }
        } catch (RuntimeException closed) {
            // The end of the server.
        }
    }

    private void note(Message query, String over) {
        Record question = query.getQuestion();
        questions.add(Type.string(question.getType()) + " " + question.getName().toString(true) + over);
    }
}
