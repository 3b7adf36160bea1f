package dev.handshakefleet.fuzz;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.chain.ChainInspection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules that every inspection of any bytes keeps:
 *
 * <ul>
 *   <li>its texts are bounded and fit to be shown;
 *   <li>its path begins with the certificate that was sent first, and consists of sent and trusted certificates;
 *   <li>a path without problems ends in the trust store, and each key on it signed the certificate before. The JDK checks
 *       the signatures here, not the code under test.
 * </ul>
 */
final class InspectionRules {

    private static final Pattern UNFIT = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final Pattern SERIAL = Pattern.compile("([0-9a-f]{2}){0,32}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_DISTINGUISHED_NAME = 200;
    private static final int LONGEST_NAME = 253;
    private static final int MOST_NAMES = 100;
    private static final int MOST_PROBLEMS = 200;

    private static final Map<String, byte[]> TRUSTED = byFingerprint(trusted());

    private InspectionRules() {}

    /** @throws AssertionError when one of them is broken */
    static void check(List<byte[]> chain, ChainInspection inspection) {
        Stream.concat(inspection.path().stream(), inspection.unused().stream()).forEach(InspectionRules::checkFacts);
        hold(inspection.problems().size() <= MOST_PROBLEMS, "bounded number of problems", inspection);
        inspection.problems().forEach(problem -> checkShown(problem.toString()));
        checkPath(chain, inspection);
    }

    private static void checkFacts(CertificateFacts facts) {
        hold(facts.subject().length() <= LONGEST_DISTINGUISHED_NAME, "bounded subject", facts);
        hold(facts.issuer().length() <= LONGEST_DISTINGUISHED_NAME, "bounded issuer", facts);
        hold(SERIAL.matcher(facts.serial()).matches(), "serial number in hexadecimal", facts);
        hold(FINGERPRINT.matcher(facts.sha256()).matches(), "fingerprint in hexadecimal", facts);
        hold(facts.names().size() <= MOST_NAMES, "bounded number of names", facts);
        hold(facts.names().stream().allMatch(name -> name.length() <= LONGEST_NAME), "bounded names", facts);
        checkShown(facts.toString());
    }

    private static void checkShown(String text) {
        hold(!UNFIT.matcher(text).find(), "fit to be shown", text);
    }

    private static void checkPath(List<byte[]> chain, ChainInspection inspection) {
        List<CertificateFacts> path = inspection.path();
        if (path.isEmpty()) {
            hold(chain.isEmpty() || !inspection.problems().isEmpty(), "no path for a reason", inspection);
            return;
        }
        hold(path.getFirst().sha256().equals(sha256(chain.getFirst())), "path begins with the leaf", inspection);
        Map<String, byte[]> known = new HashMap<>(TRUSTED);
        known.putAll(byFingerprint(chain));
        hold(path.stream().allMatch(facts -> known.containsKey(facts.sha256())), "path of known ones", inspection);
        if (inspection.problems().isEmpty()) {
            hold(TRUSTED.containsKey(path.getLast().sha256()), "path without problems ends in the trust store", path);
            for (int below = 0; below < path.size() - 1; below++) {
                byte[] certificate = known.get(path.get(below).sha256());
                byte[] issuer = known.get(path.get(below + 1).sha256());
                hold(isSignedBy(certificate, issuer), "path without problems is signed throughout", path);
            }
        }
    }

    private static boolean isSignedBy(byte[] certificate, byte[] issuer) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            X509Certificate signed =
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate));
            X509Certificate signer = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(issuer));
            if (signed.getSigAlgName().contains("PSS")) {
                return true; // its parameters would have to be read first
            }
            Signature signature = Signature.getInstance(signed.getSigAlgName());
            signature.initVerify(signer.getPublicKey());
            signature.update(signed.getTBSCertificate());
            return signature.verify(signed.getSignature());
        } catch (GeneralSecurityException unreadable) {
            return false;
        }
    }

    private static Collection<byte[]> trusted() {
        try (InputStream pem = Files.newInputStream(Seeds.DIRECTORY.resolve("trust.pem"))) {
            List<byte[]> encodings = new ArrayList<>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                encodings.add(certificate.getEncoded());
            }
            return encodings;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Map<String, byte[]> byFingerprint(Collection<byte[]> encodings) {
        return encodings.stream()
                .collect(Collectors.toMap(InspectionRules::sha256, encoding -> encoding, (same, again) -> same));
    }

    private static String sha256(byte[] encoding) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoding));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static void hold(boolean rule, String name, Object where) {
        if (!rule) {
            throw new AssertionError("broken rule: " + name + ": " + where);
        }
    }
}
