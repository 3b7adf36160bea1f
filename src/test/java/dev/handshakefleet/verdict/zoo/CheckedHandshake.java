package dev.handshakefleet.verdict.zoo;

import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/**
 * A handshake as a trust manager sees it: the peer, and that the endpoint has to be identified (RFC 2818). A real one would need
 * the private key of every exhibit, and some have none.
 */
final class CheckedHandshake extends SSLEngine {

    private final SSLSession session;

    CheckedHandshake(String peer) {
        session = new Session(peer);
    }

    @Override
    public SSLSession getHandshakeSession() {
        return session;
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    @Override
    public SSLParameters getSSLParameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
        throw notAsked();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
        throw notAsked();
    }

    @Override
    public Runnable getDelegatedTask() {
        throw notAsked();
    }

    @Override
    public void closeInbound() {
        throw notAsked();
    }

    @Override
    public boolean isInboundDone() {
        throw notAsked();
    }

    @Override
    public void closeOutbound() {
        throw notAsked();
    }

    @Override
    public boolean isOutboundDone() {
        throw notAsked();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        throw notAsked();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        throw notAsked();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw notAsked();
    }

    @Override
    public String[] getSupportedProtocols() {
        throw notAsked();
    }

    @Override
    public String[] getEnabledProtocols() {
        throw notAsked();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw notAsked();
    }

    @Override
    public void beginHandshake() {
        throw notAsked();
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
        throw notAsked();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        throw notAsked();
    }

    @Override
    public boolean getUseClientMode() {
        throw notAsked();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw notAsked();
    }

    @Override
    public boolean getNeedClientAuth() {
        throw notAsked();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw notAsked();
    }

    @Override
    public boolean getWantClientAuth() {
        throw notAsked();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw notAsked();
    }

    @Override
    public boolean getEnableSessionCreation() {
        throw notAsked();
    }

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("No trust manager asks for this");
    }

    private static final class Session extends ExtendedSSLSession {

        private final String peer;

        Session(String peer) {
            this.peer = peer;
        }

        @Override
        public String getPeerHost() {
            return peer;
        }

        /** Before TLS 1.2 a handshake has no list of signature algorithms: only the validator's own list counts. */
        @Override
        public String getProtocol() {
            return "TLSv1.1";
        }

        @Override
        public List<byte[]> getStatusResponses() {
            return List.of();
        }

        @Override
        public List<SNIServerName> getRequestedServerNames() {
            return List.of();
        }

        @Override
        public String[] getLocalSupportedSignatureAlgorithms() {
            throw notAsked();
        }

        @Override
        public String[] getPeerSupportedSignatureAlgorithms() {
            throw notAsked();
        }

        @Override
        public byte[] getId() {
            throw notAsked();
        }

        @Override
        public SSLSessionContext getSessionContext() {
            throw notAsked();
        }

        @Override
        public long getCreationTime() {
            throw notAsked();
        }

        @Override
        public long getLastAccessedTime() {
            throw notAsked();
        }

        @Override
        public void invalidate() {
            throw notAsked();
        }

        @Override
        public boolean isValid() {
            throw notAsked();
        }

        @Override
        public void putValue(String name, Object value) {
            throw notAsked();
        }

        @Override
        public Object getValue(String name) {
            throw notAsked();
        }

        @Override
        public void removeValue(String name) {
            throw notAsked();
        }

        @Override
        public String[] getValueNames() {
            throw notAsked();
        }

        @Override
        public Certificate[] getPeerCertificates() {
            throw notAsked();
        }

        @Override
        public Certificate[] getLocalCertificates() {
            throw notAsked();
        }

        @Override
        public Principal getPeerPrincipal() {
            throw notAsked();
        }

        @Override
        public Principal getLocalPrincipal() {
            throw notAsked();
        }

        @Override
        public String getCipherSuite() {
            throw notAsked();
        }

        @Override
        public int getPeerPort() {
            throw notAsked();
        }

        @Override
        public int getPacketBufferSize() {
            throw notAsked();
        }

        @Override
        public int getApplicationBufferSize() {
            throw notAsked();
        }
    }
}
