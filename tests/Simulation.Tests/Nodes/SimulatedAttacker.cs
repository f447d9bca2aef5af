using System.Buffers.Binary;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>
/// Somebody who sends any frame to anybody, has recorded every Binding Update that had its effect, and owns a subscription of the same home
/// agent. What it cannot do is overtake the original with a copy: RFC 5555 5 admits that who can do that, and change the outer IPv4 header,
/// diverts the traffic of a mobile node.
/// </summary>
internal sealed class SimulatedAttacker(SimulatedInternet internet, Subscriber victim, ReferenceModel model, Random random) : IDisposable
{
    // Of the Mobility Header: behind it are the fields of the message.
    private const int ChecksumOffset = 4, FirstFree = 6;

    private readonly IpsecBoundary _insider =
        new IpsecBoundary(Keys.MobileNodePolicy(Subscriber.Insider)).With(Keys.SealUpdates(Subscriber.Insider));

    private readonly Endpoint _own = new(Place.AttackerIpv4, Port.DsMip);

    /// <summary>A recorded Binding Update once more, byte by byte.</summary>
    public void Replay()
    {
        if (Pick(model.Spent) is { } frame) Send(frame.Bytes);
    }

    /// <summary>A recorded acknowledgement once more, which the mobile node may take for an answer to what it has just sent.</summary>
    public void ReplayAnswer()
    {
        if (Pick(model.Answers) is { } frame) Send(frame.Bytes);
    }

    /// <summary>A recorded Binding Update with the attacker as outer source: the answer and the traffic would go there.</summary>
    public void ReplayFromElsewhere()
    {
        if (Pick(model.Spent) is not { } frame) return;
        if (FrameHeader.IsIpv4(frame.Bytes))
        {
            Send(frame.WithSource(_own).Bytes);
            return;
        }
        var copy = (byte[])frame.Bytes.Clone();
        Place.Attacker.Write(copy.AsSpan(8));
        Send(copy);
    }

    /// <summary>A recorded Binding Update with one bit turned over, anywhere.</summary>
    public void Alter()
    {
        if (Pick(model.Spent) is not { } frame) return;
        var copy = (byte[])frame.Bytes.Clone();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        Send(copy);
    }

    /// <summary>A Binding Update that is still on its way, with one bit of its ESP turned over, so that it may arrive first.</summary>
    public void AlterInFlight()
    {
        if (model.LastSealed is not { } packet) return;
        var copy = (byte[])packet.Clone();
        copy[random.Next(MobilityPacket.HeaderLength, copy.Length)] ^= (byte)(1 << random.Next(8));
        Send(Enclose(copy));
    }

    /// <summary>Random bytes to UDP port 4191.</summary>
    public void Noise()
    {
        var noise = new byte[random.Next(0, 200)];
        random.NextBytes(noise);
        // The encapsulator sends nothing that is no packet; a header around a packet is easy to fill with noise afterwards.
        var frame = Enclose(Payload.Write(victim.HomeAddress, Place.Correspondent, -1));
        noise.AsSpan(0, Math.Min(noise.Length, frame.Length - 28)).CopyTo(frame.AsSpan(28));
        frame.AsSpan(26, 2).Clear();
        Send(frame);
    }

    /// <summary>A Binding Update in the clear.</summary>
    public void Clear() => Send(Enclose(MobilityPacket.Write(victim.HomeAddress, Place.HomeAgent, Wanted())));

    /// <summary>
    /// A Binding Update under the insider's own keys that claims to come from the victim's home address. ESP in transport mode does not cover
    /// the IPv6 header, and the checksum of the Mobility Header is made for the victim's address: only the selectors of the SA stand against it.
    /// </summary>
    public void Impersonate()
    {
        var packet = MobilityPacket.Write(victim.HomeAddress, Place.HomeAgent, Wanted());
        Subscriber.Insider.HomeAddress.Write(packet.AsSpan(8));
        var sealedPacket = _insider.Seal(packet)!;
        victim.HomeAddress.Write(sealedPacket.AsSpan(8));
        Send(Enclose(sealedPacket));
    }

    /// <summary>
    /// What a subscriber gone wrong may send under keys that are right: a Binding Update of its own with bytes altered before it is sealed, options and lengths
    /// among them, and the checksum made for what it has become.
    /// </summary>
    public void Babble()
    {
        var packet = MobilityPacket.Write(Subscriber.Insider.HomeAddress, Place.HomeAgent, Wanted());
        var message = packet.AsSpan(MobilityPacket.HeaderLength);
        for (var i = random.Next(1, 8); i > 0; i--) message[random.Next(FirstFree, message.Length)] = (byte)random.Next(256);
        message.Slice(ChecksumOffset, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(
            message[ChecksumOffset..], PseudoHeader.Checksum(Subscriber.Insider.HomeAddress, Place.HomeAgent, IpProtocol.MobilityHeader, message));
        Send(Enclose(_insider.Seal(packet)!));
    }

    /// <summary>Payload that claims to be from, or for, the victim.</summary>
    public void ForgePayload(Ipv4Address victimOutside)
    {
        Send(Enclose(Payload.Write(victim.HomeAddress, Place.Correspondent, -1)));
        Send(Enclose(Payload.Write(victim.Ipv4HomeAddress, Place.CorrespondentIpv4, -2)));
        var tunnel = new BidirectionalTunnel(Encapsulation.UdpIpv4, Place.AttackerIpv4, victimOutside, Port.DsMip, Port.DsMip);
        Send(PacketBuffer.Encapsulate(Payload.Write(Place.Correspondent, victim.HomeAddress, -3), tunnel)!);
    }

    public void Dispose() => _insider.Dispose();

    private Frame? Pick(List<Frame> recorded) => recorded.Count == 0 ? null : recorded[random.Next(recorded.Count)];

    private BindingUpdate Wanted() => new(
        new SequenceNumber((ushort)random.Next(65_536)), BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.Acknowledge, new BindingLifetime(100),
        MobilityOptions.Of(new Ipv4CareOfAddressOption(Place.AttackerIpv4)));

    private static byte[] Enclose(byte[] packet) => PacketBuffer.Encapsulate(
        packet, new BidirectionalTunnel(Encapsulation.UdpIpv4, Place.AttackerIpv4, Place.HomeAgentIpv4, Port.DsMip, Port.DsMip))!;

    private void Send(byte[] frame) => internet.Send(new Frame(frame, Sender.Attacker));
}
