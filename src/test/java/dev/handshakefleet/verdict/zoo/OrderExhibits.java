package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;
import static dev.handshakefleet.verdict.zoo.Exhibit.warning;

import dev.handshakefleet.verdict.FindingCode;
import java.util.ArrayList;
import java.util.List;

/** Certificates in the wrong place, too often, or for nothing. */
final class OrderExhibits {

    private OrderExhibits() {}

    static List<Exhibit> exhibits() {
        Issued root = Specimen.root("Root").selfSigned();
        Issued upper = Specimen.intermediate("CA 1").by(root);
        Issued lower = Specimen.intermediate("CA 2").by(upper);
        Issued server = Specimen.leaf().by(lower);
        Issued stranger = Specimen.root("Stranger").selfSigned();
        Issued strange = Specimen.intermediate("Strange CA").by(stranger);
        Issued otherLeaf = Specimen.leafNamed("other").dns("other.example.com").by(lower);
        return List.of(
                exhibit("intermediates in the wrong order")
                        .sends(server, upper, lower)
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_MISORDERED))
                        .agreed(),
                exhibit("root right behind the leaf")
                        .sends(server, root, upper, lower)
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_MISORDERED))
                        .agreed(),
                exhibit("intermediate first, leaf last")
                        .sends(lower, upper, server)
                        .trusting(root)
                        .ours(
                                critical(FindingCode.HOSTNAME_MISMATCH),
                                critical(FindingCode.WRONG_USAGE),
                                warning(FindingCode.CHAIN_EXCESS))
                        .openssl("26, 62")
                        .jdk("key usage")
                        .agreed(),
                exhibit("leaf sent twice")
                        .sends(server, server, lower, upper)
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("intermediate sent twice")
                        .sends(server, lower, upper, lower)
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("leaf of another host behind the chain")
                        .sends(server, lower, upper, otherLeaf)
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("unrelated intermediate behind the chain")
                        .sends(server, lower, upper, strange)
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("root of somebody else behind the chain")
                        .sends(server, lower, upper, stranger)
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed(),
                exhibit("intermediates of somebody else instead of its own")
                        .sends(server, strange, stranger)
                        .trusting(root)
                        .ours(critical(FindingCode.INCOMPLETE_CHAIN), warning(FindingCode.CHAIN_EXCESS))
                        .openssl("20")
                        .jdk("no path")
                        .agreed(),
                exhibit("200 certificates")
                        .sends(crowd(server, lower, upper, root))
                        .trusting(root)
                        .ours(warning(FindingCode.CHAIN_EXCESS))
                        .agreed());
    }

    private static List<Issued> crowd(Issued server, Issued lower, Issued upper, Issued root) {
        List<Issued> sent = new ArrayList<>(List.of(server, lower, upper));
        SpecimenKey key = SpecimenKey.p256();
        while (sent.size() < 200) {
            sent.add(Specimen.intermediate("CA").key(key).by(root));
        }
        return sent;
    }
}
