using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Actors.Protocol;
using DsMip.Tunnel;

namespace DsMip.Fuzz.Targets;

/// <summary>Messages between processes. First byte: which one. What is none of ours is told by two kinds of exceptions, which the serializer catches.</summary>
internal sealed class ClusterMessages : IFuzzTarget
{
    private static readonly MessageKind[] Kinds = [.. MessageKinds.ByManifest.Values.OrderBy(kind => kind.Manifest, StringComparer.Ordinal)];

    private static readonly object[] Messages =
    [
        new ClassifiedFrame(Lab.Alice, Lab.BehindNat, SeedPackets.Sealed, Lab.Now), new FrameDropped(Lab.Alice, Lab.Now), new LifetimeEnded(Lab.Alice),
        new TunnelChanged(new HomeAddresses(Lab.Alice, Lab.AliceIpv4, MobileNetworks.Of([Lab.HomePrefix], [])), Answer.TunnelBack(Lab.BehindNat), 7, Lab.Now),
        new Transmit(Lab.Alice, Lab.OverIpv6, SeedPackets.Sealed, Lab.Now), new ProbeAddress(new HomeAddresses(Lab.Alice, default)), new AddressProbed(Lab.Alice, true),
    ];

    public IEnumerable<byte[]> Seeds => Messages
        .Select(message => MessageKinds.ByType[message.GetType()])
        .Zip(Messages, (kind, message) => (byte[])[(byte)Array.IndexOf(Kinds, kind), .. kind.ToBytes(message, TimeProvider.System)])
        .Concat(Kinds.Select((_, i) => new[] { (byte)i }));

    public IEnumerable<byte[]> Tokens => Lab.Addresses;

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var kind = Kinds[reader.Byte() % Kinds.Length];
        object message;
        try
        {
            message = kind.FromBytes(reader.Rest.ToArray(), TimeProvider.System);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return;
        }
        kind.ToBytes(message, TimeProvider.System);
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
