package dev.handshakefleet.page.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are written byte by byte over a socket, because an HTTP client chooses Host and Origin by itself. */
class PageServerTest {

    private final ServerEvents events = new ServerEvents();
    private PageServer server;

    @BeforeEach
    void start() {
        server = PageServer.start(
                0,
                List.of(
                        Route.get(
                                "/",
                                request -> Answer.html(
                                        200, "page " + request.parameter("q").orElse("-"))),
                        Route.get("/events", _ -> new Answer.Events()),
                        Route.get("/bad", _ -> {
                            throw new BadInputException("window", "P9Y", "PT1H, PT24H or P7D");
                        }),
                        Route.post(
                                "/adhoc",
                                request -> Answer.text(
                                        200, request.parameter("target").orElse("none")))),
                events);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPageIsAnsweredWithAStrictPolicy() throws IOException {
        String answer = get("/?q=a%20b", "Host: " + host());

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .endsWith("page a b")
                .containsIgnoringCase(
                        "Content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'")
                .containsIgnoringCase("X-content-type-options: nosniff")
                .doesNotContain("unsafe-inline");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "127.0.0.1",
                "attacker.example:%d",
                "127.0.0.1.attacker.example:%d",
                "0.0.0.0:%d"
            })
    void anotherHostIsRefusedBecauseANameCanBeRebound(String other) throws IOException {
        assertThat(get("/", "Host: " + other.formatted(server.address().getPort())))
                .startsWith("HTTP/1.1 403")
                .contains("Host is not an address of this server")
                .doesNotContain("page -");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://attacker.example", "null", "http://127.0.0.1:1", "http://localhost.attacker.example"})
    void anotherOriginIsRefused(String origin) throws IOException {
        assertThat(get("/", "Host: " + host(), "Origin: " + origin)).startsWith("HTTP/1.1 403");
        assertThat(post("/adhoc", "target=example.com", "Origin: " + origin)).startsWith("HTTP/1.1 403");
    }

    @Test
    void aRequestOfAPageOfAnotherSiteIsRefusedAndALinkIsFollowed() throws IOException {
        assertThat(get("/", "Host: " + host(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"))
                .startsWith("HTTP/1.1 403");
        assertThat(get("/", "Host: " + host(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aFormIsAcceptedFromItsOwnPageAlone() throws IOException {
        assertThat(post("/adhoc", "target=example.com"))
                .startsWith("HTTP/1.1 403")
                .contains("Origin is missing");
        assertThat(post("/adhoc", "target=example.com%3A8443", "Origin: http://" + host()))
                .startsWith("HTTP/1.1 200")
                .endsWith("example.com:8443\n");
        assertThat(get("/adhoc?target=example.com", "Host: " + host())).startsWith("HTTP/1.1 405");
    }

    @Test
    void mistakesAreNamed() throws IOException {
        assertThat(get("/bad", "Host: " + host())).startsWith("HTTP/1.1 400").contains("PT1H, PT24H or P7D");
        assertThat(get("/nowhere", "Host: " + host())).startsWith("HTTP/1.1 404");
        assertThat(get("/?q=%zz", "Host: " + host())).startsWith("HTTP/1.1 400");
        assertThat(post("/adhoc", "target=" + "x".repeat(9_000), "Origin: http://" + host()))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void anOpenPageIsToldOfEvents() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.getOutputStream()
                    .write(("GET /events HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            read(lines, "retry: 2000");

            events.send("run", "2026-11-30T00:00:00Z");

            read(lines, "event: run");
            read(lines, "data: 2026-11-30T00:00:00Z");
        }
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> PageServer.start(server.address().getPort(), List.of(), events))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--port")
                .hasMessageContaining("another program listens there");
        assertThatThrownBy(() -> PageServer.start(70_000, List.of(), events)).hasMessageContaining("0 to 65535");
    }

    private static void read(BufferedReader lines, String wanted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(wanted)) {
            line = lines.readLine();
        }
        assertThat(line).isEqualTo(wanted);
    }

    private String host() {
        return "127.0.0.1:" + server.address().getPort();
    }

    private String get(String path, String... headers) throws IOException {
        return answer("GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n");
    }

    private String post(String path, String form, String... headers) throws IOException {
        return answer("POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "Content-Length: "
                + form.length()
                + "\r\nConnection: close\r\n\r\n" + form);
    }

    private String answer(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
