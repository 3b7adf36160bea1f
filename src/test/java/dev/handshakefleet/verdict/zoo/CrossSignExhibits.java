package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;
import static dev.handshakefleet.verdict.zoo.Exhibit.warning;

import dev.handshakefleet.verdict.FindingCode;
import java.util.List;

/** Chains with more than one path: the path that each validator takes. */
final class CrossSignExhibits {

    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String LAST_YEAR = "2025-11-01T00:00:00Z";

    private CrossSignExhibits() {}

    static List<Exhibit> exhibits() {
        SpecimenKey newKey = SpecimenKey.p256();
        Issued oldRoot = Specimen.root("Old Root").selfSigned();
        Issued newRoot = Specimen.root("New Root").key(newKey).selfSigned();
        Issued crossed = Specimen.intermediate("New Root").key(newKey).by(oldRoot);
        Issued expiredCross = Specimen.intermediate("New Root")
                .key(newKey)
                .valid(PAST, LAST_YEAR)
                .by(oldRoot);
        Issued authority = Specimen.intermediate("CA 1").by(newRoot);
        Issued server = Specimen.leaf().by(authority);
        Issued expiredRoot = Specimen.root("Gone Root").valid(PAST, LAST_YEAR).selfSigned();
        Issued crossedByGone = Specimen.intermediate("New Root").key(newKey).by(expiredRoot);

        SpecimenKey twinKey = SpecimenKey.p256();
        Issued twin = Specimen.intermediate("Twin").key(twinKey).by(oldRoot);
        Issued expiredTwin = Specimen.intermediate("Twin")
                .key(twinKey)
                .valid(PAST, LAST_YEAR)
                .by(oldRoot);
        Issued ofTwin = Specimen.leaf().by(twin);

        SpecimenKey left = SpecimenKey.p256();
        SpecimenKey right = SpecimenKey.p256();
        Issued leftRoot = Specimen.root("Left").key(left).selfSigned();
        Issued rightRoot = Specimen.root("Right").key(right).selfSigned();
        Issued leftByRight = Specimen.intermediate("Left").key(left).by(rightRoot);
        Issued rightByLeft = Specimen.intermediate("Right").key(right).by(leftRoot);
        Issued ofLeft = Specimen.leaf().by(leftRoot);

        Issued namesake = Specimen.root("Old Root").selfSigned();
        Issued twinOfNamesake = Specimen.intermediate("Twin").key(twinKey).by(namesake);

        Issued expiredSameRoot =
                Specimen.root("New Root").key(newKey).valid(PAST, LAST_YEAR).selfSigned();
        SpecimenKey rolled = SpecimenKey.p256();
        Issued newWithOld = Specimen.intermediate("Old Root").key(rolled).by(oldRoot);
        Issued ofRolled = Specimen.intermediate("CA 1").by(newWithOld);
        return List.of(
                exhibit("cross-sign beside a good path, both roots trusted")
                        .sends(server, authority, crossed)
                        .trusting(newRoot, oldRoot)
                        .agreed(),
                exhibit("only the root of the cross-sign trusted")
                        .sends(server, authority, crossed)
                        .trusting(oldRoot)
                        .agreed(),
                exhibit("only the root of the cross-sign trusted, new root sent too")
                        .sends(server, authority, newRoot, crossed)
                        .trusting(oldRoot)
                        .openssl("19")
                        .because(
                                "OpenSSL takes the first issuer that it finds, ends in the new root and does not turn back. Clients that look for another path do not mind; we say what those do."),
                exhibit("only the root of the cross-sign trusted, new root sent behind it")
                        .sends(server, authority, crossed, newRoot)
                        .trusting(oldRoot)
                        .agreed(),
                exhibit("expired cross-sign beside a good path (AddTrust, 2020)")
                        .sends(server, authority, expiredCross)
                        .trusting(newRoot, oldRoot)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("expired cross-sign, only its root trusted")
                        .sends(server, authority, expiredCross)
                        .trusting(oldRoot)
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .jdk("expired")
                        .agreed(),
                exhibit("cross-sign to an expired root that is trusted (DST Root CA X3, 2021)")
                        .sends(server, authority, crossedByGone)
                        .trusting(newRoot, expiredRoot)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("cross-sign to an expired root, the only one trusted")
                        .sends(server, authority, crossedByGone)
                        .trusting(expiredRoot)
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .because("The JDK does not look at the dates of its anchors; OpenSSL and Go do."),
                exhibit("cross-sign to an expired root that is not trusted any more")
                        .sends(server, authority, crossedByGone)
                        .trusting(newRoot)
                        .agreed(),
                exhibit("cross-signs in a circle, a root trusted")
                        .sends(ofLeft, leftByRight, rightByLeft)
                        .trusting(leftRoot)
                        .agreed(),
                exhibit("cross-signs in a circle, no root trusted")
                        .sends(ofLeft, leftByRight, rightByLeft)
                        .trusting(oldRoot)
                        .ours(critical(FindingCode.UNTRUSTED_ROOT))
                        .openssl("20")
                        .jdk("no path")
                        .agreed(),
                exhibit("twin intermediates, the expired one first")
                        .sends(ofTwin, expiredTwin, twin)
                        .trusting(oldRoot)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("twin intermediates, the expired one last")
                        .sends(ofTwin, twin, expiredTwin)
                        .trusting(oldRoot)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("expired twin sent, the valid one not")
                        .sends(ofTwin, expiredTwin)
                        .trusting(oldRoot)
                        .ours(critical(FindingCode.CERT_EXPIRED))
                        .openssl("10")
                        .jdk("expired")
                        .agreed(),
                exhibit("two anchors of one name, different keys")
                        .sends(ofTwin, twinOfNamesake)
                        .trusting(oldRoot, namesake)
                        .agreed(),
                exhibit("two anchors of one name and key, one expired")
                        .sends(server, authority)
                        .trusting(expiredSameRoot, newRoot)
                        .agreed(),
                exhibit("key of the root rolled over: new with old")
                        .sends(Specimen.leaf().by(ofRolled), ofRolled, newWithOld)
                        .trusting(oldRoot)
                        .agreed());
    }
}
