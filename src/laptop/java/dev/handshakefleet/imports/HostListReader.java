package dev.handshakefleet.imports;

import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.draft.SourceAddress;
import dev.handshakefleet.imports.draft.TargetDraft;
import dev.handshakefleet.imports.source.Place;
import dev.handshakefleet.imports.source.SourceFile;
import java.util.ArrayList;
import java.util.List;

/** Reads a list of hosts, one a line: {@code host}, {@code host:port} or an address; {@code #} begins a comment. */
final class HostListReader {

    private final Remarks remarks;

    HostListReader(Remarks remarks) {
        this.remarks = remarks;
    }

    List<TargetDraft> read(SourceFile file) {
        List<TargetDraft> drafts = new ArrayList<>();
        int number = 0;
        for (String written : (Iterable<String>) file.text().lines()::iterator) {
            number++;
            String line = withoutComment(written).strip();
            if (!line.isEmpty()) {
                drafts.addAll(draft(file.place(number), line));
            }
        }
        return drafts;
    }

    private List<TargetDraft> draft(Place place, String line) {
        SourceAddress address = SourceAddress.of(line);
        if (address.isOf("http")) {
            remarks.lost(place, "target " + address.host(), "plain HTTP has no handshake");
            return List.of();
        }
        if (address.hasUser()) {
            remarks.lost(place, "user and password in an address", "no credentials are sent");
        }
        TargetDraft draft = TargetDraft.of(place, address);
        address.scheme().filter(scheme -> !scheme.equals("https")).ifPresent(scheme -> draft.set("protocol", scheme));
        address.path().ifPresent(path -> {
            if (address.isOf("https")) {
                draft.set("http", path);
            } else if (!path.equals("/")) {
                remarks.lost(place, "path of " + address.host(), "an HTTP exchange follows https:// only");
            }
        });
        return List.of(draft);
    }

    /** A number sign inside of a word belongs to an address. */
    private static String withoutComment(String line) {
        for (int index = line.indexOf('#'); index >= 0; index = line.indexOf('#', index + 1)) {
            if (index == 0 || Character.isWhitespace(line.charAt(index - 1))) {
                return line.substring(0, index);
            }
        }
        return line;
    }
}
