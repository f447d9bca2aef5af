using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Ike;

public sealed class ProtectionTests
{
    [NativeFact]
    [Clause("5555-5.2.2-children", "4877-4.1-payload")]
    public async Task Signalling_and_payload_are_protected_by_what_charon_makes_when_it_is_needed()
    {
        await using var lab = await IkeLab.StartAsync();
        var file = Path.Combine("/run", "protection.pcap");
        using (Capture.Start(lab.Network.Switch, "p1", file, "ip6 and not udp"))
        {
            Assert.True(await lab.SignalAsync(7), lab.Node.Describe());

            // Nobody has asked for the payload child; the kernel misses a state for our policy and asks charon, which has a trap of that reqid.
            Assert.InRange(lab.Ping(5), 3, 5);
        }

        // charon refuses a duplicate; what counts is that it is there.
        var again = await lab.Node.Session.InitiateAsync(IkeNetwork.AtMobileNode(IkeNetwork.First).Name, "payload", default);
        Assert.True(again.IsEstablished, again.Reason);
        var installed = await lab.Node.InstalledAsync();
        Assert.Equal(["payload", "signalling"], installed.Select(child => child.Name).Order());
        Assert.All(installed, child => Assert.Contains(lab.Agent.States(), state => state.Spi == child.OutboundSpi && state.Accepted > 0));
        Assert.Equal("", Read(file, "mipv6 or (icmpv6.type == 128 and not esp)"));
        Assert.NotEqual("", Read(file, $"esp.spi == {installed.Single(child => child.Name == "signalling").OutboundSpi}"));
        Assert.NotEqual("", Read(file, $"esp.spi == {installed.Single(child => child.Name == "payload").OutboundSpi}"));
    }

    [NativeFact]
    public async Task A_Binding_Update_in_the_clear_is_not_received()
    {
        await using var lab = await IkeLab.StartAsync();
        Assert.True(await lab.SignalAsync(1));
        lab.Node.Space.Exec(["ip", "xfrm", "policy", "flush"]);
        Assert.False(await lab.SignalAsync(2));
    }

    private static string Read(string file, string filter) =>
        Shell.Run("tshark", ["-r", file, "-Y", filter, "-T", "fields", "-e", "frame.number"]).Trim();
}
