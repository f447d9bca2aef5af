using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Targets;

/// <summary>
/// What authenticated mobile nodes can say to the home agent: Binding Updates one after the other, of one mobile node, from any place. First byte: the policy.
/// Then for each: the way, a pause, and the message behind a byte with its length. Every answer can be written, every state stored.
/// </summary>
internal sealed class BindingDecisions : IFuzzTarget
{
    private const int Most = 16;

    private static readonly HomePolicy Policy = new(
        Lab.HomePrefix, Provisioned: true, new BindingLifetime(900), TimeSpan.FromSeconds(30), ForceUdp: false, AllowUdpRequest: true,
        new Ipv4HomeBinding(Lab.AliceIpv4, 32, Dynamic: false));

    public IEnumerable<byte[]> Seeds =>
        from way in new byte[] { 0, 1, 2, 3 }
        from message in MobilityMessages.All.OfType<BindingUpdate>().Select(Bytes)
        select (byte[])[0x0c, way, 1, (byte)message.Length, .. message, way, 1, (byte)message.Length, .. message];

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(MobilityMessages.OptionBytes);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var policy = PolicyOf(reader.Byte());
        BindingCacheEntry? entry = null;
        var now = Lab.Now;
        for (var i = 0; i < Most && !reader.IsEmpty; i++)
        {
            var way = Lab.Ways[reader.Byte() & 3];
            now += TimeSpan.FromSeconds(8 * reader.Byte());
            var message = reader.Part().ToArray();
            Repair.MobilityHeader(message, Lab.Alice, Lab.HomeAgent);
            if (!MobilityHeaderCodec.TryRead(message, Lab.Alice, Lab.HomeAgent, out var read, out _) || read is not BindingUpdate update) continue;
            var decision = BindingUpdateProcessing.Process(entry, update, way, Lab.Alice, policy, now);
            Check(entry, update, decision);
            entry = decision.Entry;
        }
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    private static void Check(BindingCacheEntry? before, BindingUpdate update, BindingDecision decision)
    {
        Require.That(decision.Acknowledgement is null == (decision.Why != DropReason.None), "there is an answer, or a reason");
        if (decision.Entry is { } entry)
        {
            var stored = new BindingCacheEntryState(Lab.Alice, entry, new EspState(1, 2, 3));
            Require.That(BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(stored)) == stored, "what is stored is what is read");
        }
        if (decision.Acknowledgement is not { } answer) return;
        SignallingPackets.Write(answer, Lab.HomeAgent, Lab.Alice);
        Require.That(answer.Lifetime <= update.Lifetime, "no lifetime is longer than what was asked for");
        Require.That(answer.IsAccepted || (answer.Lifetime.IsZero && (decision.Entry?.Tunnel ?? before?.Tunnel) == before?.Tunnel), "who is refused gets no other tunnel");
    }

    private static HomePolicy PolicyOf(byte flags) => Policy with
    {
        Provisioned = (flags & 1) == 0,
        ForceUdp = (flags & 2) != 0,
        AllowUdpRequest = (flags & 4) != 0,
        MobileRouters = (flags & 8) != 0,
        MobileNetworkPrefixes = [Ipv6Prefix.Parse("2001:db8:f::/64")],
        Ipv4Prefixes = (flags & 16) != 0 ? [Ipv4Prefix.Parse("10.20.0.0/28")] : [],
        Ipv4Assigned = (flags & 32) != 0 ? null : Policy.Ipv4Assigned,
        Ipv4Dynamic = (flags & 64) != 0 ? default(Ipv4AddressStatus) : null,
        KeyManagementMobility = (flags & 128) != 0,
    };

    private static byte[] Bytes(BindingUpdate update) => MobilityHeaderCodec.Write(update, Lab.Alice, Lab.HomeAgent);
}
