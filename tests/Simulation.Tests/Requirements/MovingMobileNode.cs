using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Req 3, with any IPsec: below it, with a data path by the old network and a Binding Update that has to leave by the new one. It sees sealed packets
/// and knows of them what the classifier says.
/// </summary>
internal sealed class MovingMobileNode(IProtectedPair pair, SpiTechnique technique)
{
    public static readonly string[] Kinds = [.. MobileIpTraffic.All.Where(kind => kind.FromMobileNode).Select(kind => kind.Name)];

    /// <summary>What flows while a Binding Update is due.</summary>
    public static readonly string[] Data = ["payload up", "IPv4 payload up", "Home Test Init", "payload to the home agent itself"];

    private static readonly SignallingPath NewPath = new(Ipv4Address.Parse("10.0.0.7"), Place.HomeAgentIpv4, Port.DsMip);

    private readonly IOutboundSpiClassifier _classifier = SpiClassifier.Outbound(technique, pair.Updates);

    public void Announce() => _classifier.Announce();

    /// <summary>Seals one packet, sends it, lets the home agent open it, and says whether it took the new path.</summary>
    public bool SendsByNewPath(string kind)
    {
        var packet = pair.Seal(kind);
        var isUpdate = _classifier.IsBindingUpdate(SealedPacket.Spi(packet));
        var frame = isUpdate ? Rewriting.UpdateOut(packet, NewPath) : Rewriting.TunnelOut(packet, CareOf.Ipv6, up: true);
        InnerPacket.TryReadSource(frame, out var source);
        pair.Arrives(kind, isUpdate ? Rewriting.TransportIn(frame) : Rewriting.TunnelIn(frame, up: true));
        return source == NewPath.CareOfAddress;
    }

    /// <summary>An announcement, data, the Binding Update, data again.</summary>
    public void MoveAmongData(int[] before, int[] after)
    {
        Announce();
        Assert.DoesNotContain(before, index => SendsByNewPath(Data[index]));
        Assert.True(SendsByNewPath("Binding Update"));
        Assert.DoesNotContain(after, index => SendsByNewPath(Data[index]));
    }
}
