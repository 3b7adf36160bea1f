package dev.handshakefleet.inquiry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.certificate.AriCertificateId;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.inquiry.download.EgressDownloads;
import dev.handshakefleet.inquiry.download.FetchedDocument;
import dev.handshakefleet.verdict.AriWindow;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a certificate authority for the renewal window of a certificate (ACME Renewal Information, RFC 9773). The
 * directory of the authority names the address, and {@code Retry-After} says how long the answer is valid (six hours by
 * default, a minute at least, a day at most). An authority without renewal information or without an answer is a
 * problem of the run and no finding. Thread-safe.
 */
final class RenewalInformation {

    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final int LONGEST_ADDRESS = 500;
    private static final Duration DEFAULT_VALIDITY = Duration.ofHours(6);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_DIRECTORIES = 100;

    private final EgressDownloads downloads;
    private final AnswerCache answers;
    private final JsonMapper json = new JsonMapper();
    private final ConcurrentHashMap<URI, URI> endpoints = new ConcurrentHashMap<>();

    RenewalInformation(EgressDownloads downloads, AnswerCache answers) {
        this.downloads = downloads;
        this.answers = answers;
    }

    /**
     * @param leaf the certificate
     * @param directory the ACME directory of its authority
     * @param now the wall-clock instant of the question
     * @param deadline when the last download ends
     */
    WithProblems<Optional<AriWindow>> of(X509Certificate leaf, URI directory, Instant now, Deadline deadline) {
        return AriCertificateId.of(leaf)
                .map(id -> of(id, directory, now, downloads.until(deadline)))
                .orElseGet(() -> WithProblems.none(Optional.empty()));
    }

    private WithProblems<Optional<AriWindow>> of(String id, URI directory, Instant now, EgressDownloads bounded) {
        WithProblems<Optional<AriWindow>> cached = answers.renewal(id, now);
        return cached.value().isPresent()
                ? cached
                : ask(id, directory, now, bounded).after(cached.problems());
    }

    private WithProblems<Optional<AriWindow>> ask(String id, URI directory, Instant now, EgressDownloads bounded) {
        try {
            FetchedDocument answer =
                    bounded.getTrusted(URI.create(endpoint(directory, bounded) + "/" + id), LARGEST_ANSWER);
            AriWindow window = window(json.readTree(answer.body()));
            return new WithProblems<>(Optional.of(window), answers.put(id, window, validity(answer), now));
        } catch (DownloadFailedException | IOException | DateTimeException | IllegalArgumentException unusable) {
            return WithProblems.of(
                    Optional.empty(),
                    "Renewal information of %s could not be fetched: %s"
                            .formatted(directory.getHost(), reason(unusable)));
        }
    }

    private URI endpoint(URI directory, EgressDownloads bounded) throws DownloadFailedException, IOException {
        URI cached = endpoints.get(directory);
        if (cached != null) {
            return cached;
        }
        JsonNode named = json.readTree(
                        bounded.getTrusted(directory, LARGEST_ANSWER).body())
                .path("renewalInfo");
        if (!named.isTextual() || named.asText().length() > LONGEST_ADDRESS) {
            throw new DownloadFailedException("its directory has no renewalInfo");
        }
        URI endpoint = URI.create(named.asText().replaceFirst("/+$", ""));
        if (endpoints.size() < MOST_DIRECTORIES) {
            endpoints.put(directory, endpoint);
        }
        return endpoint;
    }

    private static AriWindow window(JsonNode answer) {
        JsonNode window = answer.path("suggestedWindow");
        return new AriWindow(
                instant(window.path("start")),
                instant(window.path("end")),
                Optional.of(answer.path("explanationURL").asText(""))
                        .filter(page -> page.startsWith("https://") && page.length() <= LONGEST_ADDRESS)
                        .map(URI::create));
    }

    private static Instant instant(JsonNode written) {
        return OffsetDateTime.parse(written.asText()).toInstant();
    }

    private static Duration validity(FetchedDocument answer) {
        return answer.retryAfterSeconds().isPresent()
                ? Duration.ofSeconds(
                        Math.clamp(answer.retryAfterSeconds().getAsLong(), SHORTEST.toSeconds(), LONGEST.toSeconds()))
                : DEFAULT_VALIDITY;
    }

    private static String reason(Exception unusable) {
        return switch (unusable) {
            case DownloadFailedException failed -> failed.getMessage();
            case JsonProcessingException noJson -> "the answer is not JSON";
            default -> "the answer names no window";
        };
    }
}
