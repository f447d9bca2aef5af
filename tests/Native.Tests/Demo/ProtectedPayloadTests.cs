using System.Globalization;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Demo;

/// <summary>Payload under the kernel's ESP in each network: what is on the wire is what the home agent says is in force, and nothing else.</summary>
[Clause("5555-4.1-esp-nat", "4877-4.1-payload")]
public sealed class ProtectedPayloadTests
{
    private const string Format = "ip.src ip.dst ipv6.src ipv6.dst udp.srcport udp.dstport esp.spi";

    [NativeFact]
    public void In_each_network_the_outer_headers_and_the_selector_in_force_are_those_that_they_should_be()
    {
        using var lab = new NativeLab(LabIpsec.ProtectedPayload).Started();
        foreach (var network in new[] { Attachment.V6, Attachment.V4, Attachment.Nat1, Attachment.Nat2 })
        {
            lab.Settle(network);
            lab.Ping(); // opens what a NAT has to open
            var (down, up) = InForce(lab, network);
            var file = lab.Lab.Work.File($"{network}.pcap");
            using (Capture.Start(AddressPlan.HomeAgent, AddressPlan.Uplink, file, "esp or udp or ip6"))
            {
                lab.Ping();
            }

            var packets = Packets(file);
            if (network == Attachment.V6) IsBetweenHomeAgentAndCareOfAddress(packets, lab.Node.CareOfAddress(network), down, up);
            else IsInUdp(packets, Outside(lab, network), network is Attachment.V4 ? 4500 : null, down, up);
            Assert.Equal(0, PayloadCensus.Of(file, lab.Node).Clear);
        }

        lab.Settle(Attachment.Home);
        Assert.Empty(lab.HomeAgent.Protection(lab.Node.HomeAddress));
    }

    /// <summary>The SPIs of the payload's two associations, down and up, as the API shows them.</summary>
    private static (string Down, string Up) InForce(NativeLab lab, Attachment network)
    {
        var payload = lab.HomeAgent.Protection(lab.Node.HomeAddress).Where(p => p.Purpose == "Payload").ToList();
        Assert.All(payload, p => Assert.Equal(("Tunnel", network == Attachment.V6 ? "native" : "udp-4500"), (p.Mode, p.CarriedBy)));
        Assert.All(payload, p => Assert.Contains(lab.Node.HomeAddress, p.Selector, StringComparison.Ordinal));
        return (Assert.Single(payload, p => p.Direction == "out").Spi, Assert.Single(payload, p => p.Direction == "in").Spi);
    }

    private static void IsBetweenHomeAgentAndCareOfAddress(IReadOnlyList<Packet> packets, string careOf, string down, string up)
    {
        Assert.All(packets, p => Assert.Equal("", p.Ipv4Source + p.SourcePort));
        Assert.Contains(packets, p => (p.Ipv6Source, p.Ipv6Destination, p.Spi) == (AddressPlan.HomeAgentAddress, careOf, down));
        Assert.Contains(packets, p => (p.Ipv6Source, p.Ipv6Destination, p.Spi) == (careOf, AddressPlan.HomeAgentAddress, up));
        Assert.All(packets, p => Assert.Contains(p.Spi, new[] { down, up }));
    }

    /// <param name="port">The far one; null: a NAT's, the same in both directions.</param>
    private static void IsInUdp(IReadOnlyList<Packet> packets, string remote, int? port, string down, string up)
    {
        Assert.All(packets, p => Assert.Equal("", p.Ipv6Source));
        var (sent, received) = (packets.Where(p => p.Spi == down).ToList(), packets.Where(p => p.Spi == up).ToList());
        Assert.Equal(packets.Count, sent.Count + received.Count);
        var far = Assert.Single(received.Select(p => p.SourcePort).Distinct());
        Assert.All(sent, p => Assert.Equal((AddressPlan.HomeAgentIpv4Address, "4500", remote, far), (p.Ipv4Source, p.SourcePort, p.Ipv4Destination, p.DestinationPort)));
        Assert.All(received, p => Assert.Equal((remote, AddressPlan.HomeAgentIpv4Address, "4500"), (p.Ipv4Source, p.Ipv4Destination, p.DestinationPort)));
        Assert.NotEmpty(sent);
        if (port is not null) Assert.Equal(port.Value.ToString(CultureInfo.InvariantCulture), far);
    }

    private static string Outside(NativeLab lab, Attachment network) => network switch
    {
        Attachment.Nat1 => AddressPlan.Nat1Outside,
        Attachment.Nat2 => AddressPlan.Nat2Outside,
        _ => lab.Node.CareOfAddress(network),
    };

    /// <summary>ESP that is not signalling: that has an extension header, or is in the other UDP tunnel.</summary>
    private static List<Packet> Packets(string file) =>
    [
        .. Tshark.Fields(file, "esp and not ipv6.dstopts and not ipv6.routing and not udp.port == 4191", Format.Split(' '))
            .Select(line => line.Split('\t')).Select(f => new Packet(f[0], f[1], f[2], f[3], f[4], f[5], f[6])),
    ];

    private sealed record Packet(
        string Ipv4Source, string Ipv4Destination, string Ipv6Source, string Ipv6Destination, string SourcePort, string DestinationPort, string Spi);
}
