package dev.handshakefleet.probe.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server of Go's crypto/tls, built where Go is installed; knows versions, keys and protocols, no other limits. */
final class GoPeer {

    private static final String SOURCE = """
            package main

            import (
            	"crypto/tls"
            	"os"
            	"strings"
            )

            func main() {
            	pair, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
            	if err != nil {
            		panic(err)
            	}
            	version := map[string]uint16{"TLSv1.2": tls.VersionTLS12, "TLSv1.3": tls.VersionTLS13}[os.Args[4]]
            	config := &tls.Config{
            		Certificates: []tls.Certificate{pair},
            		MinVersion:   version,
            		MaxVersion:   version,
            		NextProtos:   strings.Fields(os.Args[5]),
            	}
            	listener, err := tls.Listen("tcp", "127.0.0.1:"+os.Args[3], config)
            	if err != nil {
            		panic(err)
            	}
            	for {
            		conn, err := listener.Accept()
            		if err != nil {
            			panic(err)
            		}
            		conn.Read(make([]byte, 64))
            		conn.Close()
            	}
            }
            """;

    private GoPeer() {}

    static Peer start(PeerSettings order, PeerIdentities identities) throws IOException {
        String go = Prerequisites.program("go").toString();
        Path directory = identities.directory();
        Path source = Files.writeString(directory.resolve("server.go"), SOURCE);
        String binary = directory.resolve("go-server").toString();
        assumeTrue(
                OpensslServer.run(
                        "env",
                        "HOME=" + directory,
                        "GOCACHE=" + directory.resolve("cache"),
                        "GOFLAGS=",
                        go,
                        "build",
                        "-o",
                        binary,
                        source.toString()),
                "go does not build the server of the test");
        int port = LoopbackPort.free();
        return PeerPrograms.started(
                directory,
                port,
                PeerPrograms.firstLine(go, "version"),
                binary,
                identities.chain(order),
                identities.key(order),
                String.valueOf(port),
                order.version(),
                String.join(" ", order.protocols()));
    }
}
