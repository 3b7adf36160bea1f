package dev.handshakefleet.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

    private static final EgressPolicy PUBLIC_ONLY = EgressPolicy.publicAnd(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.9",
                "203.0.113.9",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "2002:7f00:1::1",
                "3fff::1",
                "100::1",
                "5f00::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1",
                "::127.0.0.1",
                "4000::1"
            })
    void specialAddressesAreRefused(String address) {
        assertThat(PUBLIC_ONLY.refusal(InetAddress.ofLiteral(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2600::1",
                "2a00:1450:4001::1",
                "64:ff9b::1.1.1.1",
                "::ffff:1.1.1.1"
            })
    void publicAddressesAreAllowed(String address) {
        assertThat(PUBLIC_ONLY.refusal(InetAddress.ofLiteral(address))).isEmpty();
    }

    @Test
    void deploymentCanAllowItsOwnNetworks() {
        EgressPolicy policy = EgressPolicy.publicAnd(
                List.of(Network.parse("FLEET_ALLOW_NETWORKS", "10.20.0.0/16"), Network.parse("x", "fd12::/16")));

        assertThat(policy.refusal(InetAddress.ofLiteral("10.20.255.1"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("10.21.0.1"))).isPresent();
        assertThat(policy.refusal(InetAddress.ofLiteral("fd12::9"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fe80::1", "fd00:ec2::254", "64:ff9b::169.254.169.254"})
    void cloudMetadataIsRefusedByEveryPolicy(String address) {
        EgressPolicy policy =
                EgressPolicy.publicAnd(List.of(Network.parse("x", "0.0.0.0/0"), Network.parse("x", "::/0")));

        assertThat(policy.refusal(InetAddress.ofLiteral(address)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("link-local"));
    }

    @Test
    void commandMayConnectToAnyAddress() {
        assertThat(EgressPolicy.anyAddress().refusal(InetAddress.ofLiteral("127.0.0.1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "::1", "fd12::9", "64:ff9b::10.0.0.1"})
    void publicTargetOfTheCommandCannotReferToAPrivateNetwork(String pointedTo) {
        EgressPolicy policy = EgressPolicy.anyAddress().pointedToFrom(InetAddress.ofLiteral("1.1.1.1"));

        assertThat(policy.refusal(InetAddress.ofLiteral(pointedTo)))
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("not a public address").doesNotContain("FLEET_ALLOW_NETWORKS"));
        assertThat(policy.refusal(InetAddress.ofLiteral("2600::1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "::1", "fd12::9", "1.1.1.1"})
    void privateTargetOfTheCommandMayReferToPrivateNetworks(String pointedTo) {
        EgressPolicy policy = EgressPolicy.anyAddress().pointedToFrom(InetAddress.ofLiteral("192.168.1.1"));

        assertThat(policy.refusal(InetAddress.ofLiteral(pointedTo))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "127.0.0.1", "169.254.1.1", "fe80::1"})
    void noTargetOfTheCommandCanReferToCloudMetadata(String target) {
        EgressPolicy policy = EgressPolicy.anyAddress().pointedToFrom(InetAddress.ofLiteral(target));

        assertThat(policy.refusal(InetAddress.ofLiteral("169.254.169.254")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("link-local"));
        assertThat(policy.refusal(InetAddress.ofLiteral("fd00:ec2::254"))).isPresent();
    }

    @Test
    void referencesOfTargetsAreUnderThePolicyOfTheFunction() {
        EgressPolicy policy = EgressPolicy.publicAnd(List.of(Network.parse("x", "10.0.0.0/8")));

        assertThat(policy.pointedToFrom(InetAddress.ofLiteral("10.0.0.1"))).isSameAs(policy);
        assertThat(policy.pointedToFrom(InetAddress.ofLiteral("1.1.1.1"))).isSameAs(policy);
    }

    @Test
    void chainedReferencesAllowNoFurtherNetwork() {
        InetAddress privateAddress = InetAddress.ofLiteral("10.0.0.1");
        EgressPolicy ofPublic = EgressPolicy.anyAddress().pointedToFrom(InetAddress.ofLiteral("1.1.1.1"));

        assertThat(ofPublic.pointedToFrom(privateAddress).refusal(privateAddress))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/-1", "10.0.0.0/8/8", "example.com/8", "::/129", "/8"})
    void malformedNetworkIsRefused(String written) {
        assertThatThrownBy(() -> Network.parse("FLEET_ALLOW_NETWORKS", written))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("FLEET_ALLOW_NETWORKS")
                .hasMessageContaining("CIDR");
    }
}
