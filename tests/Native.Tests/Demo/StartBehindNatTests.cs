using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Demo;

/// <summary>A mobile node that has no keys yet and is behind a NAT: IKE goes over the home address, inside the tunnel that has no binding yet.</summary>
[Clause("5555-5.1-three-addresses")]
public sealed class StartBehindNatTests
{
    [NativeFact]
    public void It_gets_its_keys_and_registers()
    {
        const Attachment network = Attachment.Nat2;
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
        Assert.True(Tshark.Count(file, "isakmp and udp.port == 4191") >= 4, "IKE in the tunnel");
        Assert.Equal([], Tshark.Fields(file, "isakmp and not (udp.port == 4191)", "frame.time_relative", "frame.protocols", "ipv6.src", "ipv6.dst", "isakmp.exchangetype", "icmpv6.type"));
    }
}
