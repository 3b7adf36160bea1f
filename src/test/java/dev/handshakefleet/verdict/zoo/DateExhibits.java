package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;
import static dev.handshakefleet.verdict.zoo.Exhibit.warning;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.zoo.Exhibit.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;

/** Certificates that expired, are not yet valid, are valid for too long, or have malformed dates. */
final class DateExhibits {

    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String LAST_YEAR = "2025-11-01T00:00:00Z";
    private static final String NEXT_YEAR = "2027-11-01T00:00:00Z";
    private static final String FAR = "2034-01-01T00:00:00Z";
    private static final String NOW = Exhibit.TODAY.toString();

    private static final Issued ROOT = Specimen.root("Root").selfSigned();
    private static final Issued AUTHORITY = Specimen.intermediate("CA 1").by(ROOT);

    private DateExhibits() {}

    static List<Exhibit> exhibits() {
        Issued expired = Specimen.intermediate("CA 1").valid(PAST, LAST_YEAR).by(ROOT);
        Issued early = Specimen.intermediate("CA 1").valid(NEXT_YEAR, FAR).by(ROOT);
        Issued brief = Specimen.intermediate("CA 1")
                .valid(PAST, "2026-12-20T00:00:00Z")
                .by(ROOT);
        Issued expiredRoot = Specimen.root("Root").valid(PAST, LAST_YEAR).selfSigned();
        Issued ofExpiredRoot = Specimen.intermediate("CA 1").by(expiredRoot);
        Issued earlyRoot = Specimen.root("Root").valid(NEXT_YEAR, FAR).selfSigned();
        Issued ofEarlyRoot = Specimen.intermediate("CA 1").by(earlyRoot);
        return List.of(
                leaf("leaf expired", PAST, LAST_YEAR)
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .jdk("expired")
                        .agreed(),
                leaf("leaf not valid yet", NEXT_YEAR, FAR)
                        .ours(critical(FindingCode.CERT_NOT_YET_VALID))
                        .openssl("9")
                        .jdk("not yet valid")
                        .agreed(),
                leaf("leaf about to expire", "2026-09-01T00:00:00Z", "2026-11-27T00:00:00Z")
                        .ours(critical(FindingCode.CERT_EXPIRING))
                        .agreed(),
                leaf("leaf in its first second", NOW, NEXT_YEAR).agreed(),
                leaf("leaf in its last second", PAST, NOW)
                        .ours(critical(FindingCode.CERT_EXPIRING))
                        .openssl("10")
                        .because(
                                "RFC 5280, 4.1.2.5: the last second is inside. OpenSSL calls it expired a second earlier. We say that it is about to expire."),
                leaf("leaf expired a second ago", PAST, "2026-11-23T09:59:59Z")
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .jdk("expired")
                        .agreed(),
                exhibit("intermediate expired")
                        .sends(Specimen.leaf().by(expired), expired)
                        .trusting(ROOT)
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .jdk("expired")
                        .agreed(),
                exhibit("intermediate not valid yet")
                        .sends(Specimen.leaf().by(early), early)
                        .trusting(ROOT)
                        .ours(critical(FindingCode.CERT_NOT_YET_VALID))
                        .openssl("9")
                        .jdk("not yet valid")
                        .agreed(),
                exhibit("intermediate expires before the leaf")
                        .sends(Specimen.leaf().by(brief), brief)
                        .trusting(ROOT)
                        .ours(critical(FindingCode.CERT_EXPIRING))
                        .agreed(),
                exhibit("root expired")
                        .sends(Specimen.leaf().by(ofExpiredRoot), ofExpiredRoot)
                        .trusting(expiredRoot)
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .because("The JDK does not look at the dates of its anchors; OpenSSL and Go do."),
                exhibit("root not valid yet")
                        .sends(Specimen.leaf().by(ofEarlyRoot), ofEarlyRoot)
                        .trusting(earlyRoot)
                        .ours(critical(FindingCode.CERT_NOT_YET_VALID))
                        .openssl("9")
                        .because("The JDK does not look at the dates of its anchors; OpenSSL and Go do."),
                leaf("leaf ends before it begins, both past", LAST_YEAR, PAST)
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .jdk("expired")
                        .agreed(),
                leaf("leaf ends before it begins, both ahead", FAR, NEXT_YEAR)
                        .ours(critical(FindingCode.CERT_NOT_YET_VALID))
                        .openssl("9")
                        .jdk("not yet valid")
                        .agreed(),
                leaf("leaf ends before it begins, now between", NEXT_YEAR, LAST_YEAR)
                        .ours(critical(FindingCode.CERT_EXPIRED), critical(FindingCode.CERT_NOT_YET_VALID))
                        .openssl("9")
                        .jdk("not yet valid")
                        .agreed(),
                leaf("leaf valid until the end of the year 9999", PAST, "9999-12-31T23:59:59Z")
                        .ours(warning(FindingCode.CERT_EXPIRING))
                        .agreed(),
                dated("leaf valid since 1950", new DERUTCTime("500101000000Z"), utc("271101000000Z"))
                        .agreed(),
                dated("leaf valid since the year 0", generalized("00000101000000Z"), utc("271101000000Z"))
                        .agreed(),
                dated("leaf valid until the year 0", utc("200101000000Z"), generalized("00000101000000Z"))
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .jdk("expired")
                        .agreed(),
                dated("GeneralizedTime before 2050", generalized("20260101000000Z"), generalized("20271101000000Z"))
                        .agreed(),
                dated("UTCTime without seconds", utc("2601010000Z"), utc("2711010000Z"))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("13")
                        .because(
                                "RFC 5280, 4.1.2.5.1 demands seconds and Z. The JDK and Go let it pass; OpenSSL and Chrome do not."),
                dated("UTCTime of another time zone", utc("260101000000+0100"), utc("271101000000+0100"))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("13")
                        .because(
                                "RFC 5280, 4.1.2.5.1 demands seconds and Z. The JDK and Go let it pass; OpenSSL and Chrome do not."),
                dated("month 13", utc("261301000000Z"), utc("271101000000Z"))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .openssl("13")
                        .jdk(OpensslVerify.UNREADABLE)
                        .agreed(),
                lasting("public, 825 days, issued 2019", "2019-06-01T00:00:00Z", 825)
                        .agreed(),
                lasting("public, 399 days, issued 2021", "2021-03-01T00:00:00Z", 399)
                        .ours(warning(FindingCode.VALIDITY_TOO_LONG))
                        .agreed(),
                lasting("public, 398 days, issued 2021", "2021-03-01T00:00:00Z", 398)
                        .agreed(),
                lasting("public, 201 days, issued 2026-04", "2026-04-01T00:00:00Z", 201)
                        .ours(warning(FindingCode.VALIDITY_TOO_LONG))
                        .agreed(),
                lasting("public, 200 days, issued 2026-04", "2026-04-01T00:00:00Z", 200)
                        .agreed(),
                leaf("private, ten years", PAST, "2030-01-01T00:00:00Z").agreed());
    }

    private static Draft leaf(String name, String from, String until) {
        return exhibit(name)
                .sends(Specimen.leaf().valid(from, until).by(AUTHORITY), AUTHORITY)
                .trusting(ROOT);
    }

    private static Draft dated(String name, ASN1Encodable from, ASN1Encodable until) {
        return exhibit(name)
                .sends(Specimen.leaf().dates(from, until).by(AUTHORITY), AUTHORITY)
                .trusting(ROOT);
    }

    /** Looked at when a third of its days has passed; both ends of a validity count, hence the second less. */
    private static Draft lasting(String name, String from, int days) {
        Instant until = Instant.parse(from).plus(Duration.ofDays(days)).minusSeconds(1);
        return leaf(name, from, until.toString())
                .publicly()
                .at(Instant.parse(from).plus(Duration.ofDays(days / 3)).toString());
    }

    private static ASN1Encodable utc(String written) {
        return new DERUTCTime(written);
    }

    private static ASN1Encodable generalized(String written) {
        return new DERGeneralizedTime(written);
    }
}
