package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.base.SafeText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Describes a failure on the way to a server or in its answer, as the end of a sentence that names the host. */
final class DownloadFailure {

    /** The library puts this before the reason of the system. */
    private static final Pattern CONNECT_TO = Pattern.compile("^Connect to .* failed: ");

    private DownloadFailure() {}

    /** @return at most 160 characters, safe to show */
    static String describe(DownloadAddress address, IOException failure) {
        String what = switch (failure) {
            case ConnectTimeoutException _ -> "did not answer the TCP connect in time";
            case ConnectException _, NoRouteToHostException _ ->
                "did not accept a connection at port " + address.port() + detail(failure);
            case SSLException _
            when failure.getCause() instanceof CertificateException -> "has no trusted certificate" + detail(failure);
            case SSLException _ -> "failed the TLS handshake" + detail(failure);
            case NoHttpResponseException _ -> "ended the connection without an answer";
            case ConnectionClosedException _ -> "ended the connection before its answer was complete";
            case MessageConstraintException _ -> "answered with a header beyond the limits" + detail(failure);
            case MalformedChunkCodingException _, ClientProtocolException _ -> "did not answer with HTTP/1.1";
            case SocketTimeoutException _ -> "gave no answer in time";
            case SocketException _ -> "broke the connection" + detail(failure);
            default -> "could not be read" + detail(failure);
        };
        return SafeText.line(address.shownHost() + " " + what, Download.LONGEST_REASON);
    }

    /** The message of the root cause. Outer exceptions repeat it with class names. */
    private static String detail(IOException failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String message = first.getMessage();
        return message == null ? "" : " (" + CONNECT_TO.matcher(message).replaceFirst("") + ")";
    }
}
