using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Discovery;
using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.Fuzz.Targets;

/// <summary>
/// The home link: Ethernet frames of neighbours and routers, heard one after the other by proxy, duplicate address detection and list of home agents.
/// First byte: are packets put right? Then frames, each behind a byte with its length.
/// </summary>
internal sealed class Neighbors : IFuzzTarget, IProxiedAddresses
{
    private const int EthernetHeader = 14;

    public IEnumerable<byte[]> Seeds => Frames.Select(frame => (byte[])[1, (byte)Math.Min(frame.Length, 255), .. frame]);

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(Frames);

    private static IEnumerable<byte[]> Frames =>
    [
        .. LinkMessages.Neighbors.Select(message => NeighborPacket.Multicast(NeighborPacket.AllNodes, LinkMessages.Neighbor, Lab.Bob, message).ToFrame()),
        NeighborPacket.Multicast(NeighborPacket.SolicitedNode(Lab.Alice), LinkMessages.Neighbor, default, new NeighborSolicitation(Lab.Alice)).ToFrame(),
        ArpPacket.Gratuitous(Lab.AliceIpv4, LinkMessages.Neighbor).ToFrame(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        var proxy = new ProxyNeighbor(LinkMessages.Router, Lab.HomeAgent, this);
        var detection = new DuplicateAddressDetection(LinkMessages.Router);
        var others = new HomeAgentsList();
        detection.Begin(Lab.Alice, [Lab.Alice], Lab.Now);
        var reader = new InputReader(input);
        var repairs = reader.Byte();
        for (var now = Lab.Now; !reader.IsEmpty; now += TimeSpan.FromSeconds(1))
        {
            var frame = reader.Part().ToArray();
            if ((repairs & 1) != 0 && frame.Length > EthernetHeader) Repair.Packet(frame.AsSpan(EthernetHeader));
            if (ArpPacket.TryRead(frame, out var arp, out _)) proxy.Answer(arp, now)?.ToFrame();
            if (!NeighborPacket.TryRead(frame, out var packet, out _)) continue;
            detection.Hear(packet!);
            if (packet!.Message is RouterAdvertisement advertisement) others.Hear(packet.Source, advertisement, now);
            proxy.Answer(packet, now)?.ToFrame();
            Require.That(others.Take(now).Length <= HomeAgentsList.Most, "the list of home agents is bounded");
        }
        detection.TakeFinished(Lab.Now + DuplicateAddressDetection.RetransTimer);
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    bool IProxiedAddresses.Contains(IpAddress address, DateTimeOffset now, out bool isRouter)
    {
        isRouter = address == Lab.AliceIpv4;
        return isRouter || address == Lab.Alice;
    }
}
