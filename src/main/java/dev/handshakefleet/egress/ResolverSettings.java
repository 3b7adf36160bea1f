package dev.handshakefleet.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/**
 * The settings of the stub resolver (resolv.conf(5)).
 *
 * @param servers the name servers in order of preference; at least one, at most three
 * @param searchPath the domains that complete a name with few dots
 * @param ndots the number of dots from which on a name is first looked up as it is
 */
record ResolverSettings(List<InetSocketAddress> servers, List<Name> searchPath, int ndots) {

    /** MAXNS of resolv.conf(5). */
    private static final int MOST_SERVERS = 3;

    ResolverSettings {
        servers = servers.stream().limit(MOST_SERVERS).toList();
        searchPath = List.copyOf(searchPath);
    }

    /**
     * Reads a file in the format of resolv.conf(5). Without a name server in it, the one of this machine is used, as
     * resolv.conf(5) says.
     */
    static ResolverSettings read(Path file) {
        Parser parser = new Parser();
        try (InputStream content = Files.newInputStream(file)) {
            parser.parseResolvConf(content);
        } catch (IOException | RuntimeException unreadable) {
            parser = new Parser();
        }
        List<InetSocketAddress> servers = parser.servers().stream()
                .filter(server -> !server.isUnresolved())
                .toList();
        return new ResolverSettings(
                servers.isEmpty()
                        ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), SimpleResolver.DEFAULT_PORT))
                        : servers,
                parser.searchPaths(),
                parser.ndots());
    }

    /** Opens the library's parser for a file of our choice. */
    private static final class Parser extends ResolvConfResolverConfigProvider {

        @Override
        protected void parseResolvConf(InputStream content) throws IOException {
            super.parseResolvConf(content);
        }
    }
}
