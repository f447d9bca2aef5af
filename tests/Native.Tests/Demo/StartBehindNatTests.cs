using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Demo;

/// <summary>A mobile node that has no keys yet and is behind a NAT: IKE goes over the home address, inside the tunnel that has no binding yet.</summary>
[Clause("5555-5.1-three-addresses")]
public sealed class StartBehindNatTests
{
    [NativeTheory]
    [InlineData(Attachment.Nat2)]
    [InlineData(Attachment.V6)]
    public void It_gets_its_keys_and_registers(Attachment network)
    {
        using var lab = new NativeLab(LabIpsec.ProtectedPayload);
        lab.Node.Move(network);
        var file = lab.Lab.Work.File("start.pcap");
        using (Capture.Start(AddressPlan.HomeAgent, AddressPlan.Uplink, file))
        {
            lab.Started();
            lab.Settle(network);
            lab.Ping();
        }

        Assert.Equal(0, SignallingCensus.Of(file).ClearMobilityHeaders);
        Assert.Equal(0, PayloadCensus.Of(file, lab.Node).Clear);
        var tunnel = network == Attachment.V6 ? "ipv6.nxt == 41" : "udp.port == 4191";
        Assert.True(Tshark.Count(file, $"isakmp and {tunnel}") >= 4, "IKE in the tunnel");
        Assert.Equal([], Tshark.Fields(file, $"isakmp and not ({tunnel})", "frame.time_relative", "frame.protocols", "ipv6.src", "ipv6.dst", "isakmp.exchangetype", "icmpv6.type"));
    }
}
