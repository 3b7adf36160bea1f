package dev.handshakefleet.base;

/** A SHA-256 fingerprint in sentences and tables. Pure. */
public final class Fingerprint {

    private static final int SHOWN = 16;

    private Fingerprint() {}

    /**
     * @param sha256 hexadecimal digits, possibly read from outside
     * @return the first {@value #SHOWN} digits, safe to show
     */
    public static String shortened(String sha256) {
        return SafeText.line(sha256.substring(0, Math.min(SHOWN, sha256.length())));
    }
}
