using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Prefixes;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Targets;

/// <summary>
/// A life of the mobile node's protocol module: movements, timers, acknowledgements and prefix advertisements of any content and order, hints of strangers.
/// First byte: settings. Then for each event: what, how much later, and what belongs to it.
/// </summary>
internal sealed class MobileNodeCore : IFuzzTarget
{
    private const int Most = 64;

    /// <summary>This event and those above.</summary>
    private const int Revocation = 0xf0;

    /// <summary>One event has one answer, with as few commands as a handover needs, and not one for each event before it.</summary>
    private const int MostCommands = 16;

    private static readonly CareOfCandidate[] Places =
    [
        new(Lab.Visited, 1), new(Lab.VisitedIpv4, 2), new(Lab.PrivateIpv4, 3, Attachment: 7), new(Lab.Alice, 4, AtHome: true), new(Lab.Visited, 1, ValidUntil: Lab.Now.AddMinutes(3)),
    ];

    public IEnumerable<byte[]> Seeds =>
        from place in new byte[] { 1, 2, 4, 8, 16, 3, 7 }
        from answer in MobilityMessages.All.OfType<BindingAcknowledgement>().Select(message => MobilityHeaderCodec.Write(message, Lab.HomeAgent, Lab.Alice))
        select (byte[])[place, 0, 0, place, 1, 1, 1, (byte)answer.Length, .. answer, 2, 200, 0, 1, 1, 1, 1, (byte)answer.Length, .. answer, 9, 1, (byte)Prefixes.Length, .. Prefixes, 0xf0, 1, (byte)Indication.Length, .. Indication];

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(MobilityMessages.OptionBytes);

    private static byte[] Indication => MobilityHeaderCodec.Write(MobilityMessages.Indication, Lab.HomeAgent, Lab.Alice);

    private static byte[] Prefixes => Packets.Message(LinkMessages.Advertisement(9), Lab.HomeAgent, Lab.Alice)[Ipv6Header.Size..];

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var flags = reader.Byte();
        var registration = new HomeRegistration(Settings(flags), new SequenceNumber((ushort)(flags << 8)));
        var prefixes = new MobilePrefixDiscovery(Lab.Alice);
        var now = Lab.Now;
        for (var i = 0; i < Most && !reader.IsEmpty; i++)
        {
            var what = reader.Byte();
            now += TimeSpan.FromSeconds(Math.Pow(reader.Byte(), 1.5) / 4);
            var commands = Happen(ref reader, what >= Revocation ? Revocation : what % 11, registration, prefixes, now);
            registration.HomeAddressValidUntil = prefixes.HomeAddressValidUntil;
            Check(commands, registration);
        }
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    private static IReadOnlyList<Command> Happen(ref InputReader reader, int what, HomeRegistration registration, MobilePrefixDiscovery prefixes, DateTimeOffset now)
    {
        switch (what)
        {
            case 0: return registration.NetworkChanged(PlacesOf(reader.Byte()), now);
            case Revocation: return Revoked(ref reader, registration, now);
            case 1: return Acknowledged(ref reader, registration, now);
            case 3: return registration.BindingErrorReceived(now);
            case 4: return registration.MobilityNotUnderstood();
            case 5: return registration.CareOfAddressUnreachable(Places[reader.Byte() % Places.Length].Address, now);
            case 6: return registration.ProtectionReady(now);
            case 7: return registration.PayloadLost(now);
            case 8: return registration.Stop(now);
            case 9:
                Advertised(ref reader, prefixes, now);
                return [];
            case 10:
                prefixes.Wanted(9, now);
                return [];
            default:
                prefixes.TimerDue(registration.State == RegistrationState.Registered, 9, now);
                return registration.TimerDue(now);
        }
    }

    /// <summary>To the last Binding Update, or to whatever the message says.</summary>
    private static IReadOnlyList<Command> Acknowledged(ref InputReader reader, HomeRegistration registration, DateTimeOffset now)
    {
        var control = reader.Byte();
        var message = reader.Part().ToArray();
        Repair.MobilityHeader(message, Lab.HomeAgent, Lab.Alice);
        if (!MobilityHeaderCodec.TryRead(message, Lab.HomeAgent, Lab.Alice, out var read, out _) || read is not BindingAcknowledgement answer) return [];
        if ((control & 1) != 0) answer = answer with { Sequence = registration.Status.Sequence };
        return registration.AcknowledgementReceived(answer, Lab.Ways[control >> 1 & 3], now);
    }

    private static IReadOnlyList<Command> Revoked(ref InputReader reader, HomeRegistration registration, DateTimeOffset now)
    {
        var message = reader.Part().ToArray();
        Repair.MobilityHeader(message, Lab.HomeAgent, Lab.Alice);
        var isRead = MobilityHeaderCodec.TryRead(message, Lab.HomeAgent, Lab.Alice, out var read, out _);
        if (isRead && read is HomeAgentSwitch change) return Told(change, registration, now);
        return isRead && read is BindingRevocationIndication indication ? registration.RevocationReceived(indication, now) : [];
    }

    /// <summary>Those who are told of others find one, and those who are not do not.</summary>
    private static IReadOnlyList<Command> Told(HomeAgentSwitch change, HomeRegistration registration, DateTimeOffset now)
    {
        var commands = registration.SwitchReceived(change);
        return commands.OfType<TurnToHomeAgent>().Any() ? [.. commands, .. registration.Leave(forGood: change.HomeAgents.Count > 0, now)] : commands;
    }

    private static void Advertised(ref InputReader reader, MobilePrefixDiscovery prefixes, DateTimeOffset now)
    {
        var message = reader.Part().ToArray();
        Repair.Icmpv6(message, Lab.HomeAgent, Lab.Alice);
        if (Icmpv6Codec.TryRead(message, Lab.HomeAgent, Lab.Alice, out var read, out _) && read is MobilePrefixAdvertisement advertisement) prefixes.Received(advertisement, 9, now);
    }

    private static void Check(IReadOnlyList<Command> commands, HomeRegistration registration)
    {
        Require.That(commands.Count <= MostCommands, "an event has a bounded answer");
        Require.That(registration.Status.State == registration.State, "the status tells the state");
        foreach (var update in commands.OfType<SendBindingUpdate>()) MobilityHeaderCodec.Write(update.Message, Lab.Alice, Lab.HomeAgent);
        foreach (var set in commands.OfType<SetTunnel>()) Require.That(!set.Tunnel.Remote.IsNone && !set.Tunnel.Local.IsNone, "a tunnel has ends");
    }

    private static CareOfCandidate[] PlacesOf(byte which) => [.. Places.Where((_, i) => (which >> i & 1) != 0)];

    private static HomeRegistrationSettings Settings(byte flags) => new(
        Lab.Alice, Lab.HomeAgent, Lab.HomeAgentIpv4, (flags & 1) != 0 ? Lab.AliceIpv4 : (flags & 2) != 0 ? Ipv4Address.Any : null, new BindingLifetime(150), (flags & 4) != 0,
        Lab.HomePrefix, (flags & 8) != 0);
}
